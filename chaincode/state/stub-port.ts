import { createHash, X509Certificate } from 'node:crypto';
import type { Context } from '../fabric.js';
import { Refusal } from '../domain/refusal.js';
import type { StatePort, Transaction } from './port.js';

type Stub = Context['stub'];

/** The unit of work's port over Fabric's stub. */
export function stubPort(stub: Stub): StatePort {
  return {
    getPublic: async (keys) => {
      const values: Uint8Array[] = [];
      for (const key of keys) values.push(await stub.getState(key));
      return values;
    },
    getPrivate: (collection, key) => stub.getPrivateData(collection, key),
    putPublic: (key, value) => stub.putState(key, value),
    putPrivate: (collection, key, value) => stub.putPrivateData(collection, key, value),
    setKeyPolicy: (key, policy) => stub.setStateValidationParameter(key, policy),
    setEvent: (name, payload) => stub.setEvent(name, payload),
    async *scanPublic(type, attributes) {
      for await (const { value } of stub.getStateByPartialCompositeKey(type, [...attributes])) {
        yield value;
      }
    },
    async *scanPrivate(collection, type, attributes) {
      const found = stub.getPrivateDataByPartialCompositeKey(collection, type, [...attributes]);
      for await (const { value } of found) yield value;
    },
  };
}

/** What the proposal says of itself: id, time, creator, secret. */
export function transactionOf(stub: Stub): Transaction {
  const { mspid, idBytes } = stub.getCreator();
  const certificate = new X509Certificate(Buffer.from(idBytes));
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const timestamp = stub.getTxTimestamp();
  return {
    txId: stub.getTxID(),
    timestamp: BigInt(timestamp.seconds.toString()),
    creator: {
      mspId: mspid,
      key: createHash('sha256').update(spki).digest('hex'),
      units: certificate.subject
        .split('\n')
        .filter((line) => line.startsWith('OU='))
        .map((line) => line.slice(3)),
    },
    secret: secretOf(stub),
  };
}

function secretOf(stub: Stub): Uint8Array | null {
  const transient = stub.getTransient();
  if (transient.size === 0) return null;
  const secret = transient.get('secret');
  if (secret === undefined || transient.size > 1) {
    throw new Refusal('SECRET_MISPLACED', { reason: 'one transient entry, named secret' });
  }
  return secret;
}
