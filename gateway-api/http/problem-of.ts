import { CommitUnknown, ContractRefusal, LedgerError, type LedgerFault } from '../ledger/errors.js';
import { Problem, type ProblemCode } from './problems.js';

/** How the HTTP answers tell a fault of the ledger. */
const OF_FAULT: Readonly<Record<LedgerFault, ProblemCode>> = {
  CONFLICT: 'MVCC_EXHAUSTED',
  MISMATCH: 'ENDORSEMENT_MISMATCH',
  POLICY: 'CONTRACT_ERROR',
  UNAVAILABLE: 'ENDORSEMENT_UNAVAILABLE',
  BROKEN: 'CONTRACT_ERROR',
};

/** Any error as a problem; what nobody planned for is INTERNAL and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ContractRefusal) return refused(error);
  if (error instanceof CommitUnknown) {
    return new Problem('COMMIT_UNKNOWN', { txId: error.txId, cause: error });
  }
  if (error instanceof LedgerError) {
    const peers = error.peers.map(({ mspId, message }) => ({ mspId, message }));
    const told = error.txId === null ? {} : { txId: error.txId };
    return new Problem(OF_FAULT[error.fault], { ...told, peers, cause: error });
  }
  return ofExpress(error) ?? new Problem('INTERNAL', { cause: error });
}

function refused(refusal: ContractRefusal): Problem {
  const { code, facts } = refusal;
  if (code === 'REFERENCE_REUSED') return new Problem('IDEMPOTENCY_KEY_REUSED', { facts });
  if (code !== 'COMMAND_MALFORMED') return new Problem(code, { facts, cause: refusal });
  const { pointer = '', reason = '' } = facts;
  return new Problem('VALIDATION_FAILED', {
    errors: [{ pointer, code: 'COMMAND_MALFORMED', detail: reason }],
    cause: refusal,
  });
}

/** What Express's body reader throws, by its `type`. */
function ofExpress(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('type' in error)) return null;
  switch (error.type) {
    case 'entity.too.large':
      return new Problem('BODY_TOO_LARGE');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('MEDIA_TYPE_UNSUPPORTED');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('VALIDATION_FAILED');
    default:
      return null;
  }
}
