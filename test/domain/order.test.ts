import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Act } from '../../chaincode/domain/act.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import {
  effectiveOrder,
  expireOrder,
  orderLifecycle,
  OrderState,
  requireOrderFits,
  requireWithin,
  type Order,
  type OrderAct,
} from '../../chaincode/domain/order.js';
import {
  cancelOrder,
  changeOrder,
  completeOrder,
  confirmOrder,
  deliver,
  rejectOrder,
  withdrawOrder,
} from '../../chaincode/domain/order-acts.js';
import type { Party } from '../../chaincode/domain/party.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { anAct } from '../support/act.js';
import { aHash, anId, refusalIn } from '../support/build.js';
import { amountOf, cny } from '../support/money.js';
import { acting, anOrder, aParty, buyer, byBuyer, bySeller, seller } from '../support/order.js';

const date = (text: string): CalendarDate => CalendarDate.parse(text);

/** Every act by whoever may do it. */
const ACTS: Readonly<Record<OrderAct, (order: Order) => Order>> = {
  confirm: (order) => confirmOrder({ order, signed: order, proposer: aParty() }, byBuyer()),
  reject: (order) => rejectOrder(order, 'OTHER', byBuyer()),
  withdraw: (order) => withdrawOrder(order, bySeller()),
  expire: (order) => expireOrder(order, date('2026-04-02')),
  ship: (order) => deliver(order, { what: 'ship', amount: cny('1.00') }, bySeller()),
  invoice: (order) => deliver(order, { what: 'invoice', amount: cny('1.00') }, bySeller()),
  change: (order) => changeOrder(order, order, byBuyer([seller])),
  cancel: (order) => cancelOrder(order, bySeller([buyer])),
  complete: (order) => completeOrder({ ...order, shipped: order.ordered }, byBuyer()),
};

describe('the states of an order', () => {
  for (const state of OrderState.options) {
    for (const [act, perform] of Object.entries(ACTS)) {
      const edges: Readonly<Partial<Record<string, OrderState>>> = orderLifecycle[state];
      const to = edges[act];
      it(`${state}: ${act} ${to === undefined ? 'is refused' : `leads to ${to}`}`, () => {
        const attempt = (): Order => perform(anOrder({ state }));
        if (to === undefined) expect(refusalIn(attempt)).to.equal('STATE_CONFLICT');
        else expect(attempt().state).to.equal(to);
      });
    }
  }

  it('follow the date where nobody answered a draft, from the day after its last', () => {
    const draft = anOrder({ state: 'DRAFT' });
    expect(effectiveOrder(draft, date('2026-04-01'))).to.equal(draft);
    const expired = effectiveOrder(draft, date('2026-04-02'));
    expect(expired).to.include({ state: 'EXPIRED', since: '2026-04-02' });
    expect(refusalIn(() => expireOrder(draft, date('2026-04-01')))).to.equal('DATE_NOT_REACHED');
    const late = { ...anAct({ party: buyer }), today: date('2026-04-02') };
    const confirm = (): Order =>
      confirmOrder({ order: draft, signed: draft, proposer: aParty() }, late);
    expect(confirm).to.throw(Refusal).with.deep.property('facts', {
      state: 'EXPIRED',
      since: '2026-04-02',
      act: 'confirm',
    });
  });
});

