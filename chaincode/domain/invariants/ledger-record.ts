import type { Approval } from '../approval.js';
import type { BaseRate } from '../base-rate.js';
import type { Calendar } from '../calendar.js';
import type { CalendarDate } from '../dates.js';
import type { Desk, Exposure, Limit, Reservation } from '../financing/limit.js';
import type { LoanAccount } from '../financing/loan-account.js';
import type { Offer } from '../financing/offer.js';
import type { Posting } from '../financing/posting.js';
import type { PurchaseAccount } from '../financing/purchase-account.js';
import type { RequestFile } from '../financing/request-file.js';
import type { Loan } from '../financing/loan.js';
import type { Purchase } from '../financing/purchase.js';
import type { Request } from '../financing/request.js';
import type { Invoice } from '../invoice.js';
import type { Order } from '../order.js';
import type { Payable } from '../payable.js';
import type { PartyDeal, PartyFile } from '../party-details.js';
import type { Key, Party } from '../party.js';
import type { Policy } from '../policy.js';
import type { Programme } from '../programme.js';
import type { Quota } from '../quota.js';
import type { Lot } from '../receivable/lot.js';
import type { Receivable } from '../receivable/receivable.js';
import type { Instruction, Payout } from '../settlement/instruction.js';
import type { Receipt } from '../settlement/receipt.js';

/** What every stored record carries beside its body. */
export interface Stamp {
  /** Counts the writes of the record, from 1. */
  readonly version: number;
  /** Business date of the last write. */
  readonly actedOn: CalendarDate;
}

/** The bodies by the name of their schema, `lot` for `lot/1`. */
export interface Bodies {
  readonly programme: Programme;
  readonly policy: Policy;
  readonly calendar: Calendar;
  readonly rate: BaseRate;
  readonly party: Party;
  readonly 'party-file': PartyFile;
  readonly 'party-deal': PartyDeal;
  readonly key: Key;
  readonly invoice: Invoice;
  readonly quota: Quota;
  readonly order: Order;
  readonly payable: Payable;
  readonly receivable: Receivable;
  readonly lot: Lot;
  readonly receipt: Receipt;
  readonly instruction: Instruction;
  readonly payout: Payout;
  readonly request: Request;
  readonly loan: Loan;
  readonly purchase: Purchase;
  readonly approval: Approval;
  readonly 'request-file': RequestFile;
  readonly offer: Offer;
  readonly 'loan-account': LoanAccount;
  readonly 'purchase-account': PurchaseAccount;
  readonly posting: Posting;
  readonly desk: Desk;
  readonly limit: Limit;
  readonly exposure: Exposure;
  readonly reservation: Reservation;
}
export type RecordKind = keyof Bodies;

/** One decoded record of the ledger. */
export interface RecordOf<K extends RecordKind> {
  readonly kind: K;
  /** How a finding names it: `<type>:<id>`, with its collection before it when it is private. */
  readonly name: string;
  /** Whether it lies in public state. */
  readonly open: boolean;
  readonly value: Bodies[K] & Stamp;
  /** As stored: the JSON value itself. */
  readonly wire: unknown;
}
export type LedgerRecord = { [K in RecordKind]: RecordOf<K> }[RecordKind];

/** A receivable with everything that is cut from it or paid on it. */
export interface ClaimRecords {
  readonly id: string;
  /** null: its lots or instructions are there, and it is not. */
  readonly receivable: RecordOf<'receivable'> | null;
  readonly lots: readonly RecordOf<'lot'>[];
  readonly instructions: readonly RecordOf<'instruction'>[];
}

/** The transaction that wrote something. */
export interface WrittenBy {
  readonly block: number;
  /** Its place in the block. */
  readonly tx: number;
  readonly txId: string;
}

/** One write of one record. */
export interface Step {
  readonly by: WrittenBy;
  /** null: the record was made. */
  readonly before: LedgerRecord | null;
  readonly after: LedgerRecord;
}
