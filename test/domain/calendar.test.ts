import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  addBusinessDays,
  adjust,
  BusinessDayConvention,
  Calendar,
  isBusinessDay,
} from '../../chaincode/domain/calendar.js';
import { addDays, CalendarDate, sameMonth } from '../../chaincode/domain/dates.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { verdict } from '../support/schema.js';

const date = (text: string): CalendarDate => CalendarDate.parse(text);

/** A made-up year in China's manner: a week of holiday in October, two weekend days worked for it. */
const worked2026 = {
  id: 'CN',
  year: 2026,
  holidays: [
    '2026-01-01',
    '2026-10-01',
    '2026-10-02',
    '2026-10-05',
    '2026-10-06',
    '2026-10-07',
    '2026-12-31',
  ],
  workingWeekends: ['2026-09-27', '2026-10-10'],
};
const years = [
  Calendar.parse({ id: 'CN', year: 2027, holidays: ['2027-01-01'], workingWeekends: [] }),
  Calendar.parse(worked2026),
];

describe('a calendar', () => {
  it('says on which days banks work', () => {
    for (const [day, works] of [
      ['2026-09-25', true],
      ['2026-09-26', false],
      ['2026-09-27', true],
      ['2026-10-01', false],
      ['2026-10-03', false],
      ['2026-10-08', true],
      ['2026-10-10', true],
      ['2026-10-11', false],
    ] as const) {
      expect(isBusinessDay(date(day), years), day).to.equal(works);
    }
  });

  it('is refused for a year that nobody recorded', () => {
    expect(() => isBusinessDay(date('2028-01-03'), years))
      .to.throw(Refusal)
      .include({ code: 'CALENDAR_MISSING' })
      .and.have.deep.property('facts', { year: '2028' });
  });

  for (const [what, change, fault] of [
    ['dates out of order', { holidays: ['2026-10-02', '2026-10-01'] }, 'CALENDAR_DATES_UNSORTED'],
    ['a date twice', { holidays: ['2026-10-01', '2026-10-01'] }, 'CALENDAR_DATES_UNSORTED'],
    [
      'working weekends out of order',
      { workingWeekends: ['2026-10-10', '2026-09-27'] },
      'CALENDAR_DATES_UNSORTED',
    ],
    ['a holiday of another year', { holidays: ['2027-01-01'] }, 'CALENDAR_YEAR_WRONG'],
    [
      'a working weekend of another year',
      { workingWeekends: ['2027-01-02'] },
      'CALENDAR_YEAR_WRONG',
    ],
    [
      'a working weekend on a Monday',
      { workingWeekends: ['2026-10-12'] },
      'CALENDAR_WEEKEND_WRONG',
    ],
    [
      'a working weekend that is a holiday',
      { holidays: ['2026-10-10'], workingWeekends: ['2026-10-10'] },
      'CALENDAR_WEEKEND_WRONG',
    ],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(verdict(Calendar, { ...worked2026, ...change })).to.deep.equal([fault]);
    });
  }

  it('is refused with more days than a year has', () => {
    const holidays = Array.from({ length: 367 }, () => '2026-01-01');
    expect(verdict(Calendar, { ...worked2026, holidays })).to.include('CALENDAR_TOO_LONG');
  });
});

describe('adjusting a due date', () => {
  for (const [convention, from, to] of [
    ['NONE', '2026-10-01', '2026-10-01'],
    ['NONE', '2099-10-01', '2099-10-01'],
    ['FOLLOWING', '2026-10-01', '2026-10-08'],
    ['FOLLOWING', '2026-10-08', '2026-10-08'],
    ['FOLLOWING', '2026-10-10', '2026-10-10'],
    ['FOLLOWING', '2026-12-31', '2027-01-04'],
    ['FOLLOWING', '2026-10-31', '2026-11-02'],
    ['MODIFIED_FOLLOWING', '2026-10-01', '2026-10-08'],
    ['MODIFIED_FOLLOWING', '2026-10-31', '2026-10-30'],
    ['MODIFIED_FOLLOWING', '2026-12-31', '2026-12-30'],
  ] as const) {
    it(`moves ${from} to ${to} by ${convention}`, () => {
      expect(adjust(date(from), convention, years)).to.equal(to);
    });
  }

  it('needs the next year where the year ends in free days', () => {
    const only2026 = years.slice(1);
    for (const convention of ['FOLLOWING', 'MODIFIED_FOLLOWING'] as const) {
      expect(() => adjust(date('2026-12-31'), convention, only2026)).to.throw('CALENDAR_MISSING');
    }
  });

  it('lands on a business day, in the month where that is asked', () => {
    const day = fc.integer({ min: 0, max: 364 }).map((days) => addDays(date('2026-01-01'), days));
    const convention = fc.constantFrom(...BusinessDayConvention.options);
    fc.assert(
      fc.property(day, convention, (from, how) => {
        const to = adjust(from, how, years);
        if (how === 'NONE') expect(to).to.equal(from);
        else expect(isBusinessDay(to, years)).to.equal(true);
        if (how === 'FOLLOWING') expect(to >= from).to.equal(true);
        if (how === 'MODIFIED_FOLLOWING') expect(sameMonth(from, to)).to.equal(true);
        expect(adjust(to, how, years)).to.equal(to);
      }),
    );
  });
});

describe('counting business days', () => {
  it('steps over what is free', () => {
    expect(addBusinessDays(date('2026-09-30'), 1, years)).to.equal('2026-10-08');
    expect(addBusinessDays(date('2026-09-30'), 3, years)).to.equal('2026-10-10');
    expect(addBusinessDays(date('2026-10-03'), 1, years)).to.equal('2026-10-08');
  });

  it('stays where it is for none', () => {
    expect(addBusinessDays(date('2026-10-03'), 0, years)).to.equal('2026-10-03');
  });

  it('counts each business day once', () => {
    const day = fc.integer({ min: 0, max: 330 }).map((days) => addDays(date('2026-01-01'), days));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const to = addBusinessDays(from, count, years);
        let worked = 0;
        for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) {
          if (isBusinessDay(at, years)) worked += 1;
        }
        expect(worked).to.equal(count);
        expect(isBusinessDay(to, years)).to.equal(true);
      }),
    );
  });
});
