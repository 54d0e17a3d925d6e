import { createHash, createHmac } from 'node:crypto';

/** What hides a commitment's content: a secret seed, and what the salt is used for. */
export interface Sealing {
  /** 256 bits in hex, given once and kept with the private content. */
  readonly seed: string;
  /** The record committed to, `<type>:<id>`. */
  readonly name: string;
  /** Counts the contents committed to under that name, from 1. */
  readonly version: number;
}

/**
 * The public commitment to a private content: SHA-256 over a salt that nobody without the seed can guess,
 * and the content. The salt is HMAC-SHA-256(seed, name ‖ version), so that opening one commitment of a
 * seed opens no other (decisions.md 1).
 * @param text canonical JSON (RFC 8785) of the content.
 * @returns hex.
 */
export function commitment({ seed, name, version }: Sealing, text: string): string {
  const key = Buffer.from(seed, 'hex');
  const salt = createHmac('sha256', key).update(`${name}\n${version}`).digest();
  return createHash('sha256').update(salt).update(text).digest('hex');
}
