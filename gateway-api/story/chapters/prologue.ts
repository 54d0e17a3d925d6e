import { yearOf } from '../../../chaincode/domain/dates.js';
import { ApiRefusal } from '../../client/api-client.js';
import { CALENDAR, type Play } from '../play.js';
import { importPapers } from '../papers.js';
import type { ActStep, Chapter, OwnStep, Step } from '../step.js';
import { told, words, type Words } from '../words.js';

/** The first and the last day that the story speaks of. */
const FIRST = '2026-02-16';
const LAST = '2026-09-30';

/** Holidays on the same days every year (《全国年节及纪念日放假办法》); those of the moon are left out. */
const HOLIDAYS = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

const PAPERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'supplier-tier1',
    [
      'order-core-tier1.xml',
      'invoice-tier1-core-101.xml',
      'invoice-tier1-core-102.xml',
      'credit-note-tier1-core-103.xml',
      'invoice-tier2-tier1-201.xml',
    ],
  ],
  ['supplier-tier2', ['invoice-tier2-tier1-201.xml', 'invoice-tier3-tier2-301.xml']],
  ['supplier-tier3', ['invoice-tier3-tier2-301.xml']],
  [
    'core-enterprise',
    [
      'order-core-tier1.xml',
      'invoice-tier1-core-101.xml',
      'invoice-tier1-core-102.xml',
      'credit-note-tier1-core-103.xml',
      'order-dealer-core.xml',
      'invoice-core-dealer-401.xml',
      'payables-core.csv',
    ],
  ],
  ['dealer', ['order-dealer-core.xml', 'invoice-core-dealer-401.xml']],
];

export const PROLOGUE: Chapter = {
  title: words('Before the trade', '开场：日历、授信与单据'),
  steps: [calendars(), ...limits(), ...PAPERS.map(papers)],
};

/** A calendar is never recorded twice: another telling of the same year finds it there. */
function calendars(): OwnStep {
  return {
    who: 'operator',
    says: (play) => {
      const years = yearsOf(play).join(', ');
      return words(`records the working days of ${years}`, `登记 ${years} 年工作日历`);
    },
    does: async (play) => {
      for (const year of yearsOf(play)) {
        if (await isThere(play, `/v1/calendars/${CALENDAR}:${year}`)) continue;
        const holidays = HOLIDAYS.map((day) => `${year}-${day}`);
        const body = { id: CALENDAR, year, holidays, workingWeekends: [] };
        const idempotencyKey = `story ${play.run.number} calendar ${year}`;
        await play.client.act('operator', '/v1/calendars', { body, idempotencyKey });
      }
    },
  };
}

function yearsOf(play: Play): readonly number[] {
  return [...new Set([FIRST, LAST].map((date) => yearOf(play.on(date))))];
}

function limits(): readonly ActStep[] {
  return ['bank-a', 'bank-b'].flatMap((bank) =>
    (
      [
        ['core-enterprise', words('the core enterprise', '核心企业')],
        ['dealer', words('the dealer', '经销商')],
      ] as const
    ).map(([debtor, name]: readonly [string, Words]): ActStep => ({
      who: bank,
      act: 'limit:set',
      says: ({ figures, cny }) => {
        const cap = told(cny(figures.cap));
        return words(
          `sets its limit on ${name.en}: ${cap}; nobody else learns of it`,
          `设定对${name.zh}的授信额度 ${cap}，仅本行可见`,
        );
      },
      body: (play) => ({
        subject: play.party(debtor),
        cap: play.yuan(play.figures.cap),
        group: null,
      }),
    })),
  );
}

function papers([who, names]: readonly [string, readonly string[]]): Step {
  return {
    who,
    says: () =>
      words(
        `imports its papers: ${names.length.toString()} documents become drafts`,
        `导入单据 ${names.length.toString()} 份，形成草稿`,
      ),
    does: async (play) => await importPapers(play, who, names),
  };
}

async function isThere(play: Play, path: string): Promise<boolean> {
  try {
    await play.client.read('operator', path);
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.problem.code === 'NOT_FOUND') return false;
    throw error;
  }
}
