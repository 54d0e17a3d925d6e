/** Shorter texts coincide by chance. */
const LENGTH_MIN = 6;
/** Ids, dates, instants, amounts, rates and names of states tell nothing by themselves; the hash of one does. */
const COMMON =
  /^([a-z]+_[0-9a-hjkmnp-tv-z]{26}.*|[0-9-]{10}(T[0-9:]{8}Z)?|[0-9]+\.[0-9]+|[A-Z_]+|[A-Z]+\/[0-9A-Z]+)$/;
const HEX256 = /^[0-9a-f]{64}$/;
/** 256 bits that open what is hidden: the only hex of a private record that is nowhere public. */
const SEEDS: readonly string[] = ['seed', 'salt', 'opening'];
/** Fields of private records whose values public records have too. */
const PUBLIC_ELSEWHERE: readonly string[] = [
  'schema',
  'policies',
  'mspId',
  'bankMsp',
  'holderMsp',
  'calendar',
  'scheme',
  'from',
  'to',
];

/** What has been learned from private values, and how it would look if it showed. */
export class Secrets {
  readonly #digest: (value: unknown) => string;
  /** The text that must not show, and the field it is from. */
  readonly #texts = new Map<string, string>();

  constructor(digest: (value: unknown) => string) {
    this.#digest = digest;
  }

  /** Remember every text of a private value, and what hashing it, or a part of it, without salt gives. */
  learn(value: unknown, field = ''): void {
    if (typeof value === 'string') return this.#learnText(value, field);
    if (value === null || typeof value !== 'object') return;
    this.#texts.set(this.#digest(value), `hash of ${field}`);
    for (const [name, part] of Object.entries(value)) this.learn(part, path(value, field, name));
  }

  /** The field of the first private value that shows in `value`; null: none does. */
  shownIn(value: unknown): string | null {
    if (typeof value === 'string') return this.#texts.get(value) ?? null;
    if (value === null || typeof value !== 'object') return null;
    for (const part of Object.values(value)) {
      const found = this.shownIn(part);
      if (found !== null) return found;
    }
    return null;
  }

  #learnText(text: string, field: string): void {
    const name = field.split('.').at(-1) ?? '';
    if (isTelling(text, name)) this.#texts.set(text, field);
    this.#texts.set(this.#digest(text), `hash of ${field}`);
  }
}

function isTelling(text: string, name: string): boolean {
  if (HEX256.test(text)) return SEEDS.includes(name);
  return text.length >= LENGTH_MIN && !COMMON.test(text) && !PUBLIC_ELSEWHERE.includes(name);
}

function path(value: object, field: string, name: string): string {
  if (Array.isArray(value)) return field;
  return field === '' ? name : `${field}.${name}`;
}
