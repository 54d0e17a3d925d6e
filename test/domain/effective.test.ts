import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, CalendarDate } from '../../chaincode/domain/dates.js';
import { money } from '../../chaincode/domain/money.js';
import {
  effectiveReceivable,
  nextTurn,
  requireNotFrozen,
  turnByDate,
} from '../../chaincode/domain/receivable/effective.js';
import { ReceivableState, type Receivable } from '../../chaincode/domain/receivable/receivable.js';
import { refusalIn } from '../support/build.js';
import { aClaim } from '../support/settlement.js';

const START = CalendarDate.parse('2026-03-02');
const face = money('CNY', 1000n);

/** In any state, unpaid or paid, waiting to be confirmed or accepted. */
const aReceivable: fc.Arbitrary<Receivable> = fc
  .record({
    state: fc.constantFrom(...ReceivableState.options),
    received: fc.constantFrom(0n, 999n, 1000n),
    closed: fc.boolean(),
    answers: fc.nat(60),
  })
  .map(({ state, received, closed, answers }) => {
    const claim = aClaim({ face, state, received: money('CNY', received) });
    const by = addDays(START, answers);
    const pools = claim.pools.map((pool) => ({ ...pool, closed }));
    return { ...claim, pools, confirmDueBy: by, acceptBy: by };
  });
const aDay = fc.nat(400).map((days) => addDays(START, days));

describe('the state that dates make of a receivable', () => {
  it('is the same whether it is asked once or on the way', () => {
    fc.assert(
      fc.property(aReceivable, aDay, aDay, (receivable, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const onTheWay = effectiveReceivable(effectiveReceivable(receivable, early), late);
        expect(onTheWay).to.deep.equal(effectiveReceivable(receivable, late));
      }),
    );
  });

  it('is what sending its acts comes to', () => {
    fc.assert(
      fc.property(aReceivable, aDay, (receivable, today) => {
        let sent = receivable;
        for (let turn = nextTurn(sent); turn !== null && turn.on <= today; turn = nextTurn(sent)) {
          sent = turnByDate(sent, turn.act, today);
        }
        expect(sent).to.deep.equal(effectiveReceivable(receivable, today));
      }),
    );
  });

  it('is entered on its day, whenever that is noticed', () => {
    const { state, since } = effectiveReceivable(
      aClaim({ face }),
      CalendarDate.parse('2026-12-31'),
    );
    expect({ state, since }).to.deep.equal({ state: 'DEFAULTED', since: '2026-11-26' });
  });
});

describe('a frozen receivable', () => {
  it('stands still up to the last day of the freeze', () => {
    const frozen = { ...aClaim({ face }), frozenUntil: CalendarDate.parse('2026-03-31') };
    const on = (date: string) => (): void => requireNotFrozen(frozen, CalendarDate.parse(date));
    expect(refusalIn(on('2026-03-31'))).to.equal('RECEIVABLE_FROZEN');
    expect(refusalIn(on('2026-04-01'))).to.equal(null);
  });
});
