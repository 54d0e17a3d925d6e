import { StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import type { Bound } from '../../chaincode/contracts/bind.js';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import { moveTo } from './build.js';
import type { Stage } from './lot-stage.js';
import { received, someLots, type LotWorld } from './lot-world.js';
import { CONFLICT, expectNobodyNamed, race, VALID, type RacingLedger } from './race.js';

const transactions: Readonly<Record<string, Bound>> = TRANSACTIONS;
/** A lot for every pair. */
const LOTS = 50;
/** A changed key policy is seen before a changed value (fabric core/committer/txvalidator, then validation). */
const KILLED = [CONFLICT, StatusCode.ENDORSEMENT_POLICY_FAILURE];

/**
 * Every two acts of a stage, each pair on a lot of its own: both endorsed on the same state, ordered one after the
 * other. The first takes effect; the second does only where the stage says so, and is refused by name elsewhere.
 */
export async function playPairs(
  world: LotWorld<RacingLedger>,
  words: string,
  stage: Stage,
): Promise<void> {
  const lots = await someLots(world, words, LOTS);
  const [first = ''] = lots;
  await stage.prepare(world, first);
  const names = Object.keys(stage.acts(world, first));
  const pairs = names.flatMap((one) => names.map((other) => [one, other] as const));
  for (const lot of lots.slice(1, pairs.length)) await stage.prepare(world, lot);
  if (stage.receipt !== undefined) await received(world, first, stage.receipt);
  if (stage.on !== undefined) await moveTo(world.ledger, stage.on);
  const both: Record<string, string[]> = {};
  for (const [at, [one, other]] of pairs.entries()) {
    if (await followed({ world, stage, lot: lots[at] ?? '' }, one, other)) {
      (both[one] ??= []).push(other);
    }
  }
  expect(both).to.deep.equal(stage.follows);
}

interface Place {
  readonly world: LotWorld<RacingLedger>;
  readonly stage: Stage;
  readonly lot: string;
}

/** True when `other` took effect after `one`. */
async function followed(
  { world, stage, lot }: Place,
  one: string,
  other: string,
): Promise<boolean> {
  const acts = stage.acts(world, lot);
  const [first, second] = [acts[one], acts[other]];
  if (first === undefined || second === undefined) throw new Error('a pair of a stage');
  const where = `${one}, then ${other}`;
  const [winner, late] = await race(world, first, second);
  expect(winner, where).to.deep.include({ outcome: 'done', codes: [VALID] });
  if (late === undefined) throw new Error('two fates');
  if (late.outcome === 'done') {
    expect([[VALID], ...KILLED.map((code) => [code, VALID])], where).to.deep.include(late.codes);
    return true;
  }
  expect(KILLED, where).to.include(late.codes[0]);
  expect(late.codes, where).to.have.length(1);
  expect(transactions[second.name]?.command.refusals, where).to.include(late.outcome);
  expectNobodyNamed(late.facts);
  return false;
}
