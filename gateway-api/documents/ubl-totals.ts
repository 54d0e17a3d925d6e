/** The arithmetic rules of EN 16931 (BR-CO-10 to 17), on exact minor units. */
import { exponent, type Currency } from '../../chaincode/domain/currency.js';
import { amountText, total, type Decimal } from './amount.js';

export type Profile = 'EN16931' | 'UBL';

/** Minor units, signed; an absent optional total is 0. */
export interface Totals {
  readonly currency: Currency;
  readonly profile: Profile;
  readonly lines: readonly bigint[]; // BT-131
  readonly allowances: readonly bigint[]; // BT-92
  readonly charges: readonly bigint[]; // BT-99
  readonly lineTotal: bigint; // BT-106
  readonly allowanceTotal: bigint; // BT-107
  readonly chargeTotal: bigint; // BT-108
  readonly withoutTax: bigint; // BT-109
  readonly tax: bigint; // BT-110
  readonly withTax: bigint; // BT-112
  readonly paid: bigint; // BT-113
  readonly rounding: bigint; // BT-114
  readonly payable: bigint; // BT-115
  readonly categories: readonly TaxCategory[]; // BG-23
}

export interface TaxCategory {
  readonly taxable: bigint; // BT-116
  readonly tax: bigint; // BT-117
  /** Per cent; null for a category without a rate. */
  readonly rate: Decimal | null; // BT-119
}

/** `category` is the place in `categories` for BR-CO-17, else null. */
export interface Broken {
  readonly rule: string;
  readonly stated: string;
  readonly computed: string;
  readonly category: number | null;
}

interface TotalRule {
  readonly rule: string;
  readonly stated: (totals: Totals) => bigint;
  readonly computed: (totals: Totals) => bigint;
}

const SUMS: readonly TotalRule[] = [
  { rule: 'BR-CO-10', stated: (t) => t.lineTotal, computed: (t) => total(t.lines) },
  { rule: 'BR-CO-11', stated: (t) => t.allowanceTotal, computed: (t) => total(t.allowances) },
  { rule: 'BR-CO-12', stated: (t) => t.chargeTotal, computed: (t) => total(t.charges) },
  {
    rule: 'BR-CO-13',
    stated: (t) => t.withoutTax,
    computed: (t) => t.lineTotal - t.allowanceTotal + t.chargeTotal,
  },
];

const PAYABLE: readonly TotalRule[] = [
  { rule: 'BR-CO-15', stated: (t) => t.withTax, computed: (t) => t.withoutTax + t.tax },
  {
    rule: 'BR-CO-16',
    stated: (t) => t.payable,
    computed: (t) => t.withTax - t.paid + t.rounding,
  },
];

/**
 * UBL 2.1 alone books the rounding in the total with tax ("TaxInclusiveAmount: the sum of payable amount
 * and prepaid amount"), EN 16931 after it. The payable amount is the same either way.
 */
const PAYABLE_BY_UBL: readonly TotalRule[] = [
  {
    rule: 'BR-CO-15',
    stated: (t) => t.withTax,
    computed: (t) => t.withoutTax + t.tax + t.rounding,
  },
  { rule: 'BR-CO-16', stated: (t) => t.payable, computed: (t) => t.withTax - t.paid },
];

/** @returns every rule that the totals break, none when they agree. */
export function brokenRules(totals: Totals): readonly Broken[] {
  const broken = [...brokenOf(SUMS, totals)];
  if (totals.categories.length > 0) {
    const computed = (t: Totals): bigint => total(t.categories.map(({ tax }) => tax));
    broken.push(...brokenOf([{ rule: 'BR-CO-14', stated: (t) => t.tax, computed }], totals));
  }
  const payable = brokenOf(PAYABLE, totals);
  const otherReading = totals.profile === 'UBL' && brokenOf(PAYABLE_BY_UBL, totals).length === 0;
  if (!otherReading) broken.push(...payable);
  totals.categories.forEach((category, index) => {
    broken.push(...brokenRate(category, index, totals.currency));
  });
  return broken;
}

function brokenOf(rules: readonly TotalRule[], totals: Totals): readonly Broken[] {
  return rules.flatMap(({ rule, stated, computed }) => {
    const values = { stated: stated(totals), computed: computed(totals) };
    if (values.stated === values.computed) return [];
    return [
      {
        rule,
        stated: amountText(values.stated, totals.currency),
        computed: amountText(values.computed, totals.currency),
        category: null,
      },
    ];
  });
}

/** BR-CO-17: tax = taxable × rate, off by less than one unit of the currency, as its published test has it. */
function brokenRate(
  { taxable, tax, rate }: TaxCategory,
  category: number,
  currency: Currency,
): readonly Broken[] {
  const { unscaled, scale } = rate ?? { unscaled: 0n, scale: 0 };
  const divisor = 100n * 10n ** BigInt(scale);
  const exact = taxable * unscaled;
  const difference = tax * divisor - exact;
  const oneUnit = 10n ** BigInt(exponent(currency)) * divisor;
  if (difference < oneUnit && -difference < oneUnit) return [];
  return [
    {
      rule: 'BR-CO-17',
      stated: amountText(tax, currency),
      computed: amountText(exact / divisor, currency),
      category,
    },
  ];
}
