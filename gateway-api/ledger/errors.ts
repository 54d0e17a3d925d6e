import { isErrorCode, type ErrorCode } from '../../chaincode/domain/errors.js';

/** What one peer said when it would not do something. */
export interface PeerMessage {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** A refusal by the contract's own rules: a code of its table and the facts. Never retried. */
export class ContractRefusal extends Error {
  override readonly name = 'ContractRefusal';
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, facts: Readonly<Record<string, string>>) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.code = code;
    this.facts = facts;
  }
}

/** Why the ledger, not a rule, did not carry a transaction out. */
export type LedgerFault =
  | 'CONFLICT' // read what another transaction wrote: try again
  | 'MISMATCH' // peers answered differently
  | 'POLICY' // endorsements do not satisfy a policy
  | 'OUTSIDE' // touches a collection that the caller's organisation is no member of
  | 'UNAVAILABLE' // a peer or the orderer cannot be reached
  | 'BROKEN'; // anything else: ours

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly fault: LedgerFault;
  readonly txId: string | null;
  readonly peers: readonly PeerMessage[];

  constructor(
    fault: LedgerFault,
    message: string,
    more: { txId?: string; peers?: readonly PeerMessage[]; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.fault = fault;
    this.txId = more.txId ?? null;
    this.peers = more.peers ?? [];
  }
}

/** The transaction was handed over and nothing was heard of it: it may or may not be on the ledger. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
  readonly txId: string;

  constructor(txId: string, cause: unknown) {
    super(`the outcome of transaction ${txId} is not known`, { cause });
    this.txId = txId;
  }
}

const CHAINCODE_RESPONSE = /^chaincode response \d+, /;

/**
 * The contract's refusal inside a peer's message, or null: `chaincode response <status>, ` and the JSON
 * of `{code, facts}` (fabric-notes B3). A code that is not of our table is never trusted as ours.
 */
export function refusalIn(message: string): ContractRefusal | null {
  if (!CHAINCODE_RESPONSE.test(message)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(message.replace(CHAINCODE_RESPONSE, ''));
  } catch {
    return null; // prose of the shim, not a refusal of ours
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  if (!('code' in parsed) || typeof parsed.code !== 'string' || !isErrorCode(parsed.code)) {
    return null;
  }
  return new ContractRefusal(parsed.code, 'facts' in parsed ? factsOf(parsed.facts) : {});
}

function factsOf(facts: unknown): Record<string, string> {
  if (typeof facts !== 'object' || facts === null) return {};
  return Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
