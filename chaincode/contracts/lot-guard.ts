import { mspIds, type Programme } from '../domain/programme.js';
import type { LotName } from '../domain/identifiers.js';
import {
  chaincodePolicy,
  encodePolicy,
  pledgedPolicy,
  type Endorsers,
} from '../state/key-policy.js';
import { lots } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** From now on the lot's key answers to the bank's peer, and to the others only for what needs no bank. */
export function guardLot(
  work: UnitOfWork,
  programme: Programme,
  pledged: { readonly lot: LotName; readonly bankMsp: string },
): void {
  const policy = pledgedPolicy(endorsers(programme), pledged.bankMsp);
  work.guard(lots, pledged.lot, encodePolicy(policy));
}

/** The chaincode's own policy, written back: a key policy is never emptied. */
export function unguardLot(work: UnitOfWork, programme: Programme, lot: LotName): void {
  work.guard(lots, lot, encodePolicy(chaincodePolicy(endorsers(programme))));
}

function endorsers(programme: Programme): Endorsers {
  return {
    core: mspIds(programme, 'CORE'),
    access: mspIds(programme, 'ACCESS'),
    banks: mspIds(programme, 'BANK'),
  };
}
