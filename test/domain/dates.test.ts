import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  addDays,
  addMonths,
  CalendarDate,
  daysBetween,
  sameMonth,
  shanghaiDate,
  weekday,
  yearOf,
} from '../../chaincode/domain/dates.js';
import { aDate } from '../support/arbitrary.js';
import { verdict } from '../support/schema.js';

const date = (text: string): CalendarDate => CalendarDate.parse(text);
/** The runtime's own calendar, to hold ours against. */
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

describe('a calendar date', () => {
  it('exists', () => {
    for (const text of ['2024-02-29', '2000-02-29', '1900-01-01', '2999-12-31', '2026-04-30']) {
      expect(verdict(CalendarDate, text), text).to.equal('accepted');
    }
    for (const text of ['2026-02-29', '1900-02-29', '2100-02-29', '2026-02-30', '2026-04-31']) {
      expect(verdict(CalendarDate, text), text).to.deep.equal(['DATE_NONEXISTENT']);
    }
  });

  it('is written in one way only', () => {
    for (const text of [
      '2026-2-3',
      '2026-13-01',
      '2026-00-01',
      '2026-01-00',
      '2026-01-32',
      '26-01-01',
      '1899-12-31',
      '3000-01-01',
      '2026-01-01T00:00:00Z',
      '2026-01-01\n',
      ' 2026-01-01',
      '２026-01-01',
      '20260101',
      '',
      20260101,
      null,
      new Date(0),
    ]) {
      expect(verdict(CalendarDate, text), String(text)).to.deep.equal(['DATE_MALFORMED']);
    }
  });

  it('is told as a date in its JSON Schema', () => {
    expect(z.toJSONSchema(CalendarDate, { io: 'input' })).to.include({
      type: 'string',
      format: 'date',
    });
  });

  it('compares as a string, as the days do', () => {
    fc.assert(
      fc.property(aDate, aDate, (a, b) => {
        expect(a < b).to.equal(daysBetween(a, b) > 0);
      }),
    );
  });
});

describe('counting days', () => {
  it('counts the first and not the last (算头不算尾)', () => {
    expect(daysBetween(date('2026-08-15'), date('2026-10-29'))).to.equal(75);
    expect(daysBetween(date('2026-03-01'), date('2026-08-28'))).to.equal(180);
    expect(daysBetween(date('2026-03-01'), date('2026-03-01'))).to.equal(0);
    expect(daysBetween(date('2026-03-02'), date('2026-03-01'))).to.equal(-1);
  });

  it("agrees with the runtime's calendar on every day from 1900 to 2999", () => {
    let day = date('1900-01-01');
    const first = utc(day);
    for (let count = 0; count < 401_767; count += 1) {
      if (utc(day) !== first + count) expect.fail(`${day} is not day ${count}`);
      day = addDays(day, 1);
    }
    expect(day).to.equal('3000-01-01');
  }).timeout(20_000);

  it('comes back to where it went from', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: -3660, max: 3660 }), (from, days) => {
        const to = addDays(from, days);
        expect(daysBetween(from, to)).to.equal(days);
        expect(daysBetween(from, to)).to.equal(utc(to) - utc(from));
        expect(addDays(to, -days)).to.equal(from);
      }),
    );
  });

  it('breaks rather than leave the four-digit years', () => {
    expect(addDays(date('2999-12-31'), 3660)).to.equal('3010-01-08');
    expect(() => addDays(date('2999-12-31'), 7001 * 366)).to.throw('invariant broken');
    expect(() => addDays(date('1900-01-01'), -1901 * 366)).to.throw('invariant broken');
  });
});

describe('counting months', () => {
  for (const [from, months, to] of [
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 3, '2026-04-30'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-01-15', -25, '2023-12-15'],
    ['2026-05-05', 0, '2026-05-05'],
  ] as const) {
    it(`goes ${months} from ${from} to ${to}`, () => {
      expect(addMonths(date(from), months)).to.equal(to);
    });
  }

  it('never leaves the month it aims at', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 0, max: 120 }), (from, months) => {
        const to = addMonths(from, months);
        const count = (of: CalendarDate): number => yearOf(of) * 12 + Number(of.slice(5, 7));
        expect(count(to)).to.equal(count(from) + months);
        expect(CalendarDate.safeParse(to).success || yearOf(to) > 2999).to.equal(true);
      }),
    );
  });
});

describe('the day of the week', () => {
  it('is 1 on Monday and 7 on Sunday', () => {
    const week = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
    expect([...week, '2026-03-07', '2026-03-08'].map((day) => weekday(date(day)))).to.deep.equal([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(weekday(date('1969-12-31'))).to.equal(3);
    fc.assert(
      fc.property(aDate, (day) => {
        expect(weekday(day) % 7).to.equal(new Date(`${day}T00:00:00Z`).getUTCDay());
      }),
    );
  });
});

describe('the date in Shanghai', () => {
  it('changes at 16:00 UTC', () => {
    const at = (instant: string): string => shanghaiDate(BigInt(Date.parse(instant) / 1000));
    expect(at('2026-03-01T15:59:59Z')).to.equal('2026-03-01');
    expect(at('2026-03-01T16:00:00Z')).to.equal('2026-03-02');
    expect(at('1970-01-01T00:00:00Z')).to.equal('1970-01-01');
    expect(at('2024-02-28T16:00:00Z')).to.equal('2024-02-29');
  });
});

describe('two dates', () => {
  it('are of one month when year and month agree', () => {
    expect(sameMonth(date('2026-03-01'), date('2026-03-31'))).to.equal(true);
    expect(sameMonth(date('2026-03-31'), date('2026-04-01'))).to.equal(false);
    expect(sameMonth(date('2026-03-31'), date('2027-03-31'))).to.equal(false);
  });
});
