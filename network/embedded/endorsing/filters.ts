import type { MspSet } from '../identity/msp-set.js';
import type { Proposal } from '../messages/proposal.js';
import { identityOf } from '../validation/examine.js';

/** How far a proposal's time may be from the peer's (core.yaml peer.authentication.timewindow). */
const WINDOW_MS = 15 * 60 * 1000;
const WINDOW_TEXT = '15m0s';

/**
 * Why a proposal does not even reach the endorser: its creator's certificate has ended, or its time is not now.
 * @returns null when it does
 * @see fabric core/handlers/auth/filter/expiration.go, timewindow.go
 */
export function turnedAway(proposal: Proposal, members: MspSet, now: number): string | null {
  const creator = identityOf(proposal.signatureHeader.creator, members);
  if (creator?.isExpiredAt(now) === true) return 'proposal client identity expired';
  return untimely(proposal, now);
}

function untimely({ channelHeader }: Proposal, now: number): string | null {
  const { seconds, nanos } = channelHeader.timestamp ?? { seconds: 0, nanos: 0 };
  const proposed = seconds * 1000 + nanos / 1e6;
  if (Math.abs(proposed - now) <= WINDOW_MS) return null;
  return (
    `request unauthorized due to incorrect timestamp ${rfc3339(proposed)}, peer time ${rfc3339(now)}, ` +
    `peer.authentication.timewindow ${WINDOW_TEXT}`
  );
}

/** To the second, as Go's time.RFC3339 prints UTC; a time that no calendar reaches stays a number. */
function rfc3339(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return `${ms} ms`;
  return `${date.toISOString().slice(0, 19)}Z`;
}
