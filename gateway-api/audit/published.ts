import {
  Findings,
  type InvariantReport,
  words,
} from '../../chaincode/domain/invariants/invariant.js';
import type { Secrets } from '../../chaincode/domain/invariants/secrets.js';
import { decoded } from '../../network/embedded/messages/fields.js';
import {
  decodeInvocation,
  decodeProposalPayload,
} from '../../network/embedded/messages/proposal.js';
import { decodeChaincodeEvent } from '../../network/embedded/messages/transaction.js';
import { type Recorded, recordedTransaction } from '../../network/embedded/replay/recorded.js';
import type { LedgerPlace } from '../../network/embedded/store/layout.js';
import { scanLedger } from '../../network/embedded/store/scan.js';

/** Where a transaction stands, as text. */
export function standing({ block, tx }: { readonly block: number; readonly tx: number }): string {
  return `${block}.${tx}`;
}

export interface Published {
  readonly report: InvariantReport;
  /** The ids of the transactions asked for, by {@link standing}. */
  readonly txIds: ReadonlyMap<string, string>;
}

/**
 * Read the chain once more, now that all private values are known: C11 over what is in the blocks beside the
 * state, which is arguments, answers and events, those of invalid transactions too.
 * @param wanted places of transactions whose ids are asked for
 */
export async function readPublished(
  { place, height }: { readonly place: LedgerPlace; readonly height: number },
  secrets: Secrets,
  wanted: ReadonlySet<string>,
): Promise<Published> {
  const findings = new Findings();
  const txIds = new Map<string, string>();
  for await (const { record } of scanLedger(place)) {
    const { number, data } = record.block;
    if (number >= height) break;
    for (const [tx, envelope] of data.entries()) {
      const transaction = decoded(() => recordedTransaction(envelope));
      if (transaction === null) continue;
      const { txId } = transaction.channelHeader;
      const at = standing({ block: number, tx });
      if (wanted.has(at)) txIds.set(at, txId);
      findings.looked();
      findings.by = { block: number, tx, txId };
      look(findings, secrets, transaction);
    }
  }
  const { checked, violations } = findings;
  return { report: { ...PUBLISHED, checked, violations }, txIds };
}

const PUBLISHED = {
  id: 'C11b',
  code: 'PRIVATE_VALUE_PUBLISHED',
  title: words(
    'No private value is in the arguments, answer or event of a transaction',
    '交易参数、应答与事件不含私密值',
  ),
};

function look(findings: Findings, secrets: Secrets, transaction: Recorded): void {
  for (const [part, texts] of Object.entries(textsOf(transaction))) {
    for (const text of texts) {
      const field = secrets.shownIn(jsonOf(text));
      if (field === null) continue;
      const { txId } = transaction.channelHeader;
      const why = words(
        `its ${part} shows the private ${field}`,
        `其 ${part} 泄露私密字段 ${field}`,
      );
      findings.fault(`transaction:${txId}`, why);
    }
  }
}

function textsOf({ action, proposalPayload }: Recorded): Record<string, readonly string[]> {
  const invocation = decoded(() => decodeInvocation(decodeProposalPayload(proposalPayload).input));
  const event =
    action.events.length === 0 ? null : decoded(() => decodeChaincodeEvent(action.events));
  return {
    arguments: invocation?.input?.args.map(String) ?? [],
    answer: action.response === null ? [] : [action.response.payload.toString()],
    event: event === null ? [] : [event.payload.toString()],
  };
}

/** The value of a JSON text; any other text is itself a value. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
