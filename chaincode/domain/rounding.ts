import { invariant } from './refusal.js';

/** part / whole, the rest dropped. */
export function floorDivide(part: bigint, whole: bigint): bigint {
  requireShare(part, whole);
  return part / whole;
}

/** part / whole to the nearest, half away from zero (HALF_UP; nothing here is negative). */
export function roundHalfUp(part: bigint, whole: bigint): bigint {
  requireShare(part, whole);
  return (part * 2n + whole) / (whole * 2n);
}

function requireShare(part: bigint, whole: bigint): void {
  invariant(part >= 0n && whole > 0n, 'shares are of a positive whole, and not negative');
}