describe('the sides of an order', () => {
  it('are the buyer that confirms a purchase, and the seller that confirms a dealer’s', () => {
    for (const kind of ['PURCHASE', 'DEALER'] as const) {
      const order = anOrder({ kind, state: 'DRAFT' });
      const confirming = (act: Act) => (): Order =>
        confirmOrder({ order, signed: order, proposer: aParty() }, act);
      const [confirmer, proposer] =
        kind === 'PURCHASE' ? [byBuyer(), bySeller()] : [bySeller(), byBuyer()];
      expect(refusalIn(confirming(proposer))).to.equal('ROLE_REQUIRED');
      expect(refusalIn(confirming(confirmer))).to.equal(null);
      expect(refusalIn(() => rejectOrder(order, 'OTHER', proposer))).to.equal('ROLE_REQUIRED');
      expect(refusalIn(() => withdrawOrder(order, confirmer))).to.equal('ROLE_REQUIRED');
      expect(refusalIn(() => withdrawOrder(order, proposer))).to.equal(null);
    }
  });

  it('both sign a change and a cancellation, each by a key that reaches as far', () => {
    const order = anOrder();
    const more = { ...order, ordered: cny('2000.00') };
    expect(refusalIn(() => changeOrder(order, more, byBuyer()))).to.equal('SIGNATURES_MISSING');
    expect(refusalIn(() => cancelOrder(order, bySeller()))).to.equal('SIGNATURES_MISSING');
    const { signer } = byBuyer();
    const limited = anAct(
      { party: seller, key: aHash('x'), limit: cny('1999.99') },
      { others: [signer] },
    );
    expect(refusalIn(() => changeOrder(order, more, limited))).to.equal('SIGNATURES_MISSING');
    expect(refusalIn(() => cancelOrder(order, limited))).to.equal(null);
    const euro = anAct(
      { party: seller, key: aHash('x'), limit: amountOf('EUR', '5000.00') },
      { others: [signer] },
    );
    expect(refusalIn(() => cancelOrder(order, euro))).to.equal('SIGNATURES_MISSING');
  });

  it('are nobody else', () => {
    const stranger = acting(anId('org', 'stranger'), [buyer, seller]);
    const order = anOrder();
    for (const attempt of [
      (): Order => changeOrder(order, order, stranger),
      (): Order => cancelOrder(order, stranger),
      (): Order => completeOrder({ ...order, shipped: order.ordered }, stranger),
      (): Order => deliver(order, { what: 'ship', amount: cny('1.00') }, byBuyer()),
    ]) {
      expect(refusalIn(attempt)).to.equal('ROLE_REQUIRED');
    }
  });
});

describe('the amounts of an order', () => {
  it('let it be shipped and invoiced to the last fen, each by itself', () => {
    const order = anOrder({ cancelled: cny('100.00'), shipped: cny('899.99') });
    const deliver1 = (what: 'ship' | 'invoice', amount: string) => (): Order =>
      deliver(order, { what, amount: cny(amount) }, bySeller());
    expect(deliver1('ship', '0.01')().shipped).to.deep.equal(cny('900.00'));
    expect(refusalIn(deliver1('ship', '0.02'))).to.equal('ORDER_EXCEEDED');
    expect(deliver1('invoice', '900.00')().invoiced).to.deep.equal(cny('900.00'));
    expect(refusalIn(deliver1('invoice', '900.01'))).to.equal('ORDER_EXCEEDED');
    const euro = { what: 'ship', amount: amountOf('EUR', '0.01') } as const;
    expect(refusalIn(() => deliver(order, euro, bySeller()))).to.equal('CURRENCY_MISMATCH');
    const huge = { what: 'ship', amount: cny('999999999999999.99') } as const;
    expect(refusalIn(() => deliver(order, huge, bySeller()))).to.equal('ORDER_EXCEEDED');
  });

  it('stay within one another, whatever both sides agree', () => {
    const amount = fc.nat(2000).map((minor) => cny((minor / 100).toFixed(2)));
    const change = fc.record({
      ordered: amount,
      cancelled: amount,
      advancePaid: amount,
      shipped: amount,
      invoiced: amount,
    });
    const takenOut = cny('1.00');
    fc.assert(
      fc.property(change, (wish) => {
        const order = anOrder({ takenOut });
        const changing = (): Order =>
          changeOrder(order, { ...wish, content: order.content }, byBuyer([seller]));
        const { ordered, cancelled, advancePaid, shipped, invoiced } = wish;
        const due = ordered.minor - cancelled.minor;
        const fits =
          due >= shipped.minor && due >= invoiced.minor && due >= advancePaid.minor + 100n;
        expect(refusalIn(changing)).to.equal(fits ? null : 'ORDER_EXCEEDED');
        if (fits) requireWithin(changing());
      }),
    );
  });

  it('keep their currency', () => {
    const order = anOrder();
    const ordered = amountOf('EUR', '1000.00');
    const changing = (): Order => changeOrder(order, { ...order, ordered }, byBuyer([seller]));
    expect(refusalIn(changing)).to.equal('CURRENCY_MISMATCH');
    const paid = { ...order, advancePaid: amountOf('EUR', '0.00') };
    expect(refusalIn(() => requireWithin(paid))).to.equal('CURRENCY_MISMATCH');
  });

  it('are given up beyond what was delivered when both cancel', () => {
    const order = anOrder({ shipped: cny('300.00'), invoiced: cny('450.00') });
    const cancelled = cancelOrder(order, byBuyer([seller]));
    expect(cancelled.cancelled).to.deep.equal(cny('550.00'));
    const paid = { ...order, advancePaid: cny('450.01') };
    expect(refusalIn(() => cancelOrder(paid, byBuyer([seller])))).to.equal('ORDER_EXCEEDED');
  });

  it('are all delivered when one side completes', () => {
    const complete = (over: Partial<Order>) => (): Order =>
      completeOrder(anOrder(over), bySeller());
    expect(refusalIn(complete({ shipped: cny('999.99') }))).to.equal('ORDER_INCOMPLETE');
    expect(refusalIn(complete({ shipped: cny('1000.00') }))).to.equal(null);
    expect(refusalIn(complete({ invoiced: cny('1000.00') }))).to.equal(null);
    const shorter = { shipped: cny('999.99'), cancelled: cny('0.01') };
    expect(refusalIn(complete(shorter))).to.equal(null);
  });
});

