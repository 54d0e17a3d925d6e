/** Why a file cannot be imported, and where. One list of codes for every kind of document. */

/** Problems kept for one file; a hostile file must not make an answer as large as itself. */
export const PROBLEMS_MAX = 100;

interface Title {
  readonly en: string;
  readonly zh: string;
}

/** Every code of an unreadable or contradicting document, with its meaning. */
export const DOCUMENT_CODES = {
  FILES_TOO_MANY: { en: 'More files than one import may hold', zh: '文件数量超过单次导入上限' },
  FILE_EMPTY: { en: 'The file holds nothing', zh: '文件为空' },
  FILE_TOO_LARGE: {
    en: 'The file is larger than one document may be',
    zh: '文件超过单个单据的大小上限',
  },
  FILE_TYPE_UNKNOWN: { en: 'Neither XML nor CSV', zh: '既非 XML 也非 CSV' },
  ENCODING_UNSUPPORTED: {
    en: 'The bytes are not in an encoding that is accepted here',
    zh: '字符编码不被接受',
  },
  CHARACTER_FORBIDDEN: { en: 'A character that no text may hold', zh: '含有文本不允许的字符' },
  XML_DOCTYPE_FORBIDDEN: { en: 'A document type declaration', zh: '含有文档类型声明（DOCTYPE）' },
  XML_ENTITY_FORBIDDEN: {
    en: 'An entity beyond the five predefined ones',
    zh: '含有五个预定义实体以外的实体',
  },
  XML_TOO_DEEP: {
    en: 'Elements nested deeper than any business document',
    zh: '元素嵌套层数超过任何业务单据',
  },
  XML_TOO_LARGE: {
    en: 'More elements, more attributes or longer names than any business document',
    zh: '元素、属性数量或名称长度超过任何业务单据',
  },
  XML_MALFORMED: { en: 'Not well-formed XML', zh: 'XML 格式不正确' },
  DOCUMENT_UNKNOWN: { en: 'Not a document type that is known here', zh: '未知的单据类型' },
  DOCUMENT_NOT_IMPORTABLE: {
    en: 'A known document type that cannot be imported yet',
    zh: '已识别但尚不支持导入的单据类型',
  },
  ELEMENT_MISSING: { en: 'A required element is missing or empty', zh: '缺少必填元素或其内容为空' },
  ELEMENT_REPEATED: {
    en: 'An element that may occur once occurs several times',
    zh: '只能出现一次的元素重复出现',
  },
  TEXT_INVALID: {
    en: 'Text that is too long, or a number with unseen characters',
    zh: '文本过长，或编号含不可见字符',
  },
  DATE_INVALID: { en: 'Not a calendar date YYYY-MM-DD', zh: '不是有效日期 YYYY-MM-DD' },
  AMOUNT_INVALID: {
    en: 'Not a decimal amount within 15 digits before the point',
    zh: '不是整数部分 15 位以内的十进制金额',
  },
  AMOUNT_INEXACT: { en: 'More decimals than the currency has', zh: '小数位数超过该币种' },
  AMOUNT_NOT_POSITIVE: { en: 'An amount that must be above zero', zh: '金额必须大于零' },
  AMOUNT_NEGATIVE: { en: 'An amount that must not be below zero', zh: '金额不得小于零' },
  CURRENCY_UNKNOWN: { en: 'Not a currency of this ledger', zh: '账本不支持该币种' },
  CURRENCY_MIXED: {
    en: 'An amount in another currency than the document',
    zh: '金额币种与单据币种不一致',
  },
  RULE_BROKEN: { en: 'The stated amounts contradict each other', zh: '单据所列金额相互矛盾' },
  INVOICE_TYPE_REFUSED: {
    en: 'An invoice type that is no claim for a delivery',
    zh: '该发票类型不构成交付后的应收账款',
  },
  PREPAYMENT_NOT_ELIGIBLE: {
    en: 'An advance payment cannot back a claim',
    zh: '预付款不能作为应收账款依据',
  },
  INVOICE_DUPLICATED: {
    en: 'The same invoice twice in one import',
    zh: '同一发票在本次导入中重复',
  },
  INVOICE_CONTRADICTS: {
    en: 'The same invoice with another date, buyer or amount',
    zh: '同一发票的日期、买方或金额不一致',
  },
  INVOICE_REPLACED: {
    en: 'An invoice beside the one that corrects it',
    zh: '发票与更正该发票的新发票同时导入',
  },
  ORDER_DUPLICATED: { en: 'The same order twice in one import', zh: '同一订单在本次导入中重复' },
  CREDIT_DUPLICATED: {
    en: 'The same credit note twice in one import',
    zh: '同一贷记单（红字）在本次导入中重复',
  },
  CREDIT_AMBIGUOUS: {
    en: 'A credit note for several invoices of this import',
    zh: '贷记单同时对应本次导入的多张发票',
  },
  CREDIT_CONTRADICTS: {
    en: 'A credit note between other parties or in another currency than its invoice',
    zh: '贷记单与其原发票的当事人或币种不一致',
  },
  CREDIT_EXCEEDS_INVOICE: {
    en: 'Credit notes above the amount of their invoice',
    zh: '贷记金额合计超过原发票金额',
  },
  PARTY_AMBIGUOUS: {
    en: 'Identifiers of one party that belong to two registered parties',
    zh: '同一主体的标识对应两个已登记主体',
  },
  IDENTIFIER_INVALID: { en: 'Not a unified social credit code (USCC)', zh: '不是统一社会信用代码' },
  CSV_MALFORMED: { en: 'Not a table of comma-separated values', zh: '不是有效的 CSV 表格' },
  CSV_COLUMN_UNKNOWN: { en: 'A column that is not known here', zh: '未知的列' },
  CSV_COLUMN_MISSING: { en: 'A required column is missing', zh: '缺少必需的列' },
  CSV_COLUMN_REPEATED: { en: 'A column occurs twice', zh: '列重复' },
  CSV_FORMULA: {
    en: 'A cell that a spreadsheet would run as a formula',
    zh: '单元格会被电子表格当作公式执行',
  },
  CSV_ROWS_NONE: { en: 'A header and nothing below it', zh: '只有表头，没有数据行' },
  CSV_ROWS_TOO_MANY: { en: 'More rows than one file may hold', zh: '行数超过单个文件上限' },
  CELL_MISSING: { en: 'A required cell is empty', zh: '必填单元格为空' },
  VOUCHER_DUPLICATED: {
    en: 'The same voucher twice in one import',
    zh: '同一凭证号在本次导入中重复',
  },
  PAYABLE_EXCEEDS_INVOICE: {
    en: 'A payable above the amount of its invoice',
    zh: '应付金额超过其发票金额',
  },
} as const satisfies Record<string, Title>;
export type DocumentCode = keyof typeof DOCUMENT_CODES;

