import { CommitUnknown, ContractRefusal, LedgerError, type LedgerFault } from '../ledger/errors.js';
import { Problem, type ProblemCode } from './problems.js';

/** How the HTTP answers tell a fault of the ledger. */
const OF_FAULT: Readonly<Record<LedgerFault, ProblemCode>> = {
  CONFLICT: 'MVCC_EXHAUSTED',
  MISMATCH: 'ENDORSEMENT_MISMATCH',
  POLICY: 'CONTRACT_ERROR',
  UNAVAILABLE: 'ENDORSEMENT_UNAVAILABLE',
  OUTSIDE: 'ORG_NOT_ALLOWED',
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
    return ofLedger(error);
  }
  return ofExpress(error) ?? new Problem('INTERNAL', { cause: error });
}

/** What peers say is told where they disagree, and stays with us otherwise: it may name what is private. */
function ofLedger(error: LedgerError): Problem {
  const told = error.txId === null ? {} : { txId: error.txId };
  const peers = error.peers.map(({ mspId, message }) => ({ mspId, message }));
  const disagreement = error.fault === 'MISMATCH' ? { peers } : {};
  return new Problem(OF_FAULT[error.fault], { ...told, ...disagreement, cause: error });
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

/** What Express throws: its body reader by `type`, a path or body that cannot be decoded by its status. */
function ofExpress(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  switch ('type' in error ? error.type : undefined) {
    case 'entity.too.large':
      return new Problem('BODY_TOO_LARGE');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('MEDIA_TYPE_UNSUPPORTED');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('VALIDATION_FAILED');
    default:
      return 'status' in error && error.status === 400
        ? new Problem('VALIDATION_FAILED', { cause: error })
        : null;
  }
}
