import { limitCommands } from '../commands/limit.js';
import { requireBank } from '../domain/act.js';
import {
  lineRef,
  setExposure,
  setLimit,
  type About,
  type Desk,
  type Exposure,
  type Line,
} from '../domain/financing/limit.js';
import { desks, exposures, limits } from '../state/financing-kinds.js';
import { deskOf, type Place, type UnitOfWork } from '../state/unit-of-work.js';
import { bind } from './bind.js';

export const limitTransactions = {
  'limit:set': bind(limitCommands['limit:set'], async (call) => {
    const { secret, act, work, programme } = call;
    const bank = requireBank(act, programme);
    const place = deskOf(act.signer.mspId);
    const found = await work.find(desks, {}, place);
    const desk = found ?? { bank, seed: secret.salt };
    const line = await findLine(work, { desk, place }, onSubject(secret.subject, secret.cap));
    const { limit, exposure } = setLimit({ desk, line }, secret, call);
    if (found === null) work.save(desks, desk, place);
    work.save(limits, limit, place);
    if (line === null) work.save(exposures, exposure, place);
  }),
  'exposure:set': bind(limitCommands['exposure:set'], async (call) => {
    const { secret, act, work, programme } = call;
    requireBank(act, programme);
    const at = await openDesk(work, act.signer.mspId);
    const exposure = await readExposure(work, at, onSubject(secret.subject, secret.outside));
    work.save(exposures, setExposure(exposure, secret, call), at.place);
  }),
};

/** A bank's desk and where it is. */
export interface DeskAt {
  readonly desk: Desk;
  readonly place: Place;
}

/** @throws Refusal LIMIT_UNKNOWN when the bank has set no limit at all. */
export async function openDesk(work: UnitOfWork, mspId: string): Promise<DeskAt> {
  const place = deskOf(mspId);
  return { desk: await work.get(desks, {}, place), place };
}

/** @throws Refusal LIMIT_UNKNOWN for a subject without a limit in that currency. */
export function readExposure(
  work: UnitOfWork,
  { desk, place }: DeskAt,
  about: About,
): Promise<Exposure> {
  return work.get(exposures, { ref: lineRef(desk, 'exposure', about) }, place);
}

/**
 * The debtor's line, then its group's.
 * @throws Refusal LIMIT_UNKNOWN
 */
export async function readLines(
  work: UnitOfWork,
  at: DeskAt,
  about: About,
): Promise<readonly Line[]> {
  const line = await readLine(work, at, about);
  const { group } = line.limit;
  if (group === null) return [line];
  return [line, await readLine(work, at, { ...about, subject: group })];
}

async function readLine(work: UnitOfWork, at: DeskAt, about: About): Promise<Line> {
  const { desk, place } = at;
  const limit = await work.get(limits, { ref: lineRef(desk, 'limit', about) }, place);
  return { limit, exposure: await readExposure(work, at, about) };
}

async function findLine(work: UnitOfWork, at: DeskAt, about: About): Promise<Line | null> {
  const { desk, place } = at;
  await work.find(exposures, { ref: lineRef(desk, 'exposure', about) }, place);
  const limit = await work.find(limits, { ref: lineRef(desk, 'limit', about) }, place);
  return limit === null ? null : readLine(work, at, about);
}

function onSubject(subject: string, { currency }: Pick<About, 'currency'>): About {
  return { subject, currency };
}