/** Something worth a look that stops nothing. */
export const WARNING_CODES = {
  USCC_CHECK_FAILED: {
    en: 'The check character of the credit code does not compute',
    zh: '统一社会信用代码校验位不符',
  },
  IBAN_CHECK_FAILED: { en: 'The account number is not a valid IBAN', zh: '账号不是有效的 IBAN' },
  PAYEE_NOT_SELLER: {
    en: 'Payment is asked to somebody else: the claim may be assigned already',
    zh: '收款人不是销方，债权可能已转让',
  },
  IDENTIFIER_IGNORED: {
    en: 'A number that only the two parties know, in characters no register uses',
    zh: '仅双方知晓且含非登记字符的编号，未采用',
  },
  DUE_DATE_MISSING: {
    en: 'No due date, only payment terms in words',
    zh: '没有到期日，只有文字付款条件',
  },
  ORIGINAL_MISSING: {
    en: 'A credit note whose invoice is not in this import',
    zh: '贷记单的原发票不在本次导入中',
  },
} as const satisfies Record<string, Title>;
export type WarningCode = keyof typeof WARNING_CODES;

/** Short texts for the reader of a refusal: the rule's name, the two values, the limit. */
export type Facts = Readonly<Record<string, string>>;

/** `pointer` is an XPath with UBL's usual prefixes, `line 3, column 2` of a table, or empty for the whole file. */
export interface Problem {
  readonly code: DocumentCode;
  readonly pointer: string;
  readonly facts: Facts;
}
export interface Warning {
  readonly code: WarningCode;
  readonly pointer: string;
  readonly facts: Facts;
}

/** A pointer costs a walk through the document, so it is made only for a problem that is kept. */
export type Place = string | (() => string);

/** What reading one file has found so far. A reader goes on after a problem to name the others too. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly warnings: Warning[] = [];
  #refusals = 0;

  /** @returns null, so that a field reader can refuse and return in one statement. */
  refuse(code: DocumentCode, place: Place, facts: Facts = {}): null {
    this.#refusals += 1;
    if (this.problems.length < PROBLEMS_MAX) {
      this.problems.push({ code, pointer: written(place), facts });
    }
    return null;
  }

  warn(code: WarningCode, place: Place, facts: Facts = {}): void {
    if (this.warnings.length < PROBLEMS_MAX) {
      this.warnings.push({ code, pointer: written(place), facts });
    }
  }

  /** How many there were, kept or not: a reader compares it to see whether a part of its work was refused. */
  get refusals(): number {
    return this.#refusals;
  }

  get refused(): boolean {
    return this.#refusals > 0;
  }
}

function written(place: Place): string {
  return typeof place === 'string' ? place : place();
}

/** A file that cannot be read any further: the encoding, the markup or the document type is wrong. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly problem: Problem;
  constructor(code: DocumentCode, facts: Facts = {}, pointer = '') {
    super(code);
    this.problem = { code, pointer, facts };
  }
}
