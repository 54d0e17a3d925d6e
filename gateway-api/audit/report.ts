import type { InvariantReport, Words } from '../../chaincode/domain/invariants/invariant.js';

/** Where something is off, as exactly as it can be said. */
export interface AuditPlace {
  readonly block: number | null;
  /** Index of the transaction in the block. */
  readonly tx: number | null;
  readonly txId: string | null;
  /** A record as findings name it, or another key in quotes. */
  readonly key: string | null;
  /** For a damaged file: which, and the byte. */
  readonly file: string | null;
  readonly offset: number | null;
}

export const NOWHERE: AuditPlace = {
  block: null,
  tx: null,
  txId: null,
  key: null,
  file: null,
  offset: null,
};

export type AuditFaultCode =
  | 'LEDGER_DAMAGED'
  | 'BLOCK_UNREADABLE'
  | 'ORDERER_SIGNATURE_INVALID'
  | 'VALIDATION_DIFFERS'
  | 'NOT_REPRODUCED'
  | 'PRIVATE_VALUE_MISSING'
  | 'INDEX_DIFFERS';

/** Something in the chain itself that is not as it must be. */
export interface AuditFault {
  readonly code: AuditFaultCode;
  readonly at: AuditPlace;
  readonly why: Words;
}

/** Why a valid transaction was not run again; each count is of transactions. */
export interface NotRunAgain {
  /** Its secret is not at hand: another organisation's gateway submitted it. */
  readonly secret: number;
  /** Chaincode definitions and the channel's configuration. */
  readonly definitions: number;
}

export interface AuditCounts {
  readonly blocks: number;
  readonly transactions: number;
  /** By the name of the validation code, VALID among them. */
  readonly codes: Readonly<Record<string, number>>;
  readonly runAgain: number;
  readonly notRunAgain: NotRunAgain;
  /** By kind of record, private ones too. */
  readonly records: Readonly<Record<string, number>>;
}

/** What the audit could not look at, and why. */
export interface AuditNote {
  readonly code: 'INDEX_NOT_COMPARED' | 'SECRETS_UNREADABLE';
  readonly why: Words;
}

export interface AuditReport {
  readonly ok: boolean;
  /** The business date of the ledger is declared: nothing on it is meant. False when the files end in damage. */
  readonly sandbox: boolean;
  /** Blocks that were read. */
  readonly height: number;
  /** Header hash of the last block and of the first, hex. */
  readonly blockHash: string;
  readonly genesisHash: string;
  /** Of the state rebuilt from the files; empty when they end in damage. */
  readonly stateHash: string;
  readonly counts: AuditCounts;
  /** Empty when the files end in damage: what is only part of a ledger breaks invariants. */
  readonly invariants: readonly InvariantReport[];
  readonly faults: readonly AuditFault[];
  readonly notes: readonly AuditNote[];
}
