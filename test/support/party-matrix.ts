import { aFoundedLedger, aHash, anId, anOperator, aSigner } from './build.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import {
  anActiveParty,
  anApplicant,
  anInvitedParty,
  aVerification,
  aVerifiedParty,
  businessKey,
  someDetails,
  type PartyWithKey,
} from './parties.js';

const WORDS = 'supplier';
const party = anId('org', WORDS);
const firstKey = aSigner('AccessMSP', WORDS).key;
const second = aHash('second key');
const only = (): Record<string, unknown> => ({ party });
const withKey = (): Record<string, unknown> => ({ party, key: firstKey });
const withDocument = (): Record<string, unknown> => ({ party, document: aHash('document') });
const newKey = { party, role: 'MAKER', limit: null, validTo: null };

type Making = (ledger: MemoryLedger, words: string) => Promise<PartyWithKey>;

/** The party as `make` leaves it and the operator's acts move it on; its own key acts once it is active. */
function scene(
  make: Making,
  steps: readonly (readonly [act: string, args: Record<string, unknown>])[] = [],
): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger();
    const { actor } = await make(ledger, WORDS);
    const stranger = await anActiveParty(ledger, 'stranger');
    const active = make === anActiveParty && steps.length === 0;
    if (active) {
      const args = { ...newKey, key: second };
      await ledger.submit(actor, 'party:addKey', { args });
    }
    for (const [act, args] of steps) {
      await ledger.submit(anOperator('AccessMSP'), `party:${act}`, { args });
    }
    const actors = {
      OP: anOperator('AccessMSP'),
      MAKER: await businessKey(ledger, 'AccessMSP'),
      CHECKER: await businessKey(ledger, 'BankAMSP', { words: 'checker', role: 'CHECKER' }),
      BK: await businessKey(ledger, 'BankAMSP'),
      STRANGER: stranger.actor,
    };
    return { ledger, actors: active ? { ...actors, PARTY: actor } : actors };
  };
}

const ALL = ['INVITED', 'APPLIED', 'VERIFIED', 'ACTIVE', 'SUSPENDED', 'INSOLVENT', 'DISSOLVED'];

export const partyMatrix: Matrix = {
  record: 'party',
  states: {
    INVITED: scene(anInvitedParty),
    APPLIED: scene(anApplicant),
    VERIFIED: scene(aVerifiedParty),
    ACTIVE: scene(anActiveParty),
    SUSPENDED: scene(anActiveParty, [['suspend', only()]]),
    INSOLVENT: scene(anActiveParty, [['declareInsolvent', withDocument()]]),
    DISSOLVED: scene(anActiveParty, [['dissolve', withDocument()]]),
  },
  cells: {
    'party:fileDetails': {
      args: only,
      secret: { details: someDetails(WORDS), seed: aHash(`seed of ${WORDS}`) },
      by: ['OP', 'PARTY'],
      from: ALL,
    },
    'party:verify': { args: withKey, secret: aVerification(), by: ['BK'], from: ['APPLIED'] },
    'party:activate': { args: withKey, by: ['OP'], from: ['VERIFIED'] },
    'party:unblock': {
      args: () => ({ ...withDocument(), cured: [anId('rcv', 'unpaid')] }),
      by: ['OP'],
      from: [],
    },
    'party:suspend': { args: only, by: ['OP'], from: ['ACTIVE'] },
    'party:reinstate': { args: only, by: ['OP'], from: ['SUSPENDED', 'INSOLVENT'] },
    'party:declareInsolvent': { args: withDocument, by: ['OP'], from: ['ACTIVE', 'SUSPENDED'] },
    'party:dissolve': {
      args: withDocument,
      by: ['OP'],
      from: ALL.filter((state) => state !== 'DISSOLVED'),
    },
    'party:addKey': {
      args: () => ({ ...newKey, key: aHash('third key') }),
      by: ['PARTY'],
      from: ALL,
    },
    'party:revokeKey': {
      args: () => ({ party, key: second }),
      by: ['PARTY'],
      from: ALL,
    },
  },
};
