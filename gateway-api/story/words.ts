import { exponent } from '../../chaincode/domain/currency.js';
import { decimal, type Money } from '../../chaincode/domain/money.js';

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export function words(en: string, zh: string): Words {
  return { en, zh };
}

/** An amount for people: `CNY 1,250,000.00`. */
export function told({ currency, minor }: Money): string {
  const [whole = '', ...fraction] = decimal(minor, exponent(currency)).split('.');
  return `${currency} ${[whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.')}`;
}
