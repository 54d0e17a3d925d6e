import { requireParty, type Act } from '../domain/act.js';
import { addDays, type CalendarDate } from '../domain/dates.js';
import type { Programme } from '../domain/programme.js';
import { invariant, Refusal } from '../domain/refusal.js';

/** The party that clears the programme's money: the bank of the clearing MSP. */
export function clearingParty({ organisations, clearingMsp }: Programme): string {
  const bank = organisations.find(({ mspId }) => mspId === clearingMsp);
  invariant(bank !== undefined, 'the founding named a clearing bank');
  return bank.party;
}

/** @throws Refusal ROLE_REQUIRED unless the clearing bank acts in business. */
export function requireClearing(act: Act, programme: Programme): void {
  requireParty(act, clearingParty(programme), 'CLR');
}

/**
 * A bank's value date lies on or before the business date, and not before it by more than the policy's
 * days (decisions.md 2).
 * @throws Refusal VALUE_DATE_OUT_OF_RANGE.
 */
export function requireValueDate(
  valueDate: CalendarDate,
  { today, backDays }: { readonly today: CalendarDate; readonly backDays: number },
): void {
  const earliest = addDays(today, -backDays);
  if (valueDate > today || valueDate < earliest) {
    throw new Refusal('VALUE_DATE_OUT_OF_RANGE', { earliest, latest: today });
  }
}
