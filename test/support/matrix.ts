import { expect } from 'chai';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import type { Bound } from '../../chaincode/contracts/bind.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { aSigner } from './build.js';
import type { Actor, MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';

/** A ledger on which one record stands in one state, and everybody who might act on it. */
export interface Scene {
  readonly ledger: MemoryLedger;
  readonly actors: Readonly<Record<string, Actor>>;
}

type Fields = Readonly<Record<string, unknown>>;
/** The refusal in the way of `actor` in `state`; null: none. */
type Yet = (state: string, actor: string) => string | null;

/** Who may do what in which state; everything else is refused. */
export interface Cell {
  readonly args: (scene: Scene) => Readonly<Record<string, unknown>>;
  /** The private fields, for an act that takes some. */
  readonly secret?: Fields | ((scene: Scene) => Fields);
  /** Names of actors. `ANYONE`: all of them. */
  readonly by: readonly string[] | 'ANYONE';
  /** Names of states. */
  readonly from: readonly string[];
  /** The refusal that still stands in the way of an allowed act, here or in some states; else it is done. */
  readonly yet?: string | Readonly<Partial<Record<string, string>>> | Yet;
}

export interface Matrix {
  readonly record: string;
  /** Each state by name, made through acts. */
  readonly states: Readonly<Record<string, () => Promise<Scene>>>;
  readonly cells: Readonly<Record<string, Cell>>;
}

const NOTHING = 'nothing refused';
const PARTY = /org_[0-9a-z]{26}|MSP/;
const transactions: Readonly<Record<string, Bound>> = TRANSACTIONS;

/** Codes that any act can be refused with, whatever its row lists. */
const ROLE = [
  'ROLE_REQUIRED',
  'LOT_NOT_HELD',
  'SIGNATURE_NOT_NEEDED',
  'BANK_NOT_INVITED',
  // A record that one may not see answers as one that is not there.
  'OFFER_UNKNOWN',
];
const STATE = ['STATE_CONFLICT', 'LOT_ENCUMBERED', 'DATE_NOT_REACHED'];

/** One test a state: every act of the matrix by every actor is done or refused as the matrix says. */
export function walk({ record, states, cells }: Matrix): void {
  for (const [state, make] of Object.entries(states)) {
    it(`${record} ${state}`, async () => {
      const scene = await withOutsiders(await make());
      for (const [name, cell] of Object.entries(cells)) {
        for (const actor of Object.keys(scene.actors)) {
          await judge({ scene, state, name, cell, actor });
        }
      }
    });
  }
}

/** Keys that no party of a matrix has: a regulator's, an auditor's, one nobody pinned, one from elsewhere. */
async function withOutsiders({ ledger, actors }: Scene): Promise<Scene> {
  const [somebody] = Object.values(actors);
  if (somebody === undefined) throw new Error('a scene has a cast');
  const auditor = { words: 'outside auditor', role: 'AUDITOR' } as const;
  return {
    ledger,
    actors: {
      ...actors,
      REG: await businessKey(ledger, 'RegulatorMSP', { words: 'outside regulator' }),
      AUD: await businessKey(ledger, 'RegulatorMSP', auditor),
      UNPINNED: aSigner('AccessMSP', 'nobody'),
      FOREIGN: { ...somebody, mspId: 'ElsewhereMSP' },
    },
  };
}

/** Who acts is decided by the pinned key alone, of a party of the same organisation. */
const UNKNOWN = ['UNPINNED', 'FOREIGN'];

interface Judged {
  readonly scene: Scene;
  readonly state: string;
  readonly name: string;
  readonly cell: Cell;
  readonly actor: string;
}

async function judge(judged: Judged): Promise<void> {
  const { scene, state, name, cell, actor } = judged;
  const by = scene.actors[actor];
  if (by === undefined) throw new Error(`nobody plays ${actor}`);
  const ledger = scene.ledger.copy();
  const secret = typeof cell.secret === 'function' ? cell.secret(scene) : cell.secret;
  const sent = { args: cell.args(scene), ...(secret && { secret }) };
  const where = `${name} by ${actor} in ${state}`;
  let outcome = NOTHING;
  try {
    await ledger.submit(by, name, sent);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    outcome = error.code;
    expect(JSON.stringify(error.facts), `${where} names nobody`).not.to.match(PARTY);
  }
  expect(expected(judged), where).to.include(outcome);
  if (outcome !== NOTHING) {
    expect(ledger.state, `${where} writes nothing`).to.deep.equal(scene.ledger.state);
    const { refusals = [] } = transactions[name]?.command ?? {};
    expect(['KEY_NOT_PINNED', ...refusals], where).to.include(outcome);
  }
}

/** What may come of it: the one thing when it is allowed, else any refusal by role or state. */
function expected({ state, cell, actor }: Judged): readonly string[] {
  if (UNKNOWN.includes(actor)) return ['KEY_NOT_PINNED'];
  const mayAct = cell.by === 'ANYONE' || cell.by.includes(actor);
  const mayBe = cell.from.includes(state);
  if (mayAct && mayBe) {
    return [yetOf(cell, state, actor) ?? NOTHING];
  }
  return [...(mayAct ? [] : ROLE), ...(mayBe ? [] : STATE)];
}

function yetOf({ yet }: Cell, state: string, actor: string): string | null {
  if (typeof yet === 'function') return yet(state, actor);
  return typeof yet === 'string' ? yet : (yet?.[state] ?? null);
}
