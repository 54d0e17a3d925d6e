/**
 * True when `text`, its letters read as A = 10 to Z = 35, is 1 modulo 97 (ISO/IEC 7064 MOD 97-10).
 * Check digits 00, 01 and 99 would pass beside their twins 97, 98 and 02; the forms exclude them.
 */
export function mod97IsOne(text: string): boolean {
  const digits = text.replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString());
  return BigInt(digits) % 97n === 1n;
}
