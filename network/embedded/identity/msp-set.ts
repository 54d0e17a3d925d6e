import { msp as proto } from '@hyperledger/fabric-protos';

import type { Identity } from './identity.js';
import type { Msp } from './msp.js';
import { CertificateError } from './signed.js';

/** Far above the number of certificates in a programme; bounds what a flood of new ones can hold. */
const CACHE_MAX = 20_000;

/** The organisations of one channel configuration (msp/mspmgrimpl.go with msp/cache). */
export class MspSet {
  readonly #byId: ReadonlyMap<string, Msp>;
  readonly #known = new Map<string, Identity>();

  /** @throws CertificateError if two organisations share an id. */
  constructor(msps: readonly Msp[]) {
    this.#byId = new Map(msps.map((member) => [member.id, member]));
    if (this.#byId.size !== msps.length)
      throw new CertificateError('two organisations share an id');
  }

  get ids(): string[] {
    return [...this.#byId.keys()];
  }

  get(mspId: string): Msp | undefined {
    return this.#byId.get(mspId);
  }

  /** The identity of the bytes of a `SerializedIdentity`. @throws CertificateError */
  deserialize(serialized: Uint8Array): Identity {
    const key = Buffer.from(serialized).toString('latin1');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { mspId, pem } = decodeSerialized(serialized);
    const member = this.#byId.get(mspId);
    if (member === undefined) {
      throw new CertificateError(`MSP ${mspId} is not defined on channel`);
    }
    const identity = member.identity(pem);
    if (this.#known.size >= CACHE_MAX) this.#known.clear();
    this.#known.set(key, identity);
    return identity;
  }
}

/** The bytes that name an identity in creators and endorsements. */
export function serializeIdentity(mspId: string, pem: string): Uint8Array {
  const identity = new proto.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(pem));
  return identity.serializeBinary();
}

function decodeSerialized(serialized: Uint8Array): { mspId: string; pem: Uint8Array } {
  try {
    const identity = proto.SerializedIdentity.deserializeBinary(serialized);
    return { mspId: identity.getMspid(), pem: identity.getIdBytes_asU8() };
  } catch (cause) {
    throw new CertificateError('the bytes are no serialized identity', { cause });
  }
}
