import { running } from '../../chaincode/domain/financing/booking.js';
import { surplusOwed } from '../../chaincode/domain/financing/surplus.js';
import { payoff } from '../../chaincode/domain/repayment.js';
import { aHash, anId } from './build.js';
import { collect } from './collecting.js';
import { TappedLedger } from './eavesdropper.js';
import { acceptOffer, aSearch, bankActs, payOut, REGISTERED_AT } from './financed.js';
import {
  aFinanceScene,
  contentOf,
  FACE,
  type Fields,
  type FinanceScene,
  inviteBank,
  type Kind,
  LOAN,
  moveTo,
  OFFER,
  openRequest,
  REQUEST,
  setLimit,
} from './financing.js';
import { date } from './loan.js';
import { dealOn } from './loan-deal.js';
import { yuan } from './lot.js';
import { wire } from './money.js';
import { makeOffer } from './offers.js';
/** A number that nobody would say by chance. */
let count = 0;
const odd = (yuans: number): { currency: string; amount: string } => {
  count += 1;
  return yuan(`${yuans + count}.${String((count * 37) % 100).padStart(2, '0')}`);
};
const hash = (): string => {
  count += 1;
  return aHash(`canary ${count}`);
};
const reference = (): string => {
  count += 1;
  return `CANARY-REF-${count}`;
};

async function tapped(kind: Kind, terms: Fields): Promise<FinanceScene & { ledger: TappedLedger }> {
  const ledger = new TappedLedger();
  const scene = await aFinanceScene({ kind, ledger, rules: { valueDateBackDays: 30 } });
  const { bank, debtor } = scene;
  await setLimit(ledger, bank.actor, { subject: debtor.id, cap: odd(7_000_000) });
  const told = { subject: debtor.id, outside: odd(20_000), asOf: '2026-03-02' };
  await ledger.submit(bank.actor, 'exposure:set', { args: {}, secret: told });
  const content = {
    amount: odd(810_000),
    tenorDays: 120,
    purpose: 'CANARY 用途',
    consents: [hash()],
  };
  await openRequest(scene, { content: contentOf(REQUEST, content) });
  await inviteBank(scene, bank, { secret: { content } });
  await makeOffer(scene, {
    terms: { contract: hash(), ...terms },
    over: { nearDuplicates: { asOfBlock: 4, hits: 0 } },
  });
  return { ...scene, ledger };
}

/** From acceptance until the money is out. */
async function paidOut(scene: FinanceScene): Promise<void> {
  await acceptOffer(scene);
  await bankActs(scene, 'register', {
    args: { registeredAt: REGISTERED_AT },
    secret: { number: 'CANARY-1234567890', document: hash() },
  });
  const cleared = { by: 'RELEASED', document: hash() };
  const hit = {
    number: 'CANARY-0987654321',
    kind: 'PLEDGE',
    registeredAt: '2026-03-01T00:00:00Z',
    covers: true,
    cleared,
  };
  await bankActs(scene, 'search', { secret: aSearch(scene, { hits: [hit], document: hash() }) });
  await payOut(scene, { reference: reference() });
}

