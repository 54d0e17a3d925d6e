import { status } from '@grpc/grpc-js';
import type { Answer, Processed } from '../endorsing/answer.js';

/** What a gateway makes of an endorser's answer. */
export type Outcome =
  | { readonly ok: true; readonly processed: Processed }
  | {
      readonly ok: false;
      readonly code: status;
      readonly message: string;
      /** Whether another peer might answer otherwise; only Evaluate asks. */
      readonly retry: boolean;
    };

const OK_FROM = 200;
const ERROR_FROM = 400;
const PEER_ERROR = 500;

/** @see fabric internal/pkg/gateway/apiutils.go `responseStatus` */
export function outcomeOf(answer: Answer): Outcome {
  switch (answer.kind) {
    case 'turned away':
      return { ok: false, code: status.UNAVAILABLE, message: answer.message, retry: true };
    case 'rejected':
      return { ok: false, code: status.FAILED_PRECONDITION, message: answer.message, retry: false };
    case 'processed':
      return processedOutcome(answer);
  }
}

function processedOutcome(processed: Processed): Outcome {
  const { response, payload } = processed;
  if (response.status >= OK_FROM && response.status < ERROR_FROM) return { ok: true, processed };
  if (payload === null && response.status === PEER_ERROR) {
    return { ok: false, code: status.ABORTED, message: response.message, retry: true };
  }
  const message = `chaincode response ${response.status}, ${response.message}`;
  return { ok: false, code: status.UNKNOWN, message, retry: false };
}
