import { z } from 'zod';
import { Money } from '../../chaincode/domain/money.js';
import type { PartyDraft } from '../../gateway-api/documents/draft.js';
import { DOCUMENT_CODES, WARNING_CODES } from '../../gateway-api/documents/problem.js';
import type { UnknownParty } from '../../gateway-api/documents/import-parties.js';
import type {
  ImportOutcome,
  Imported,
  ImportStatus,
} from '../../gateway-api/drafts/import-documents.js';
import { DraftRecord } from '../../gateway-api/drafts/draft-record.js';
import type { CommonOptions, Words } from './options.js';

type Language = CommonOptions['lang'];

/** The one JSON line of an import. A credit note reduces a draft and is none. */
export function importLine(outcome: ImportOutcome): Record<string, unknown> {
  const { records, refused, unknownParties, warnings } = outcome;
  const of = (kind: DraftRecord['kind']): unknown[] =>
    records.filter(({ record }) => record.kind === kind).map(line);
  return {
    drafts: of('INVOICE'),
    rows: of('PAYABLE'),
    orders: of('ORDER'),
    creditNotes: of('CREDIT_NOTE'),
    refused,
    unknownParties,
    warnings,
  };
}

function line({ status, record }: Imported<DraftRecord>): Record<string, unknown> {
  const { id, content } = z.encode(DraftRecord, record);
  const told = Object.entries(content).filter(([field]) => field !== 'lines');
  return { id, status, ...Object.fromEntries(told) };
}

function wire(amount: Money): { readonly currency: string; readonly amount: string } {
  return z.encode(Money, amount);
}

/** The same for people. */
export function importText(outcome: ImportOutcome, language: Language): string {
  const { refused, warnings, records, unknownParties } = outcome;
  const notes = [
    ...warnings.map(({ file, pointer, code }) => ({
      file,
      pointer,
      code,
      told: WARNING_CODES[code],
    })),
    ...refused.map(({ file, pointer, code }) => ({
      file,
      pointer,
      code,
      told: DOCUMENT_CODES[code],
    })),
  ].map(({ file, pointer, code, told }) => `  ${file} ${pointer}\n    ${told[language]} [${code}]`);
  const heading = refused.length > 0 ? REFUSED : IMPORTED;
  return [
    heading[language],
    ...records.map((each) => `  ${recordText(each, language)}`),
    ...(unknownParties.length > 0 ? ['', UNKNOWN[language]] : []),
    ...unknownParties.map((each) => `  ${unknownText(each, language)}`),
    ...(notes.length > 0 ? ['', NOTES[language], ...notes] : []),
  ].join('\n');
}

function recordText({ status, record }: Imported<DraftRecord>, language: Language): string {
  return `${STATUS[status][language]}  ${KIND[record.kind][language]} ${sentence(record, language)}`;
}

function sentence(record: DraftRecord, language: Language): string {
  switch (record.kind) {
    case 'INVOICE': {
      const { number, seller, buyer, amountWithTax, remaining } = record.content;
      const left = `${LEFT[language]} ${amount(remaining)}`;
      return `${number}  ${name(seller)} → ${name(buyer)}  ${amount(amountWithTax)}  ${left}`;
    }
    case 'CREDIT_NOTE': {
      const { number, appliedTo, amount: credit } = record.content;
      return `${number}  −${amount(credit)} → ${appliedTo ?? '?'}`;
    }
    case 'ORDER': {
      const { number, buyer, seller, ordered } = record.content;
      return `${number}  ${name(buyer)} → ${name(seller)}  ${amount(ordered)}`;
    }
    case 'PAYABLE': {
      const { voucher, supplier, amount: owed, contractDueDate } = record.content;
      return `${voucher}  → ${name(supplier)}  ${amount(owed)}  ${contractDueDate}`;
    }
  }
}

function unknownText(
  { name, country, identifiers, roles }: UnknownParty,
  language: Language,
): string {
  const numbers = identifiers.map(({ scheme, value }) => `${scheme} ${value}`).join(', ');
  const where = country === null ? '' : ` (${country})`;
  const needs = identifiers.length === 0 ? NO_NUMBER[language] : numbers;
  return `${name ?? '?'}${where}: ${roles.join(', ')}; ${needs}`;
}

function name({ name, identifiers }: PartyDraft): string {
  return name ?? identifiers[0]?.value ?? '?';
}

function amount(value: Money): string {
  const { currency, amount: digits } = wire(value);
  return `${currency} ${digits.replaceAll(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')}`;
}

const IMPORTED: Words = { en: 'Imported', zh: '已导入' };
const REFUSED: Words = { en: 'Refused; nothing was imported', zh: '已拒绝，未导入任何单据' };
const UNKNOWN: Words = {
  en: 'Companies to register before these drafts can be proposed',
  zh: '提出前须先登记的企业',
};
const NOTES: Words = { en: 'Notes', zh: '说明' };
const LEFT: Words = { en: 'to use', zh: '可用' };
const NO_NUMBER: Words = { en: 'the papers give no number for it', zh: '单据未载明其编号' };

const STATUS: Readonly<Record<ImportStatus, Words>> = {
  NEW: { en: 'new    ', zh: '新增' },
  KNOWN: { en: 'known  ', zh: '已有' },
  REDUCED: { en: 'reduced', zh: '冲减' },
};
const KIND: Readonly<Record<DraftRecord['kind'], Words>> = {
  INVOICE: { en: 'invoice', zh: '发票' },
  CREDIT_NOTE: { en: 'credit note', zh: '贷记单' },
  ORDER: { en: 'order', zh: '订单' },
  PAYABLE: { en: 'payable', zh: '应付账款' },
};
