import { z } from 'zod';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { ApiRefusal, type ApiClient } from '../client/api-client.js';
import type { ImportPlaces } from '../drafts/import-documents.js';
import { personas } from '../drafts/known-parties.js';
import { ROUTES } from '../http/routes.js';
import { StoryBroken } from './broken.js';
import { closing, type Closing } from './closing.js';
import { FIGURES, type Figures } from './figures.js';
import { Play } from './play.js';
import type { RunFile } from './run.js';
import type { ActStep, Chapter, Step } from './step.js';
import { STORY } from './story.js';
import type { Words } from './words.js';

/** A step as it went. */
export interface StepTold {
  readonly chapter: number;
  readonly step: number;
  readonly who: string;
  /** `<resource>:<act>`; null for what a gateway did by itself. */
  readonly act: string | null;
  readonly says: Words;
  /** What had to come: null for success, else a code. */
  readonly expected: string | null;
  /** What came: null for success, else a code. */
  readonly shown: string | null;
  /** What went wrong, in a sentence; null when it came as it had to. */
  readonly problem: string | null;
  readonly block: string | null;
}

export interface Listener {
  readonly chapter: (chapter: { readonly at: number; readonly title: Words }) => void;
  readonly step: (step: StepTold, done: { readonly at: number; readonly of: number }) => void;
}

export interface StoryOutcome {
  /** Every step came as it had to, and the books close. */
  readonly ok: boolean;
  readonly run: number;
  readonly steps: readonly StepTold[];
  /** null when the story broke off before its end. */
  readonly closing: Closing | null;
}

export interface StoryParts {
  readonly client: ApiClient;
  readonly places: ImportPlaces;
  readonly file: RunFile;
  readonly figures?: Figures;
  readonly chapters?: readonly Chapter[];
}

/**
 * Tell the story through the API, from where it was interrupted or from the beginning. A step that does not
 * come as it had to ends the telling; the next one begins anew.
 * @throws Unreachable, and then the telling goes on the next time.
 */
export async function tellStory(
  { client, places, file, figures = FIGURES, chapters = STORY }: StoryParts,
  listener: Listener,
): Promise<StoryOutcome> {
  const run = await file.begin(async () => await businessDate(client));
  const everybody = await personas(client);
  const play = new Play({ client, everybody, places, figures, file, run });
  const steps = await perform(play, chapters, listener);
  const came = steps.every(({ problem }) => problem === null);
  const books = came ? await closing(play) : null;
  const ok = books !== null && books.failures.length === 0;
  await play.save({ ...play.run, state: ok ? 'TOLD' : 'BROKEN' });
  return { ok, run: run.number, steps, closing: books };
}

const Programme = z.object({ date: CalendarDate });

async function businessDate(client: ApiClient): Promise<CalendarDate> {
  return Programme.parse(await client.read('operator', '/v1/programmes')).date;
}

async function perform(
  play: Play,
  chapters: readonly Chapter[],
  listener: Listener,
): Promise<readonly StepTold[]> {
  const of = chapters.reduce((sum, { steps }) => sum + steps.length, 0);
  const told: StepTold[] = [];
  for (const [at, chapter] of chapters.entries()) {
    listener.chapter({ at: at + 1, title: chapter.title });
    for (const numbered of stepsOf(chapter, at + 1)) {
      const done = await taken(play, numbered);
      told.push(done);
      listener.step(done, { at: told.length, of });
      if (done.problem !== null) return told;
    }
  }
  return told;
}

interface Numbered {
  readonly chapter: number;
  readonly at: number;
  readonly step: Step;
}

function stepsOf({ steps }: Chapter, chapter: number): readonly Numbered[] {
  return steps.map((step, at) => ({ chapter, at: at + 1, step }));
}

async function taken(play: Play, { chapter, at, step }: Numbered): Promise<StepTold> {
  const act = 'act' in step ? step.act : null;
  const expected = 'act' in step ? (step.refused ?? null) : null;
  const came = await tried(play, step, `${chapter}.${at}`);
  return {
    chapter,
    step: at,
    who: step.who,
    act,
    says: await wordsOf(play, step),
    expected,
    ...came,
    problem: came.problem ?? (came.shown === expected ? null : DONE),
  };
}

/** One that failed may lack the record that its amounts are read from. */
async function wordsOf(play: Play, step: Step): Promise<Words> {
  try {
    return await step.says(play);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || !('act' in step)) throw error;
    return { en: step.act, zh: step.act };
  }
}

const DONE = 'it was done, and had to be refused';

type Came = Pick<StepTold, 'shown' | 'problem' | 'block'>;

/** What came of a step; `problem` tells of what is no refusal by the step's own code. */
async function tried(play: Play, step: Step, place: string): Promise<Came> {
  const expected = 'act' in step ? step.refused : undefined;
  try {
    if ('act' in step)
      return { shown: null, problem: null, block: await submitted(play, step, place) };
    await step.does(play);
    return { shown: null, problem: null, block: null };
  } catch (error) {
    if (error instanceof StoryBroken) return { shown: null, problem: error.message, block: null };
    if (!(error instanceof ApiRefusal)) throw error;
    const { code } = error.problem;
    return { shown: code, problem: code === expected ? null : said(error), block: null };
  }
}

/** @returns the block that it is in. */
async function submitted(play: Play, step: ActStep, place: string): Promise<string> {
  const { number } = play.run;
  const path = pathOf(step.act, (await step.on?.(play)) ?? null);
  const body = await step.body(play);
  const idempotencyKey = `story ${number} ${place} ${step.act}`;
  return (await play.client.act(step.who, path, { body, idempotencyKey })).block;
}

function pathOf(act: string, target: string | null): string {
  const route = ROUTES.find(({ name }) => name === act);
  if (route === undefined) throw new StoryBroken(`there is no ${act}`);
  return target === null ? route.path : route.path.replace(':id', target);
}

function said({ problem }: ApiRefusal): string {
  const { code, detail, facts, errors } = problem;
  const more = errors.map(({ pointer, detail: what }) => `${pointer} ${what}`);
  const known = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return [`${code}: ${detail}`, ...known, ...more].join('; ');
}
