import { z } from 'zod';
import { Money } from '../../chaincode/domain/money.js';
import { PERSONAS } from '../../gateway-api/sandbox/personas.js';
import type { Closing } from '../../gateway-api/story/closing.js';
import type { StepTold, StoryOutcome } from '../../gateway-api/story/tell.js';
import { told } from '../../gateway-api/story/words.js';
import type { CommonOptions, Words } from './options.js';

type Language = CommonOptions['lang'];

/** The one JSON line of a telling. */
export function storyLine(outcome: StoryOutcome, language: Language): Record<string, unknown> {
  const { ok, run, steps, closing } = outcome;
  const refusals = steps.filter(({ expected }) => expected !== null);
  return {
    ok,
    steps: steps.map((step) => stepLine(step, language)),
    refusals: refusals.map(({ who, act, says, expected, shown }) => ({
      who,
      act,
      says: says[language],
      expected,
      shown,
    })),
    run,
    closing: closing === null ? null : closingLine(closing),
  };
}

function stepLine(step: StepTold, language: Language): Record<string, unknown> {
  const { chapter, step: at, who, act, says, expected, shown, problem, block } = step;
  const name = `${chapter}.${at}`;
  return { step: name, who, act, says: says[language], expected, shown, problem, block };
}

function closingLine({ receivables, deals, failures }: Closing): Record<string, unknown> {
  const wire = (value: unknown): unknown => {
    const { success, data } = z.custom<Money>(isMoney).safeParse(value);
    return success ? z.encode(Money, data) : value;
  };
  const line = (row: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, wire(value)]));
  return { receivables: receivables.map(line), deals: deals.map(line), failures };
}

function isMoney(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'minor' in value;
}

export function chapterText(
  { at, title }: { readonly at: number; readonly title: Words },
  language: Language,
): string {
  return `\n${at.toString().padStart(2)}  ${title[language]}`;
}

export function stepText(step: StepTold, language: Language): string {
  const { chapter, step: at, who, says, expected, shown, problem } = step;
  const mark = problem === null ? (expected === null ? '✔' : '⊘') : '✘';
  const refused = expected === null || shown === null ? '' : `  → ${shown}`;
  const why = problem === null ? '' : `\n        ${problem}`;
  const name = `${chapter}.${at}`.padStart(6);
  return `${name} ${mark} ${nameOf(who)[language]}: ${says[language]}${refused}${why}`;
}

function nameOf(persona: string): Words {
  return PERSONAS.find((each) => each.persona === persona)?.name ?? { en: persona, zh: persona };
}

/** What was refused, how the books close, and whether all came as it had to. */
export function closingText({ ok, steps, closing }: StoryOutcome, language: Language): string {
  const refusals = steps.filter(({ expected }) => expected !== null);
  const rows = closing === null ? [] : tables(closing, language);
  return [
    '',
    REFUSED[language],
    ...refusals.map(
      ({ says, expected, shown }) =>
        `  ${(expected ?? '').padEnd(20)} ${(shown ?? '–').padEnd(20)} ${says[language]}`,
    ),
    ...rows,
    '',
    (ok ? TOLD : BROKEN)[language],
  ].join('\n');
}

function tables({ receivables, deals, failures }: Closing, language: Language): readonly string[] {
  const amount = (value: Money): string => told(value).padStart(18);
  return [
    '',
    RECEIVABLES[language],
    ...receivables.map(({ name, state, face, received, lateReceived, paid, latePaid, lots }) =>
      [
        `  ${name.padEnd(14)} ${state.padEnd(8)} ${lots.toString().padStart(2)}`,
        ...[face, received, paid, lateReceived, latePaid].map(amount),
      ].join(' '),
    ),
    '',
    DEALS[language],
    ...deals.map(({ name, state, out, back }) =>
      [`  ${name.padEnd(14)} ${state.padEnd(8)}   `, amount(out), amount(back)].join(' '),
    ),
    ...(failures.length === 0 ? [] : ['', ...failures.map((failure) => `  ✘ ${failure}`)]),
  ];
}

const REFUSED: Words = {
  en: 'Refused, as they must be: expected, shown',
  zh: '必须被拒绝的操作：应有代码、实际代码',
};
const RECEIVABLES: Words = {
  en: 'Receivables: state, lots, face, received, paid out, late interest received, paid out',
  zh: '应收账款：状态、份额数、面额、回款、兑付、逾期利息收、逾期利息付',
};
const DEALS: Words = {
  en: 'Financing: state, out, back',
  zh: '融资：状态、放出、收回',
};
const TOLD: Words = {
  en: 'The story is told: every lot redeemed, every instruction paid, nothing lost.',
  zh: '全流程完成：份额全部兑付，指令全部付讫，分文不差。',
};
const BROKEN: Words = { en: 'The story broke off.', zh: '流程中断。' };
