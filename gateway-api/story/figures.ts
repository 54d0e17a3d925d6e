/** What the story tells banks in private: changed, it is the same story with other secrets. */
export interface Figures {
  /** What the money is for. */
  readonly purpose: string;
  /** What the clearing bank writes on its payments. */
  readonly postscript: string;
  /** How references of payments between bank and borrower begin. */
  readonly reference: string;
  /** How registration numbers begin. */
  readonly registry: string;
  /** What each bank lends on one debtor at most. */
  readonly cap: string;
  readonly pledge: LoanFigures & { readonly securedMax: string };
  readonly recourse: LoanFigures;
  readonly purchase: PurchaseFigures;
  readonly last: LoanFigures & { readonly securedMax: string };
}

/** Amounts in CNY, rates in per cent a year. */
export interface LoanFigures {
  /** What the holder asks both banks for. */
  readonly asked: string;
  readonly principal: string;
  readonly rate: string;
  readonly fee: string;
  /** What the other bank offers. */
  readonly rivalPrincipal: string;
  readonly rivalRate: string;
}

export interface PurchaseFigures {
  readonly rate: string;
  readonly rivalRate: string;
  readonly fee: string;
  /** 尾款 */
  readonly balance: string;
}

export const FIGURES: Figures = {
  purpose: '采购原材料 (raw materials)',
  postscript: '应收账款兑付 (receivable redeemed)',
  reference: 'PAY',
  registry: '0912345600',
  cap: '3000000.00',
  pledge: {
    asked: '550000.00',
    principal: '540000.00',
    rate: '4.2000',
    fee: '0.00',
    rivalPrincipal: '510000.00',
    rivalRate: '4.3500',
    securedMax: '555000.00',
  },
  recourse: {
    asked: '230000.00',
    principal: '225000.00',
    rate: '4.5000',
    fee: '200.00',
    rivalPrincipal: '212500.00',
    rivalRate: '4.6500',
  },
  purchase: { rate: '4.2000', rivalRate: '4.4000', fee: '0.00', balance: '15000.00' },
  last: {
    asked: '95000.00',
    principal: '90000.00',
    rate: '3.9000',
    fee: '0.00',
    rivalPrincipal: '85000.00',
    rivalRate: '4.1000',
    securedMax: '92000.00',
  },
};
