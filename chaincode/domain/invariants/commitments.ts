import { commitment } from '../commitment.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { Bodies, ClaimRecords, LedgerRecord, RecordKind, RecordOf } from './ledger-record.js';

/** What was committed to in public opens to what the private records hold, as far as they are at hand. */
export const commitments: Invariant = {
  id: 'S4',
  code: 'COMMITMENT_BROKEN',
  title: words('A public commitment opens to its private content', '公开承诺值与私密内容相符'),
  start: (findings, { canonical }) => {
    const made = new Map<string, string>();
    const look = (record: LedgerRecord): void => compare(findings, made, record);
    return {
      claim: ({ instructions }: ClaimRecords) => instructions.forEach(look),
      record: (record) => {
        const sealed = sealedIn(record);
        if (sealed === null) return look(record);
        const { name, seed, content } = sealed;
        const text = canonical(contentOf(record.wire, content));
        made.set(name, commitment({ seed, name, version: 1 }, text));
      },
    };
  },
};

/** What a private record holds that a public one commits to. */
interface Sealed {
  /** The public record that carries the commitment, as findings name it. */
  readonly name: string;
  readonly seed: string;
  /** The field committed to, or the fields that one object of them is made of. */
  readonly content: string | readonly string[];
}

const SEALED: { readonly [K in RecordKind]?: (value: Bodies[K]) => Sealed } = {
  // The directory may have been filed with other details than the party applied with later.
  'party-deal': ({ id, seed }) => ({ name: `party:${id}`, seed, content: 'details' }),
  'request-file': ({ id, opening }) => ({
    name: `request:${id}`,
    seed: opening,
    content: 'content',
  }),
  'loan-account': ({ id, seed }) => ({ name: `loan:${id}`, seed, content: 'agreed' }),
  'purchase-account': ({ id, seed }) => ({ name: `purchase:${id}`, seed, content: 'agreed' }),
  payout: ({ receivable, from, n, salt }) => ({
    name: `instruction:${receivable}:${from}:${n}`,
    seed: salt,
    content: ['account', 'postscript'],
  }),
};

const COMMITTED: { readonly [K in RecordKind]?: (value: Bodies[K]) => string | null } = {
  party: ({ details }) => details,
  request: ({ content }) => content,
  loan: ({ terms }) => terms,
  purchase: ({ terms }) => terms,
  instruction: ({ account }) => account,
};

/** null for a record whose content nothing public commits to. */
function sealedIn<K extends RecordKind>({ kind, value }: RecordOf<K>): Sealed | null {
  const sealed: ((value: Bodies[K]) => Sealed) | undefined = SEALED[kind];
  return sealed?.(value) ?? null;
}

function committedIn<K extends RecordKind>({ kind, value }: RecordOf<K>): string | null {
  const committed: ((value: Bodies[K]) => string | null) | undefined = COMMITTED[kind];
  return committed?.(value) ?? null;
}

/** The sealed content as it was given: JSON values. */
function contentOf(wire: unknown, content: string | readonly string[]): unknown {
  const fields = new Map(Object.entries(Object(wire)));
  if (typeof content === 'string') return fields.get(content);
  return Object.fromEntries(content.map((name) => [name, fields.get(name)]));
}

function compare(
  findings: Findings,
  made: ReadonlyMap<string, string>,
  record: LedgerRecord,
): void {
  const opened = record.open ? made.get(record.name) : undefined;
  if (opened === undefined) return;
  findings.looked();
  if (opened === committedIn(record)) return;
  const why = words('its commitment is not that of the private content', '其承诺值与私密内容不符');
  findings.fault(record.name, why);
}