describe('confirming an order', () => {
  const draft = anOrder({ state: 'DRAFT' });

  it('signs what was recorded', () => {
    const others = {
      ordered: { ordered: cny('1000.01') },
      advancePaid: { advancePaid: amountOf('EUR', '0.00') },
      content: { content: aHash('other content') },
    };
    for (const [field, other] of Object.entries(others)) {
      const signed = { ...draft, ...other };
      const confirm = (): Order =>
        confirmOrder({ order: draft, signed, proposer: aParty() }, byBuyer());
      expect(confirm).to.throw(Refusal).with.deep.property('facts', { field });
    }
  });

  it('needs a proposer that is still active, and a key that reaches as far', () => {
    const suspended: Party = { ...aParty(), state: 'SUSPENDED' };
    const gone = (): Order =>
      confirmOrder({ order: draft, signed: draft, proposer: suspended }, byBuyer());
    expect(refusalIn(gone)).to.equal('PARTY_NOT_ACTIVE');
    const limited = anAct({ party: buyer, limit: cny('999.99') });
    const beyond = (): Order =>
      confirmOrder({ order: draft, signed: draft, proposer: aParty() }, limited);
    expect(refusalIn(beyond)).to.equal('SIGNATURES_MISSING');
  });
});

describe('a receivable of an order', () => {
  it('is between the same two, in its currency, and the order is confirmed', () => {
    const claim = { debtor: buyer, creditor: seller, face: cny('1.00') };
    const fits = (order: Partial<Order>, other = {}): string | null =>
      refusalIn(() => requireOrderFits(anOrder(order), { ...claim, ...other }));
    const no = 'ORDER_NOT_FITTING';
    expect(fits({})).to.equal(null);
    expect(fits({ state: 'COMPLETED' })).to.equal(null);
    expect(fits({ state: 'DRAFT' })).to.equal(no);
    expect(fits({ state: 'CANCELLED' })).to.equal(no);
    expect(fits({}, { debtor: seller })).to.equal(no);
    expect(fits({}, { creditor: buyer })).to.equal(no);
    expect(fits({}, { face: amountOf('EUR', '1.00') })).to.equal(no);
  });
});