/** A loan through every act of either side, to its end. */
export async function aLoanStory(kind: Kind): Promise<TappedLedger> {
  const terms = {
    principal: odd(870_000),
    fee: odd(120),
    rate: '4.3217',
    prepaymentFee: '0.1234',
    securedMax: kind === 'RECEIVABLE_PLEDGE' ? yuan('950000.00') : null,
  };
  const scene = await tapped(kind, terms);
  const { ledger, holder } = scene;
  const other = anId('ofr', 'offer 2');
  await makeOffer(scene, {
    id: other,
    terms: { ...terms, rate: '5.1234', principal: odd(860_000) },
  });
  await ledger.submit(holder.actor, 'offer:reject', {
    args: { id: other },
    secret: { request: REQUEST, bank: scene.bank.id },
  });
  await ledger.submit(scene.bank.actor, 'offer:withdraw', {
    args: { id: other },
    secret: { request: REQUEST },
  });
  await paidOut(scene);
  await ledger.submit(holder.actor, 'loan:contest', {
    args: { id: LOAN },
    secret: { reason: hash() },
  });
  await bankActs(scene, 'disbursementReturned');
  await payOut(scene, { reference: reference() });
  await ledger.submit(holder.actor, 'loan:acknowledge', { args: { id: LOAN }, secret: {} });
  await moveTo(ledger, '2026-06-01');
  const paying = (act: string, valueDate: string, amount: Fields): Promise<unknown> =>
    bankActs(scene, act, { secret: { reference: reference(), valueDate, amount } });
  await paying('prepay', '2026-06-01', odd(10_000));
  await moveTo(ledger, '2026-07-01');
  await paying('repay', '2026-07-01', odd(10_000));
  if (kind === 'RECEIVABLE_PLEDGE') {
    await bankActs(scene, 'enforce', { secret: { costs: odd(300), evidence: hash() } });
  }
  await moveTo(ledger, '2026-09-28');
  await bankActs(scene, 'default', { secret: { costs: odd(300), evidence: hash() } });
  await ledger.submit(scene.bank.actor, 'offer:restore', {
    args: { id: OFFER },
    secret: { request: REQUEST, outstanding: odd(840_000) },
  });
  await settled(scene);
  return ledger;
}

/** Collected or bought back, and closed. */
async function settled(scene: FinanceScene): Promise<void> {
  const today = '2026-09-28';
  if (scene.kind === 'SALE_WITH_RECOURSE') {
    const { terms, position } = running(dealOn(scene).account);
    const { total } = payoff(terms, position, { date: date(today), source: 'BORROWER' });
    const secret = { reference: reference(), valueDate: today, amount: wire(total) };
    await bankActs(scene, 'repurchase', { secret });
  } else {
    const [instruction] = await collect(scene, { amount: FACE, valueDate: today });
    await bankActs(scene, 'applyCollection', { args: { instructions: [instruction] } });
    const { surpluses } = dealOn(scene).account;
    const { amount } = surplusOwed('CNY', surpluses, date(today));
    const secret = { reference: reference(), valueDate: today, amount: wire(amount) };
    await bankActs(scene, 'returnSurplus', { secret });
  }
  await bankActs(scene, 'close', { secret: { registrationCancelled: hash() } });
}

/** A purchase with a balance, collected and closed. */
export async function aPurchaseStory(): Promise<TappedLedger> {
  const fee = odd(110);
  const balancePayable = yuan('100000.00');
  const terms = {
    pricing: 'IN_ADVANCE',
    rate: '4.3217',
    price: yuan('887034.90'),
    fee,
    balancePayable,
  };
  const scene = await tapped('SALE_WITHOUT_RECOURSE', terms);
  const { ledger } = scene;
  await paidOut(scene);
  await bankActs(scene, 'paymentReturned');
  await payOut(scene, { reference: reference() });
  const today = '2026-06-30';
  await moveTo(ledger, today);
  const instructions = await collect(scene, { amount: FACE, valueDate: today });
  const secret = { reference: reference(), valueDate: today, amount: balancePayable };
  await bankActs(scene, 'returnSurplus', { args: { instructions }, secret });
  const registrationCancelled = hash();
  await bankActs(scene, 'close', { secret: { registrationCancelled, lossEvidence: null } });
  return ledger;
}

/** A purchase whose seller takes its lots back. */
export async function aBrokenPurchase(): Promise<TappedLedger> {
  const scene = await tapped('SALE_WITHOUT_RECOURSE', {});
  await paidOut(scene);
  await bankActs(scene, 'repurchase', {
    secret: {
      ground: 'FICTITIOUS',
      document: hash(),
      reference: reference(),
      valueDate: '2026-03-02',
      amount: odd(980_000),
    },
  });
  return scene.ledger;
}

/** Accepted, and cancelled before any money. */
export async function aCancelled(kind: Kind): Promise<TappedLedger> {
  const scene = await tapped(kind, {});
  await acceptOffer(scene);
  await bankActs(scene, 'cancel');
  return scene.ledger;
}
