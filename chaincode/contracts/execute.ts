import { createHash } from 'node:crypto';
import { clientRefOf, type CommandInfo } from '../commands/command.js';
import { answers, type Act, type SignatureNeed, type Signer } from '../domain/act.js';
import { shanghaiDate, type CalendarDate } from '../domain/dates.js';
import type { Programme } from '../domain/programme.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../state/canonical.js';
import { parseCanonical } from '../state/json.js';
import { programmes, refs } from '../state/kinds.js';
import type { StatePort, Transaction } from '../state/port.js';
import {
  deskOf,
  DIRECTORY_PLACE,
  PUBLIC_PLACE,
  UnitOfWork,
  type Place,
  type Write,
} from '../state/unit-of-work.js';
import type { Bound, Setting } from './bind.js';
import { signerByKey } from './signer.js';

export interface Execution {
  readonly name: string;
  readonly bound: Bound;
  readonly registry: Setting['registry'];
  readonly port: StatePort;
  readonly transaction: Transaction;
}

/**
 * One transaction from its texts to its answer: decode, know the signer, perform, remember the
 * reference, flush, tell.
 * @param text canonical JSON of the arguments.
 * @returns canonical JSON: `{txId, records}`, the public records written.
 */
export async function execute(execution: Execution, text: string): Promise<string> {
  const { name, bound, registry, port, transaction } = execution;
  const args = parseCanonical(text);
  const secretText =
    transaction.secret === null ? null : new TextDecoder().decode(transaction.secret);
  const secret = secretText === null ? null : parseCanonical(secretText);
  const clientRef = clientRefOf(args);

  let today: CalendarDate | null = null;
  const declareDate = (date: CalendarDate): void => void (today = date);
  const work = new UnitOfWork(port, bound.command.shape, () => {
    invariant(today !== null, 'the business date is known before anything is written');
    return today;
  });
  const programme = await work.find(programmes, {});
  today = businessDate(programme, transaction.timestamp);
  const signer = await signerOf({ work, command: bound.command, transaction, today });

  const digest = sha256([name, signer.party, text, secretText ?? ''].join('\n'));
  const place = refPlace(bound.command, signer);
  const before = await work.find(refs, { ref: clientRef }, place);
  if (before !== null) refuseRepeat(before, digest);

  const act = actOf({ transaction, today, signer });
  const { creator } = transaction;
  await bound.perform(args, secret, { act, work, programme, creator, registry, declareDate });
  const written = work.writes();
  work.save(refs, { ref: clientRef, digest, txId: transaction.txId }, place);
  await work.flush();
  tell({ name, port, transaction, written, secretText });
  return answer(transaction.txId, written);
}

/** Shanghai date of the timestamp, or the declared date of a sandbox programme (decisions.md 2). */
function businessDate(programme: Programme | null, timestamp: bigint): CalendarDate {
  if (programme?.mode === 'DECLARED') {
    invariant(programme.date !== null, 'a DECLARED programme has a date');
    return programme.date;
  }
  return shanghaiDate(timestamp);
}

interface Signing {
  readonly work: UnitOfWork;
  readonly command: CommandInfo;
  readonly transaction: Transaction;
  readonly today: CalendarDate;
}

/** Who acts is decided by the public key alone; only the MSP id must equal the party's. */
async function signerOf({ work, command, transaction, today }: Signing): Promise<Signer> {
  const { key: spki, mspId } = transaction.creator;
  if (command.unpinned === true) return { party: '', mspId, key: spki, role: 'MAKER', limit: null };
  const signer = await signerByKey({ work, spki, today });
  if (signer.mspId !== mspId) throw new Refusal('KEY_NOT_PINNED');
  return signer;
}

/** An act with its one signer: whatever needs more is refused, and belongs into an approval. */
function actOf(from: { transaction: Transaction; today: CalendarDate; signer: Signer }): Act {
  const { transaction, today, signer } = from;
  return {
    txId: transaction.txId,
    timestamp: transaction.timestamp,
    today,
    signer,
    requireSignatures: (needs) => requireAnswered(needs, [signer]),
  };
}

/** @throws Refusal SIGNATURES_MISSING with how many of `needs` nobody of `signers` answers. */
export function requireAnswered(needs: readonly SignatureNeed[], signers: readonly Signer[]): void {
  const missing = needs.filter((need) => !answers(need, signers));
  if (missing.length > 0) {
    throw new Refusal('SIGNATURES_MISSING', { missing: missing.length.toString() });
  }
}

/** DESK and FILE write no public key, so their reference is private too. */
function refPlace(command: CommandInfo, signer: Signer): Place {
  switch (command.shape) {
    case 'DESK':
      return deskOf(signer.mspId);
    case 'FILE':
      return DIRECTORY_PLACE;
    case 'PUBLIC':
    case 'DEAL':
    case 'CLEARING':
      return PUBLIC_PLACE;
  }
}

/**
 * The same reference with the same content was done: told as a refusal, for a transaction that reads a
 * collection and writes nothing has no set of peers that could endorse it (ADR 3).
 * @throws Refusal REFERENCE_DONE with the transaction that did it, REFERENCE_REUSED.
 */
function refuseRepeat(before: { digest: string; txId: string }, digest: string): never {
  const code = before.digest === digest ? 'REFERENCE_DONE' : 'REFERENCE_REUSED';
  throw new Refusal(code, { txId: before.txId });
}

interface Told {
  readonly name: string;
  readonly port: StatePort;
  readonly transaction: Transaction;
  readonly written: readonly Write[];
  readonly secretText: string | null;
}

/**
 * One event a transaction: `<resource>.<act>` with ids and versions; for private shapes
 * `private.changed` with an opaque id and what is public anyway.
 */
function tell({ name, port, written, secretText, transaction }: Told): void {
  const records = written
    .filter((write) => write.place.collection === null)
    .map(({ type, attributes, version }) => ({ type, id: attributes.join(':'), version }));
  const open = secretText === null;
  const payload = open
    ? { records }
    : { id: sha256(`${transaction.txId}\n${secretText}`), records };
  const event = open ? name.replace(':', '.') : 'private.changed';
  port.setEvent(event, new TextEncoder().encode(canonicalJson(payload)));
}

/** The answer is in the block for ever: public records whole, of private ones not even their ids. */
function answer(txId: string, written: readonly Write[]): string {
  const records = written
    .filter(({ place }) => place.collection === null)
    .map(({ type, attributes, version, text }) => {
      const record: unknown = JSON.parse(text);
      return { type, id: attributes.join(':'), version, record };
    });
  return canonicalJson({ txId, records });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
