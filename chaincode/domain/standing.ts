import { requireOperator, requireQuorum, type Act } from './act.js';
import { next } from './lifecycle.js';
import { partyLifecycle, type Party, type PartyAct } from './party.js';
import type { Programme } from './programme.js';

export type StandingAct = Extract<
  PartyAct,
  'suspend' | 'reinstate' | 'declareInsolvent' | 'dissolve'
>;

/** The party concerned, the act, and the commitment of its document where the act needs one. */
export interface Standing {
  readonly party: Party;
  readonly what: StandingAct;
  readonly document: string | null;
}

/**
 * Suspend, reinstate, declare insolvent, dissolve. The operator of the party's own organisation decides
 * on those it brought in; an organisation's own party, or another organisation's, is for a quorum.
 * @throws Refusal ROLE_REQUIRED, SIGNATURES_MISSING, STATE_CONFLICT
 */
export function changeStanding(standing: Standing, act: Act, programme: Programme): Party {
  const { party, what, document } = standing;
  requireOperator(act);
  const founding = programme.organisations.some((each) => each.party === party.id);
  if (founding || act.signer.mspId !== party.mspId) requireQuorum(act, programme);
  const state = next(partyLifecycle, party, what);
  return { ...party, state, since: act.today, document: document ?? party.document };
}
