import { z } from 'zod';
import type { Currency } from '../../chaincode/domain/currency.js';
import { Money, type WireMoney } from '../../chaincode/domain/money.js';

/** `cny('1250000.00')`: an amount as a person writes it. */
export function cny(amount: string): Money {
  return amountOf('CNY', amount);
}

export function amountOf(currency: Currency, amount: string): Money {
  return z.decode(Money, { currency, amount });
}

/** What travels for `money`. */
export function wire(money: Money): WireMoney {
  return z.encode(Money, money);
}

/** The digits alone, where the currency is plain from the test. */
export function digits(money: Money): string {
  return wire(money).amount;
}
