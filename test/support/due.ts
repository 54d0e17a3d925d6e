import type { z } from 'zod';
import type { Dated } from '../../chaincode/domain/due-acts.js';
import { loans, purchases, requests } from '../../chaincode/state/financing-kinds.js';
import type { Kind } from '../../chaincode/state/kind.js';
import {
  approvals,
  instructions,
  lots,
  orders,
  payables,
  receivables,
} from '../../chaincode/state/kinds.js';
import { decodeRecord, type Stored } from '../../chaincode/state/record.js';
import type { MemoryLedger } from './memory-ledger.js';

/** Every public record of a ledger that dates act on. */
export function recordsOf(ledger: MemoryLedger): Dated {
  const all = <B extends z.ZodObject>(kind: Kind<B, never>): Stored<B>[] =>
    ledger.records(kind.type).map((each) => decodeRecord(kind, JSON.stringify(each)));
  return {
    receivables: all(receivables),
    lots: all(lots),
    instructions: all(instructions),
    requests: all(requests),
    loans: all(loans),
    purchases: all(purchases),
    approvals: all(approvals),
    orders: all(orders),
    payables: all(payables),
  };
}
