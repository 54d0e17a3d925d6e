import { type InstalledChaincode, outcomeOf, simulate } from '../endorsing/simulate.js';
import type { MspSet } from '../identity/msp-set.js';
import { type Outcome, encodeResponsePayload } from '../messages/transaction.js';
import { decodeRwSet } from '../store/rwset.js';
import type { StateView } from '../store/ledger.js';
import { identityOf } from '../validation/examine.js';
import { type Recorded, type TransientMap, proposalOf } from './recorded.js';

/** What came of running a transaction's proposal again, as its creator, against the state before its block. */
export type Rerun =
  | { readonly kind: 'same' }
  /** The chaincode now gives something else than what was endorsed. */
  | {
      readonly kind: 'differs';
      readonly part: 'results' | 'response' | 'event' | 'chaincode';
      /** What it gives now. */
      readonly now: Outcome;
    }
  /** It could not be run to its end. */
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'not run';
      /** `secret`: it used a collection, and its transient data is not at hand. */
      readonly why: 'invalid' | 'configuration' | 'lifecycle' | 'secret';
    };

export interface RerunContext {
  readonly chaincode: InstalledChaincode;
  readonly members: MspSet;
  /** The state before the block: a valid transaction has read nothing that its block changed before it. */
  readonly state: StateView;
  readonly secret: TransientMap | null;
}

/** Run a valid transaction again and compare what it comes to, byte for byte, with what was endorsed. */
export async function rerun(recorded: Recorded, context: RerunContext): Promise<Rerun> {
  const { chaincode, members, state, secret } = context;
  if (secret === null && usesCollections(recorded)) return { kind: 'not run', why: 'secret' };
  const creator = identityOf(recorded.creator, members);
  if (creator === null) return { kind: 'failed', message: 'the creator is unknown' };
  const proposal = proposalOf(recorded, secret ?? new Map());
  const mspId = recorded.endorsers[0] ?? '';
  const simulated = await simulate(proposal, chaincode, {
    creator,
    mspId,
    state,
    history: noHistory,
  });
  if (typeof simulated === 'string') return { kind: 'failed', message: simulated };
  const outcome = outcomeOf(simulated, chaincode);
  const payload = encodeResponsePayload(proposal.hash, outcome);
  if (payload.equals(recorded.responsePayload)) return { kind: 'same' };
  return { kind: 'differs', part: differentPart(recorded, outcome), now: outcome };
}

function differentPart(
  { action }: Recorded,
  { results, response, chaincode }: Outcome,
): 'results' | 'response' | 'event' | 'chaincode' {
  if (!action.results.equals(results)) return 'results';
  const { chaincodeId, response: recorded } = action;
  if (chaincodeId?.version !== chaincode.version) return 'chaincode';
  const isSame =
    recorded !== null &&
    recorded.status === response.status &&
    recorded.message === response.message &&
    recorded.payload.equals(response.payload);
  return isSame ? 'event' : 'response';
}

function usesCollections({ action }: Recorded): boolean {
  return decodeRwSet(action.results).some(({ collections }) => collections.length > 0);
}

/** A submitted transaction must not read history, which no validation protects: it finds none. */
async function* noHistory(): AsyncGenerator<never> {}
