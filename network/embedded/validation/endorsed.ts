import { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';
import type { MspSet } from '../identity/msp-set.js';
import type { ChannelHeader } from '../messages/common.js';
import { decoded } from '../messages/fields.js';
import { type ChaincodeId, decodeHeaderExtension } from '../messages/proposal.js';
import {
  type ActionPayload,
  type ChaincodeAction,
  type ChaincodeEvent,
  type EndorsedAction,
  decodeChaincodeAction,
  decodeChaincodeEvent,
  decodeResponsePayload,
} from '../messages/transaction.js';
import { validSigners } from '../policy/evaluate.js';
import type { Signer } from '../policy/policy.js';
import { type NamespaceRwSet, decodeRwSet } from '../store/rwset.js';

const { TxValidationCode: CODE } = peer;

/** The content of an endorser transaction, ready to be judged against the state. */
export interface Endorsed {
  readonly code: typeof CODE.VALID;
  readonly chaincode: string;
  readonly results: readonly NamespaceRwSet[];
  /** The namespaces whose policies must hold: the chaincode's own, and every other that is written to. */
  readonly namespaces: readonly string[];
  /** Whose endorsement signatures are good, each once; whether they count is the policies' question. */
  readonly signers: readonly Signer[];
  readonly event: ChaincodeEvent | null;
}

/** Content that no state could make valid. Its code comes after that of a duplicate id. */
export interface Unfit {
  readonly code: number;
}

/** @see fabric core/committer/txvalidator/v20/plugindispatcher/dispatcher.go `Dispatch` */
export async function endorsed(
  { action }: ActionPayload,
  header: ChannelHeader,
  members: MspSet,
): Promise<Endorsed | Unfit> {
  const extension = decoded(() => ({ id: decodeHeaderExtension(header.extension) }));
  if (extension === null) return { code: CODE.BAD_HEADER_EXTENSION };
  const result = action === null ? null : actionOf(action);
  if (action === null || result === null) return { code: CODE.BAD_RESPONSE_PAYLOAD };
  const results = decoded(() => decodeRwSet(result.results));
  if (results === null) return { code: CODE.BAD_RWSET };
  const named = chaincodeOf(extension.id, result.chaincodeId);
  if (typeof named === 'number') return { code: named };
  const event = eventOf(result, named);
  if (event === 'invalid') return { code: CODE.INVALID_OTHER_REASON };
  const names = results.map(({ namespace }) => namespace);
  if (new Set(names).size !== names.length) return { code: CODE.ILLEGAL_WRITESET };
  const written = results.filter(writes).map(({ namespace }) => namespace);
  return {
    code: CODE.VALID,
    chaincode: named,
    results,
    namespaces: [...new Set([named, ...written])],
    signers: await signersOf(action, members),
    event,
  };
}

function actionOf({ responsePayload }: EndorsedAction): ChaincodeAction | null {
  if (responsePayload.length === 0) return null;
  return decoded(() => {
    const { extension } = decodeResponsePayload(responsePayload);
    return extension.length === 0 ? null : decodeChaincodeAction(extension);
  });
}

/** The chaincode that header and action agree on, or the code of their disagreement. */
function chaincodeOf(header: ChaincodeId | null, action: ChaincodeId | null): string | number {
  if (header === null || action === null) return CODE.INVALID_OTHER_REASON;
  const consistent = header.name !== '' && header.name === action.name && action.version !== '';
  return consistent ? header.name : CODE.INVALID_CHAINCODE;
}

function eventOf(
  { events }: ChaincodeAction,
  chaincode: string,
): ChaincodeEvent | null | 'invalid' {
  if (events.length === 0) return null;
  const event = decoded(() => decodeChaincodeEvent(events));
  return event?.chaincodeId === chaincode ? event : 'invalid';
}

function writes(set: NamespaceRwSet): boolean {
  return (
    set.writes.length > 0 ||
    set.metadataWrites.length > 0 ||
    set.collections.some(({ writes, metadataWrites }) => writes.length + metadataWrites.length > 0)
  );
}

/** An endorsement signs the response payload followed by the endorser's own identity. */
async function signersOf(action: EndorsedAction, members: MspSet): Promise<readonly Identity[]> {
  const signatures = action.endorsements.map(({ endorser, signature }) => ({
    identity: endorser,
    data: Buffer.concat([action.responsePayload, endorser]),
    signature,
  }));
  return await validSigners(signatures, members);
}
