import { createHash, randomBytes } from 'node:crypto';
import { execute } from '../../chaincode/contracts/execute.js';
import { QUERIES } from '../../chaincode/contracts/record.js';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import type { Bound } from '../../chaincode/contracts/bind.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import type { StatePort, Transaction } from '../../chaincode/state/port.js';

export interface Actor {
  readonly mspId: string;
  /** SHA-256 of the public key, hex. */
  readonly key: string;
  readonly units: readonly string[];
}

export interface Answer {
  readonly txId: string;
  readonly records: readonly { type: string; id: string; version: number; record: unknown }[];
}

export interface Submission {
  readonly args: Readonly<Record<string, unknown>>;
  readonly secret?: Readonly<Record<string, unknown>> | null;
  /** Idempotency reference; a fresh one when absent. */
  readonly ref?: string;
}

/** One write of one transaction. */
export interface Committed {
  readonly txId: string;
  /** `<collection>|<key>`; no collection is public state. */
  readonly slot: string;
  readonly before: string | null;
  readonly after: string;
}

const transactions: Readonly<Record<string, Bound>> = TRANSACTIONS;

/**
 * The contracts over a plain map: committed state only, all writes or none, one act at a time. For rules
 * and properties by the thousand; what a peer adds (endorsement, conflicts, privacy between members) is
 * tested on a peer.
 */
export class MemoryLedger {
  /** Ledgers that a transaction has changed; whoever watches over tests empties it. */
  static readonly changed = new Set<MemoryLedger>();
  /** All that transactions wrote, in order. */
  readonly log: Committed[] = [];
  readonly state = new Map<string, string>();
  readonly policies = new Map<string, Uint8Array>();
  readonly events: { name: string; payload: unknown }[] = [];
  /** Seconds since 1970: what the next transactions carry. */
  now = 1_798_000_000n;

  /** A ledger of its own in the same state. */
  copy(): MemoryLedger {
    const copy = new MemoryLedger();
    for (const [key, text] of this.state) copy.state.set(key, text);
    for (const [key, policy] of this.policies) copy.policies.set(key, policy);
    copy.log.push(...this.log);
    copy.now = this.now;
    return copy;
  }

  /** @throws Refusal as the contract does. */
  async submit(actor: Actor, name: string, { args, secret, ref }: Submission): Promise<Answer> {
    const bound = transactions[name];
    if (bound === undefined) throw new Error(`no transaction ${name}`);
    const text = canonicalJson({ ...args, clientRef: ref ?? randomBytes(32).toString('hex') });
    const salted = bound.command.shape === 'PUBLIC' ? null : { salt: saltOf(text), ...secret };
    const transaction: Transaction = {
      txId: randomBytes(32).toString('hex'),
      timestamp: this.now,
      creator: actor,
      secret: salted === null ? null : new TextEncoder().encode(canonicalJson(salted)),
    };
    const pending = new Pending(this);
    const registry = (other: string): Bound | null => transactions[other] ?? null;
    const text2 = await execute({ name, bound, registry, port: pending, transaction }, text);
    pending.commit(transaction.txId);
    const answer: Answer = JSON.parse(text2);
    return answer;
  }

  /** A read as `actor`. */
  async read(
    actor: Actor,
    name: 'record:get' | 'record:list',
    where: { type: string; attributes: readonly string[]; collection?: string },
  ): Promise<unknown> {
    const query = QUERIES[name];
    if (query === undefined) throw new Error(`no query ${name}`);
    const transaction: Transaction = {
      txId: '0'.repeat(64),
      timestamp: this.now,
      creator: actor,
      secret: null,
    };
    const text = canonicalJson({ collection: null, ...where });
    return JSON.parse(await query({ port: new Pending(this), transaction }, text));
  }

  /** The public record as committed, or null. */
  record(type: string, attributes: readonly string[], collection = ''): unknown {
    const text = this.state.get(slot(collection, compositeKey(type, attributes)));
    return text === undefined ? null : JSON.parse(text);
  }

  /** All committed records of one type in one place, in key order. */
  records(type: string, collection = ''): unknown[] {
    const prefix = slot(collection, compositeKey(type, []));
    return [...this.state.entries()]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, text]) => JSON.parse(text));
  }
}

class Pending implements StatePort {
  readonly #ledger: MemoryLedger;
  readonly #writes = new Map<string, string>();
  readonly #policies = new Map<string, Uint8Array>();
  #event: { name: string; payload: unknown } | null = null;

  constructor(ledger: MemoryLedger) {
    this.#ledger = ledger;
  }

  getPublic(keys: readonly string[]): Promise<readonly Uint8Array[]> {
    return Promise.resolve(keys.map((key) => this.#value('', key)));
  }

  getPrivate(collection: string, key: string): Promise<Uint8Array> {
    return Promise.resolve(this.#value(collection, key));
  }

  putPublic(key: string, value: Uint8Array): Promise<void> {
    return this.putPrivate('', key, value);
  }

  putPrivate(collection: string, key: string, value: Uint8Array): Promise<void> {
    this.#writes.set(slot(collection, key), new TextDecoder().decode(value));
    return Promise.resolve();
  }

  setKeyPolicy(key: string, policy: Uint8Array): Promise<void> {
    this.#policies.set(key, policy);
    return Promise.resolve();
  }

  setEvent(name: string, payload: Uint8Array): void {
    this.#event = { name, payload: JSON.parse(new TextDecoder().decode(payload)) };
  }

  scanPublic(type: string, attributes: readonly string[]): AsyncIterable<Uint8Array> {
    return this.scanPrivate('', type, attributes);
  }

  async *scanPrivate(
    collection: string,
    type: string,
    attributes: readonly string[],
  ): AsyncIterable<Uint8Array> {
    const prefix = slot(collection, compositeKey(type, attributes));
    const found = [...this.#ledger.state.entries()].filter(([key]) => key.startsWith(prefix));
    for (const [, text] of found.sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield await Promise.resolve(new TextEncoder().encode(text));
    }
  }

  commit(txId: string): void {
    MemoryLedger.changed.add(this.#ledger);
    for (const [slot, after] of this.#writes) {
      const before = this.#ledger.state.get(slot) ?? null;
      this.#ledger.log.push({ txId, slot, before, after });
      this.#ledger.state.set(slot, after);
    }
    for (const [key, policy] of this.#policies) this.#ledger.policies.set(key, policy);
    if (this.#event !== null) this.#ledger.events.push(this.#event);
  }

  #value(collection: string, key: string): Uint8Array {
    const text = this.#ledger.state.get(slot(collection, key));
    return text === undefined ? new Uint8Array() : new TextEncoder().encode(text);
  }
}

function slot(collection: string, key: string): string {
  return `${collection}|${key}`;
}

function saltOf(text: string): string {
  return createHash('sha256').update(`salt of ${text}`).digest('hex');
}
