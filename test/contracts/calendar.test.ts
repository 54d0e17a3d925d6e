import { expect } from 'chai';
import { aFoundedLedger, anOperator, attempt, refusalOf } from '../support/build.js';
import { businessKey } from '../support/parties.js';
import { aProposal } from '../support/receivable.js';

const by = anOperator('AccessMSP');
const args = {
  id: 'CN',
  year: 2026,
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05'],
  workingWeekends: ['2026-10-10'],
};

describe('calendar:set', () => {
  it('records a year once, by an operator', async () => {
    const ledger = await aFoundedLedger();
    const maker = await businessKey(ledger, 'AccessMSP');
    const tried = await attempt({ ledger, by: maker }, 'calendar:set', { args });
    expect(tried).to.equal('ROLE_REQUIRED');
    await ledger.submit(by, 'calendar:set', { args });
    expect(ledger.record('calendar', ['CN', '2026'])).to.deep.include(args);
    const again = { ...args, holidays: [] };
    const code = await attempt({ ledger, by }, 'calendar:set', { args: again });
    expect(code).to.equal('ALREADY_EXISTS');
  });

  it('takes no date of another year', async () => {
    const ledger = await aFoundedLedger();
    const wrong = { ...args, holidays: ['2027-01-01'] };
    const code = await attempt({ ledger, by }, 'calendar:set', { args: wrong });
    expect(code).to.equal('COMMAND_MALFORMED');
  });

  it('moves a due date on which no bank works', async () => {
    const ledger = await aFoundedLedger();
    await ledger.submit(by, 'calendar:set', { args });
    const terms = { convention: 'FOLLOWING', calendar: 'CN' };
    // A Saturday.
    const { id } = await aProposal(ledger, { dueDate: '2026-08-29', terms });
    expect(ledger.record('receivable', [id])).to.include({ dueAdj: '2026-08-31' });
  });

  it('has to be recorded for every year that the move looks at', async () => {
    const rules = { tenorDaysMax: 366 };
    const ledger = await aFoundedLedger(rules);
    // A holiday at the end of the year: the next business day lies in 2027.
    await ledger.submit(by, 'calendar:set', { args: { ...args, holidays: ['2026-12-31'] } });
    const terms = { convention: 'FOLLOWING', calendar: 'CN' };
    const proposing = (): Promise<unknown> => aProposal(ledger, { dueDate: '2026-12-31', terms });
    expect(await refusalOf(proposing())).to.equal('CALENDAR_MISSING');
    const next = { id: 'CN', year: 2027, holidays: ['2027-01-01'], workingWeekends: [] };
    await ledger.submit(by, 'calendar:set', { args: next });
    await proposing();
    expect(ledger.records('receivable')[0]).to.include({ dueAdj: '2027-01-04' });
  });
});
