import { nameOf } from '../../chaincode/state/ledger-record.js';
import { words, type Words } from '../../chaincode/domain/invariants/invariant.js';
import type { Outcome } from '../../network/embedded/messages/transaction.js';
import type { Recorded } from '../../network/embedded/replay/recorded.js';
import type { Rerun } from '../../network/embedded/replay/rerun.js';
import { decodeRwSet, type NamespaceRwSet } from '../../network/embedded/store/rwset.js';

/** Where a transaction run again comes out otherwise. */
export interface Difference {
  /** The first key that differs; null when none does. */
  readonly key: string | null;
  readonly why: Words;
}

type Differs = Extract<Rerun, { kind: 'differs' }>;

/** Name what the rules now give and what was endorsed, as far as they are not the same. */
export function differenceOf({ action }: Recorded, { part, now }: Differs): Difference {
  const refusal = now.response.status >= 400 ? now.response.message : null;
  if (refusal !== null) {
    const why = words(`the rules refuse it: ${refusal}`, `规则拒绝该交易：${refusal}`);
    return { key: writtenIn(decodeRwSet(action.results)), why };
  }
  if (part === 'results') return inResults(action.results, now);
  return {
    key: null,
    why: words(`its ${part} is not what the rules give`, `其 ${part} 与规则重新执行的结果不符`),
  };
}

/** A key with everything that the results say of it, as text. */
type Said = ReadonlyMap<string, string>;

function inResults(endorsed: Uint8Array, now: Outcome): Difference {
  const [was, is] = [saidIn(decodeRwSet(endorsed)), saidIn(decodeRwSet(now.results))];
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter(
    (each) => was.get(each) !== is.get(each),
  );
  // The reference differs whenever the command does; the record says more.
  const key = differing.find((each) => !each.startsWith('ref:')) ?? differing[0] ?? null;
  if (key === null) {
    return { key, why: words('its results differ', '其读写集与规则重新执行的结果不符') };
  }
  const [before, after] = [was.get(key), is.get(key)];
  if (after === undefined) {
    return { key, why: words('the rules do not touch this key', '规则并不涉及该键') };
  }
  if (before === undefined) {
    return {
      key,
      why: words('the rules touch this key, it does not', '规则涉及该键，而交易未涉及'),
    };
  }
  return { key, why: words('the rules give another value', '规则给出的值不同') };
}

function saidIn(results: readonly NamespaceRwSet[]): Said {
  const said = new Map<string, string>();
  const add = (key: string, what: unknown): void => {
    said.set(key, `${said.get(key) ?? ''}${JSON.stringify(what)}`);
  };
  for (const { namespace, ...set } of results) {
    const name = (key: string): string => keyName(namespace, null, key);
    for (const { key, version } of set.reads) add(name(key), ['read', version]);
    for (const range of set.ranges) add(name(range.startKey), ['range', range.endKey]);
    for (const { key, value } of set.writes) add(name(key), ['write', hex(value)]);
    for (const { key, metadata } of set.metadataWrites) add(name(key), ['policy', hex(metadata)]);
    for (const each of set.collections) {
      const hashed = (key: string): string => keyName(namespace, each.collection, key);
      for (const { key, version } of each.reads) add(hashed(key), ['read', version]);
      for (const { key, value } of each.writes) add(hashed(key), ['write', hex(value)]);
      for (const { key, metadata } of each.metadataWrites) {
        add(hashed(key), ['policy', hex(metadata)]);
      }
    }
  }
  return said;
}

/** The first key that is written; null when nothing is. */
function writtenIn(results: readonly NamespaceRwSet[]): string | null {
  for (const { namespace, writes, collections } of results) {
    const [write] = writes;
    if (write !== undefined) return keyName(namespace, null, write.key);
    for (const { collection, writes: hashed } of collections) {
      const [first] = hashed;
      if (first !== undefined) return keyName(namespace, collection, first.key);
    }
  }
  return null;
}

/** A private key shows as its hash only. */
function keyName(namespace: string, collection: string | null, key: string): string {
  if (collection !== null) return `${collection} #${key}`;
  return namespace.startsWith('_') ? `${namespace} ${key}` : nameOf({ collection, key });
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}
