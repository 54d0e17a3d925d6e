import { createHash } from 'node:crypto';

/** What one signature is: whose (the certificate's fingerprint), over what. */
export interface SignatureClaim {
  /** Hex. */
  readonly fingerprint: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Two generations of this many: enough for what is between endorsement and commit at any rate we reach. */
const GENERATION = 20_000;

/**
 * Signatures known to be good, so that none is verified twice: an endorsement made in this process, an envelope that the
 * orderer has let in. A claim that was never found good is not in here, and a bad one is never remembered.
 */
export class VerifiedSignatures {
  #young = new Map<string, Promise<boolean>>();
  #old = new Map<string, Promise<boolean>>();

  /** The signature was made here, with the key of that certificate. */
  add(claim: SignatureClaim): void {
    this.#put(keyOf(claim), Promise.resolve(true));
  }

  /** Verify, unless that has been done or is being done. */
  async check(claim: SignatureClaim, verify: () => Promise<boolean>): Promise<boolean> {
    const key = keyOf(claim);
    const known = this.#young.get(key) ?? this.#old.get(key);
    if (known !== undefined) return await known;
    const checking = verify();
    this.#put(key, checking);
    try {
      const isGood = await checking;
      if (!isGood) this.#forget(key);
      return isGood;
    } catch (error) {
      this.#forget(key);
      throw error;
    }
  }

  #put(key: string, checking: Promise<boolean>): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, checking);
  }

  #forget(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}

/** Of this process: what a signature is does not depend on who asks. */
export const verifiedSignatures = new VerifiedSignatures();

/** Fixed lengths come first, so that no two claims are one text. */
function keyOf({ fingerprint, message, signature }: SignatureClaim): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(signature.length);
  return createHash('sha256')
    .update(fingerprint)
    .update(length)
    .update(signature)
    .update(message)
    .digest('base64');
}
