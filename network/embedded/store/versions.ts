import type { Version } from './types.js';

/** Fabric's `Height.ToBytes`: each number as a length byte and its big-endian digits without leading zeros. */
export function versionBytes(version: Version): Uint8Array {
  return Uint8Array.from([...orderPreserving(version.block), ...orderPreserving(version.tx)]);
}

export function sameVersion(one: Version | null, other: Version | null): boolean {
  if (one === null || other === null) return one === other;
  return one.block === other.block && one.tx === other.tx;
}

/** @see fabric common/ledger/util/util.go EncodeOrderPreservingVarUint64 */
function orderPreserving(value: number): readonly number[] {
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 0x100)) digits.unshift(rest % 0x100);
  return [digits.length, ...digits];
}
