import { Problem } from './problems.js';

const DEPTH_MAX = 16;

/**
 * Parse a request body, taking nothing a person would not have meant: duplicate names, `__proto__`,
 * lone surrogates and nesting beyond 16 are refused with a pointer.
 * @throws Problem VALIDATION_FAILED.
 */
export function parseStrictJson(text: string): unknown {
  if (!text.isWellFormed()) throw refused('', 'LONE_SURROGATE');
  const scanner = new Scanner(text);
  scanner.value('', 0);
  scanner.end();
  try {
    const value: unknown = JSON.parse(text);
    if (!isWellFormed(value)) throw refused('', 'LONE_SURROGATE');
    return value;
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw refused('', 'JSON_MALFORMED', cause);
  }
}

/** `"\ud800"` is well-formed JSON text whose value is not well-formed Unicode. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => name.isWellFormed() && isWellFormed(each));
}

function refused(pointer: string, code: string, cause?: unknown): Problem {
  const error = { pointer, code, detail: `${code} at ${pointer === '' ? 'the body' : pointer}` };
  return new Problem('VALIDATION_FAILED', { errors: [error], cause });
}

/** Walks the text once, for what JSON.parse accepts silently. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(pointer: string, depth: number): void {
    if (depth > DEPTH_MAX) throw refused(pointer, 'TOO_DEEP');
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') this.#object(pointer, depth);
    else if (char === '[') this.#array(pointer, depth);
    else if (char === '"') this.#string();
    else this.#scalar(pointer);
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw refused('', 'JSON_MALFORMED');
  }

  #object(pointer: string, depth: number): void {
    const names = new Set<string>();
    this.#at += 1;
    while (!this.#closes('}')) {
      this.#space();
      const name = this.#string();
      const inner = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (name === '__proto__') throw refused(inner, 'NAME_FORBIDDEN');
      if (names.has(name)) throw refused(inner, 'NAME_TWICE');
      names.add(name);
      this.#space();
      this.#expect(':');
      this.value(inner, depth + 1);
      if (!this.#more('}')) return;
    }
  }

  #array(pointer: string, depth: number): void {
    this.#at += 1;
    for (let item = 0; !this.#closes(']'); item += 1) {
      this.value(`${pointer}/${item}`, depth + 1);
      if (!this.#more(']')) return;
    }
  }

  /** True when a comma goes on; false when `close` ended the whole. */
  #more(close: string): boolean {
    this.#space();
    if (this.#text[this.#at] === ',') {
      this.#at += 1;
      return true;
    }
    this.#expect(close);
    return false;
  }

  #closes(close: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== close) return false;
    this.#at += 1;
    return true;
  }

  #string(): string {
    const from = this.#at;
    this.#expect('"');
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#expect('"');
    try {
      const value: unknown = JSON.parse(this.#text.slice(from, this.#at));
      return typeof value === 'string' ? value : '';
    } catch (cause) {
      throw refused('', 'JSON_MALFORMED', cause);
    }
  }

  #scalar(pointer: string): void {
    const from = this.#at;
    while (this.#at < this.#text.length && !/[\s,:{}[\]"]/.test(this.#text.charAt(this.#at))) {
      this.#at += 1;
    }
    if (this.#at === from) throw refused(pointer, 'JSON_MALFORMED');
  }

  #space(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) throw refused('', 'JSON_MALFORMED');
    this.#at += 1;
  }
}
