import { requireParty, type Act } from '../act.js';
import { requireSameCurrency } from '../money.js';
import { Refusal } from '../refusal.js';
import { isOpen, receivableAfter } from './effective.js';
import type { Advice, Receivable } from './receivable.js';

/**
 * The debtor says that it pays, or has paid: a message, which changes no receipt. The latest counts.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, CURRENCY_MISMATCH, ADVICE_ABOVE_UNPAID
 */
export function advise(
  receivable: Receivable,
  said: Omit<Advice, 'advisedOn'>,
  act: Act,
): Receivable {
  requireParty(act, receivable.debtor, 'DEB');
  const after = receivableAfter(receivable, 'advise', act.today);
  requireSameCurrency(said.amount, receivable.face);
  const unpaid = receivable.pools
    .filter(isOpen)
    .reduce((sum, { face, received }) => sum + face.minor - received.minor, 0n);
  if (said.amount.minor > unpaid) {
    throw new Refusal('ADVICE_ABOVE_UNPAID', { unpaid: unpaid.toString() });
  }
  return { ...after, advice: { ...said, advisedOn: act.today } };
}
