import { requireAnswered } from '../../chaincode/contracts/execute.js';
import type { Act, Signer } from '../../chaincode/domain/act.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { foundProgramme, type Founding } from '../../chaincode/domain/founding.js';
import type { Programme } from '../../chaincode/domain/programme.js';
import { programmeCommands } from '../../chaincode/commands/programme.js';
import { aFounding, aHash, anId, FOUNDED_ON } from './build.js';

/** An act as a pure rule sees it, signed once unless `others` signed too. */
export function anAct(
  signer: Partial<Signer> = {},
  { today = FOUNDED_ON, others = [] }: { today?: string; others?: readonly Signer[] } = {},
): Act {
  const signed: Signer = {
    party: anId('org', 'signer'),
    mspId: 'AccessMSP',
    key: aHash('key of signer'),
    role: 'MAKER',
    limit: null,
    ...signer,
  };
  return {
    txId: aHash('transaction'),
    timestamp: 0n,
    today: CalendarDate.parse(today),
    signer: signed,
    requireSignatures: (needs) => requireAnswered(needs, [signed, ...others]),
  };
}

/** The founding of the tests, decoded. */
export function foundingArgs(): Founding {
  return programmeCommands['programme:found'].decodeArgs(aFounding());
}

/** The programme of the tests' founding. */
export function aProgramme(): Programme {
  return foundProgramme(foundingArgs(), CalendarDate.parse(FOUNDED_ON)).programme;
}
