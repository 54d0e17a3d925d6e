import { importOf } from './documents-support.js';

/** The required columns, in the order of `table`. */
export const COLUMNS = [
  'voucher',
  'supplierUscc',
  'invoiceNumber',
  'deliveryDate',
  'amount',
  'contractDueDate',
] as const;
export type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;
export const CHINESE: Cells = {
  voucher: '凭证号',
  supplierUscc: '供应商统一社会信用代码',
  invoiceNumber: '发票号码',
  deliveryDate: '交货日期',
  amount: '金额',
  contractDueDate: '合同到期日',
};
export const ENGLISH: Cells = {
  voucher: 'Voucher',
  supplierUscc: 'supplier_uscc',
  invoiceNumber: 'Invoice Number',
  deliveryDate: 'deliveryDate',
  amount: 'AMOUNT',
  contractDueDate: 'contractDueDate',
};
/** The published example of GB 32100-2015. */
export const USCC = '91350100M000100Y43';

/** A row that reads; no two of them contradict each other. */
export function row(index: number, change: Partial<Cells> = {}): Cells {
  return {
    voucher: `AP-${index.toString()}`,
    supplierUscc: USCC,
    invoiceNumber: `26991${index.toString().padStart(15, '0')}`,
    deliveryDate: '2026-03-05',
    amount: `${(index + 1).toString()}.50`,
    contractDueDate: '2026-05-04',
    ...change,
  };
}

export function table(rows: readonly Cells[], header: Cells = ENGLISH): string {
  return [header, ...rows]
    .map((cells) => COLUMNS.map((column) => cells[column]).join(','))
    .join('\n');
}

/** What the import says the rows are. */
export function read(content: string | Uint8Array): readonly Cells[] {
  return importOf(content).payables.flatMap(({ rows }) =>
    rows.map((r) => ({
      voucher: r.voucher,
      supplierUscc: r.supplier.identifiers[0]?.value ?? '',
      invoiceNumber: r.invoiceNumber,
      deliveryDate: r.deliveryDate,
      amount: (Number(r.amount.minor) / 100).toFixed(2),
      contractDueDate: r.contractDueDate,
    })),
  );
}
