import { type Money, money } from './money.js';
import { MILLION } from './rate.js';
import { floorDivide } from './rounding.js';

/**
 * A_max = ⌊α·(1 − δ)·Σ unpaid⌋ as one rational over the sum (domain.md 2.4); what is dropped, less than
 * one minor unit, is not lent.
 * @param unpaid Σ of what is unpaid of the lots.
 * @param rates α advance rate and δ dilution reserve, millionths, both at most one whole.
 */
export function advanceMax(
  unpaid: Money,
  rates: { readonly advanceRate: bigint; readonly dilutionReserve: bigint },
): Money {
  const exact = unpaid.minor * rates.advanceRate * (MILLION - rates.dilutionReserve);
  return money(unpaid.currency, floorDivide(exact, MILLION * MILLION));
}

export interface OrderAmounts {
  readonly ordered: Money;
  readonly cancelled: Money;
  readonly advancePaid: Money;
  readonly takenOut: Money;
  readonly outstanding: Money;
}

/**
 * What may still be drawn on an order: max(0, min(⌊α·base⌋, ⌊stage·base⌋) − outstanding), base = ordered −
 * cancelled − advance paid − taken out, and nothing where that is below zero (domain.md 2.7).
 * @param rates α, and the cumulative share of the order's stage; millionths.
 */
export function drawable(
  order: OrderAmounts,
  rates: { readonly advanceRate: bigint; readonly stageShare: bigint },
): Money {
  const gone = order.cancelled.minor + order.advancePaid.minor + order.takenOut.minor;
  const base = positive(order.ordered.minor - gone);
  const share = rates.advanceRate < rates.stageShare ? rates.advanceRate : rates.stageShare;
  const line = floorDivide(base * share, MILLION);
  return money(order.ordered.currency, positive(line - order.outstanding.minor));
}

function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
