/** How a refusal answers its caller; the HTTP status derives from it and from nothing else. */
export type ErrorKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'stale' | 'internal';

interface ErrorRow {
  readonly kind: ErrorKind;
  readonly title: { readonly en: string; readonly zh: string };
}

/**
 * Every code a contract can refuse with. A code is never renamed or reused; the order is the order in
 * which an act tests, where two refusals would fit.
 */
export const ERRORS = {
  // Who is asking, and in what form.
  COMMAND_MALFORMED: {
    kind: 'invalid',
    title: { en: 'The command is not of its published shape', zh: '指令不符合公布的格式' },
  },
  SECRET_MISPLACED: {
    kind: 'invalid',
    title: { en: 'Private fields are missing, or not allowed here', zh: '私密字段缺失或不应出现' },
  },
  PROGRAMME_NOT_FOUNDED: {
    kind: 'conflict',
    title: { en: 'The programme has not been founded', zh: '项目尚未设立' },
  },
  KEY_NOT_PINNED: {
    kind: 'forbidden',
    title: {
      en: 'The signing key is not pinned to a party, or not in force',
      zh: '签名密钥未登记或未生效',
    },
  },
  PARTY_NOT_ACTIVE: {
    kind: 'forbidden',
    title: { en: 'The party is not active', zh: '主体未处于有效状态' },
  },
  ROLE_REQUIRED: {
    kind: 'forbidden',
    title: { en: 'The act belongs to another role', zh: '该操作属于其他角色' },
  },
  BUSINESS_DATE_PASSED: {
    kind: 'conflict',
    title: {
      en: 'The record was acted on at a later business date',
      zh: '业务日期早于该记录的最近操作日',
    },
  },
  REFERENCE_DONE: {
    kind: 'conflict',
    title: { en: 'The reference was used for this very command', zh: '该业务编号对应的指令已执行' },
  },
  REFERENCE_REUSED: {
    kind: 'conflict',
    title: { en: 'The reference was used for another command', zh: '该业务编号已用于其他指令' },
  },
  // Founding.
  FOUNDING_INCOMPLETE: {
    kind: 'invalid',
    title: {
      en: 'A programme needs a core enterprise, an access organisation, a bank and one of each id',
      zh: '项目须有核心企业、供应商接入机构与银行，且编号不得重复',
    },
  },
  CLOCK_NOT_DECLARED: {
    kind: 'conflict',
    title: { en: 'The business date follows the clock', zh: '业务日期取自时钟，不可设定' },
  },
  DATE_NOT_FORWARD: {
    kind: 'invalid',
    title: { en: 'The business date only moves forward', zh: '业务日期只能前移' },
  },
  // What it is about.
  DATE_IN_FUTURE: {
    kind: 'invalid',
    title: { en: 'The date lies after the business date', zh: '日期晚于业务日期' },
  },
  DATE_PASSED: {
    kind: 'invalid',
    title: { en: 'The date lies before the business date', zh: '日期早于业务日期' },
  },
  PROGRAMME_UNKNOWN: { kind: 'missing', title: { en: 'No such programme', zh: '项目不存在' } },
  PARTY_UNKNOWN: { kind: 'missing', title: { en: 'No such party', zh: '主体不存在' } },
  BANK_UNKNOWN: {
    kind: 'missing',
    title: { en: 'No such bank in the programme', zh: '项目中无此银行' },
  },
  KEY_UNKNOWN: { kind: 'missing', title: { en: 'No such key', zh: '密钥不存在' } },
  POLICY_UNKNOWN: { kind: 'missing', title: { en: 'No such policy', zh: '规则不存在' } },
  RATE_UNKNOWN: { kind: 'missing', title: { en: 'No such rate', zh: '利率不存在' } },
  INVOICE_UNKNOWN: { kind: 'missing', title: { en: 'No such invoice', zh: '发票不存在' } },
  QUOTA_UNKNOWN: {
    kind: 'missing',
    title: { en: 'No such part of an issuance quota', zh: '该份开立额度不存在' },
  },
  ORDER_UNKNOWN: { kind: 'missing', title: { en: 'No such order', zh: '订单不存在' } },
  PAYABLE_UNKNOWN: { kind: 'missing', title: { en: 'No such payable', zh: '应付账款不存在' } },
  RECEIVABLE_UNKNOWN: {
    kind: 'missing',
    title: { en: 'No such receivable', zh: '应收账款不存在' },
  },
  LOT_UNKNOWN: { kind: 'missing', title: { en: 'No such lot', zh: '持有份额不存在' } },
  REQUEST_UNKNOWN: { kind: 'missing', title: { en: 'No such request', zh: '融资申请不存在' } },
  LOAN_UNKNOWN: { kind: 'missing', title: { en: 'No such loan', zh: '融资不存在' } },
  PURCHASE_UNKNOWN: { kind: 'missing', title: { en: 'No such purchase', zh: '受让不存在' } },
  ALREADY_EXISTS: {
    kind: 'conflict',
    title: { en: 'A record with this id exists', zh: '该编号的记录已存在' },
  },
  STATE_CONFLICT: {
    kind: 'conflict',
    title: {
      en: 'The record is in a state that does not allow the act',
      zh: '当前状态不允许该操作',
    },
  },
  // Parties and keys.
  DETAILS_MISMATCH: {
    kind: 'conflict',
    title: {
      en: 'The details are not those the party applied with',
      zh: '资料与该主体申请时提交的不一致',
    },
  },
  KEY_NOT_APPLIED: {
    kind: 'conflict',
    title: { en: 'The party applied with another key', zh: '该主体申请时使用的是另一密钥' },
  },
  KEY_REVOKES_ITSELF: {
    kind: 'conflict',
    title: { en: 'A key does not revoke itself', zh: '密钥不能注销自身' },
  },
  // Orders.
  ORDER_EXCEEDED: {
    kind: 'conflict',
    title: { en: 'The amount exceeds what the order leaves', zh: '金额超过订单余量' },
  },
  ORDER_INCOMPLETE: {
    kind: 'conflict',
    title: {
      en: 'Not all of the order has been delivered: cancel the rest first',
      zh: '订单尚未全部交付，请先取消剩余部分',
    },
  },
  ORDER_NOT_FITTING: {
    kind: 'conflict',
    title: {
      en: 'The order is not a confirmed one between the same parties in the same currency',
      zh: '订单未确认，或双方、币种不一致',
    },
  },
  // Payables.
  BATCH_TOO_LARGE: {
    kind: 'invalid',
    title: {
      en: 'The rows add up to more than an amount can be',
      zh: '批次合计金额超出上限',
    },
  },
  // Policies.
  POLICY_INCOMPLETE: {
    kind: 'invalid',
    title: { en: 'A network policy states every rule', zh: '网络规则须列明全部条款' },
  },
  POLICY_NOT_TIGHTER: {
    kind: 'invalid',
    title: {
      en: 'The policy states a rule that is not its own to state, or binds less than the network’s',
      zh: '规则超出其权限范围，或宽于网络规则',
    },
  },
  POLICIES_TOO_MANY: {
    kind: 'conflict',
    title: { en: 'Too many policies wait for their day', zh: '待生效规则过多' },
  },
  // Issuance quota.
  QUOTA_EXCEEDED: {
    kind: 'conflict',
    title: { en: 'The issuance quota does not suffice', zh: '开立额度不足' },
  },
  QUOTA_BELOW_RESERVED: {
    kind: 'conflict',
    title: { en: 'More of the quota is in use than that', zh: '额度不得低于已占用部分' },
  },
  // What any act can meet.
  CALENDAR_MISSING: {
    kind: 'conflict',
    title: { en: 'No calendar is recorded for the year', zh: '缺少该年度的工作日历' },
  },
  CURRENCY_MISMATCH: {
    kind: 'invalid',
    title: { en: 'Amounts are in different currencies', zh: '币种不一致' },
  },
  NET_NOT_POSITIVE: {
    kind: 'invalid',
    title: {
      en: 'Interest and fees would leave nothing to pay out',
      zh: '扣除利息与费用后无可支付金额',
    },
  },
  SURPLUS_FORFEITED: {
    kind: 'invalid',
    title: {
      en: 'Part of the face sold is neither paid for nor due to the seller',
      zh: '受让价款与尾款未覆盖全部转让份额',
    },
  },
  VALUE_DATE_PASSED: {
    kind: 'conflict',
    title: { en: 'Money was booked at a later value date', zh: '起息日早于已入账的最近起息日' },
  },
  DATE_NOT_REACHED: {
    kind: 'conflict',
    title: { en: 'The date that brings the act has not come', zh: '尚未到该操作的触发日期' },
  },
  // Receivables (domain.md 2.1).
  PARTIES_NOT_DISTINCT: {
    kind: 'invalid',
    title: { en: 'Both sides are one party', zh: '双方为同一主体' },
  },
  FACE_ABOVE_INVOICES: {
    kind: 'invalid',
    title: { en: 'The face is above the invoices used', zh: '金额超过所用发票金额合计' },
  },
  PREPAYMENT_NOT_ELIGIBLE: {
    kind: 'invalid',
    title: {
      en: 'Nothing is delivered yet: an advance payment backs no certificate',
      zh: '尚未交付：预付款不得开立应收账款电子凭证',
    },
  },
  DUE_BEFORE_ISSUE: {
    kind: 'invalid',
    title: { en: 'The due date lies before the issue', zh: '到期日早于开立日' },
  },
  TENOR_EXCEEDED: {
    kind: 'invalid',
    title: {
      en: 'The term is longer than policy allows, or needs a justification',
      zh: '期限超过规则上限，或须说明合理性',
    },
  },
  TERM_NOT_CONSENTED: {
    kind: 'invalid',
    title: {
      en: 'A due date later than the contract’s needs the signed consent of the creditor',
      zh: '到期日晚于合同约定，须债权人签署同意',
    },
  },
  TERMS_DIFFER: {
    kind: 'conflict',
    title: { en: 'The terms signed are not those of the record', zh: '签署条款与记录不一致' },
  },
  DEBTOR_BLOCKED: {
    kind: 'conflict',
    title: {
      en: 'The debtor may not issue: a certificate of its is unpaid',
      zh: '债务人有逾期未付凭证，暂停开立',
    },
  },
  CURE_NOT_SHOWN: {
    kind: 'conflict',
    title: {
      en: 'A certificate named as cured is not the debtor’s, or not settled',
      zh: '所列凭证非该债务人所欠或尚未结清',
    },
  },
  RECEIVABLE_FROZEN: {
    kind: 'conflict',
    title: { en: 'The receivable is frozen', zh: '应收账款已被冻结' },
  },
  // Invoices (domain.md 2.1 G1, G5).
  INVOICE_CONTRADICTS: {
    kind: 'conflict',
    title: {
      en: 'The invoice is known with another date, amount or between other parties',
      zh: '该发票已登记，但日期、金额或购销双方不一致',
    },
  },
  INVOICE_NOT_NORMAL: {
    kind: 'conflict',
    title: { en: 'The invoice was red-lettered or voided', zh: '发票已红冲或作废' },
  },
  INVOICE_OVERUSED: {
    kind: 'conflict',
    title: {
      en: 'More of the invoice would be used than its amount with tax',
      zh: '发票占用金额将超过价税合计',
    },
  },
  INVOICE_NOT_VERIFIED: {
    kind: 'conflict',
    title: {
      en: 'The invoice has not been verified with the tax source recently enough',
      zh: '发票未在规定期限内查验',
    },
  },
  INVOICE_CHECK_OUTDATED: {
    kind: 'conflict',
    title: { en: 'A later check of the invoice is known', zh: '已有更晚的发票查验结果' },
  },
  INVOICE_IN_USE: {
    kind: 'conflict',
    title: {
      en: 'The invoice is in use and keeps what it was presented with',
      zh: '发票已被占用，内容不得更正',
    },
  },
  ADVICE_ABOVE_UNPAID: {
    kind: 'invalid',
    title: { en: 'More is advised than is unpaid', zh: '付款通知金额超过未付金额' },
  },
  RECEIVABLE_MOVED: {
    kind: 'conflict',
    title: {
      en: 'The receivable has been split or handed on',
      zh: '应收账款已拆分或流转，不得取消',
    },
  },
  // Lots (domain.md 2.2).
  LOT_NOT_HELD: {
    kind: 'forbidden',
    title: { en: 'The caller does not hold this lot', zh: '操作方不是该份额的持有人' },
  },
  LOT_ENCUMBERED: {
    kind: 'conflict',
    title: {
      en: 'The lot is reserved, pledged or sold',
      zh: '该份额已被预留、质押或出让，存在权利负担',
    },
  },
  LOT_REPEATED: {
    kind: 'invalid',
    title: { en: 'A lot appears twice in one act', zh: '同一份额在一次操作中重复出现' },
  },
  POOL_HAS_RECEIPT: {
    kind: 'conflict',
    title: { en: 'Money has arrived for the lot’s pool', zh: '该份额所属分池已有回款' },
  },
  RECEIVABLE_NOT_TRANSFERABLE: {
    kind: 'conflict',
    title: { en: 'The receivable is not transferable', zh: '该应收账款约定不得转让' },
  },
  TRANSFER_CUT_OFF: {
    kind: 'conflict',
    title: { en: 'Too close to the due date for a transfer', zh: '临近到期日，停止流转' },
  },
  HOPS_EXCEEDED: {
    kind: 'conflict',
    title: { en: 'The lot has been handed on too often', zh: '流转层级已达上限' },
  },
  RECIPIENT_NOT_ELIGIBLE: {
    kind: 'invalid',
    title: { en: 'The recipient cannot take this lot', zh: '受让方不得受让该份额' },
  },
  BASIS_BELOW_LOT: {
    kind: 'invalid',
    title: {
      en: 'The invoices behind the transfer are below its amount',
      zh: '转让所依据的发票金额低于转让金额',
    },
  },
  SPLIT_UNBALANCED: {
    kind: 'invalid',
    title: { en: 'Parts do not add up to the lot', zh: '拆分金额合计与份额不符' },
  },
  LOT_BELOW_MINIMUM: {
    kind: 'invalid',
    title: { en: 'A part is below the smallest lot', zh: '拆分份额低于最低金额' },
  },
  SPLIT_DEPTH_EXCEEDED: {
    kind: 'conflict',
    title: { en: 'The lot has been split too often', zh: '拆分次数已达上限' },
  },
  NOTICE_ACKNOWLEDGED: {
    kind: 'conflict',
    title: { en: 'The debtor has acknowledged the notice', zh: '债务人已确认收到转让通知' },
  },
  // Settlement.
  RECEIPT_UNKNOWN: { kind: 'missing', title: { en: 'No such receipt', zh: '回款记录不存在' } },
  INSTRUCTION_UNKNOWN: {
    kind: 'missing',
    title: { en: 'No such instruction', zh: '兑付指令不存在' },
  },
  POOL_UNKNOWN: { kind: 'missing', title: { en: 'No such pool', zh: '分池不存在' } },
  VALUE_DATE_OUT_OF_RANGE: {
    kind: 'invalid',
    title: {
      en: 'The value date is in the future or too far back',
      zh: '起息日晚于业务日期或过早',
    },
  },
  PAYMENT_REF_CONFLICT: {
    kind: 'conflict',
    title: { en: 'The payment was registered with other content', zh: '该笔回款已按其他内容登记' },
  },
  RECEIPT_OVERALLOCATED: {
    kind: 'invalid',
    title: { en: 'More is allocated than the receipt has left', zh: '清分金额超过回款余额' },
  },
  LATE_INTEREST_NOT_DUE: {
    kind: 'conflict',
    title: { en: 'Late interest is not due', zh: '尚未产生逾期利息' },
  },
  POOL_CLOSED: {
    kind: 'conflict',
    title: { en: 'The pool is closed to this act', zh: '分池不再接受该操作' },
  },
  RECEIPT_EXCEEDS_CLAIM: {
    kind: 'invalid',
    title: { en: 'Receipts would exceed the face', zh: '回款超过应收金额' },
  },
  RECEIPTS_UNDER_REVIEW: {
    kind: 'conflict',
    title: { en: 'Too many receipts are under review', zh: '复核中的回款过多' },
  },
  RECEIPT_DISTRIBUTABLE: {
    kind: 'conflict',
    title: { en: 'The receipt is distributable and stays', zh: '回款已可分配，不可撤销' },
  },
  RECEIPTS_FEWER: {
    kind: 'stale',
    title: { en: 'Fewer receipts are distributable than was seen', zh: '可分配回款少于提交时所见' },
  },
  BATCH_MIXED: {
    kind: 'invalid',
    title: { en: 'A batch holds lots of one bank or of none', zh: '同一批次的份额须属同一资金方' },
  },
  REISSUES_EXHAUSTED: {
    kind: 'conflict',
    title: { en: 'The payment was reissued too often', zh: '重新发起次数过多' },
  },
  POOLS_EXHAUSTED: {
    kind: 'conflict',
    title: { en: 'The receivable is cut into too many pools', zh: '分池或区间数量已达上限' },
  },
  // Financing (domain.md 2.3 to 2.5, 2.8).
  OFFER_UNKNOWN: { kind: 'missing', title: { en: 'No such offer', zh: '融资要约不存在' } },
  LIMIT_UNKNOWN: {
    kind: 'missing',
    title: { en: 'The bank has set no limit', zh: '银行尚未设定授信额度' },
  },
  POSTING_UNKNOWN: { kind: 'missing', title: { en: 'No such posting', zh: '入账记录不存在' } },
  LOTS_MIXED: {
    kind: 'invalid',
    title: {
      en: 'The lots differ in holder, debtor, currency, terms or due date',
      zh: '份额的持有人、债务人、币种、费用承担或到期日不一致',
    },
  },
  LOT_NO_LONGER_ELIGIBLE: {
    kind: 'conflict',
    title: { en: 'The lot cannot be financed', zh: '该份额不符合融资条件' },
  },
  REQUEST_TOO_LONG: {
    kind: 'invalid',
    title: {
      en: 'The request would outlive the day after which no lot may wait',
      zh: '申请有效期超过份额的截止日',
    },
  },
  COMMITMENT_MISMATCH: {
    kind: 'invalid',
    title: { en: 'The content is not what was committed to', zh: '内容与公开承诺不一致' },
  },
  BANK_INVITED: {
    kind: 'conflict',
    title: { en: 'The bank was invited before', zh: '该银行已受邀' },
  },
  BANK_NOT_INVITED: {
    kind: 'forbidden',
    title: { en: 'The request was not shown to this bank', zh: '该银行未受邀' },
  },
  REJECTIONS_EXHAUSTED: {
    kind: 'conflict',
    title: { en: 'Too many offers of one bank were rejected', zh: '拒绝同一银行的要约过多' },
  },
  PRODUCT_MISMATCH: {
    kind: 'invalid',
    title: { en: 'The act does not fit the kind of product', zh: '与产品类型不符' },
  },
  OFFER_DATES_WRONG: {
    kind: 'invalid',
    title: {
      en: 'The dates of the offer do not fit each other, the request or the lots',
      zh: '要约日期之间，或与申请、份额不符',
    },
  },
  OFFER_BINDING: {
    kind: 'conflict',
    title: { en: 'The offer binds the bank while it is valid', zh: '要约有效期内不可撤回' },
  },
  OFFER_OPEN: { kind: 'conflict', title: { en: 'The offer still stands', zh: '要约仍然有效' } },
  TERMS_OUT_OF_POLICY: {
    kind: 'invalid',
    title: {
      en: 'A term is outside of what policy or law allows',
      zh: '条款超出规则或法律允许的范围',
    },
  },
  QUOTE_WITHOUT_TERM: {
    kind: 'invalid',
    title: { en: 'The value date is not before the due date', zh: '起息日不早于到期日' },
  },
  COST_CAP_EXCEEDED: {
    kind: 'invalid',
    title: {
      en: 'Interest, penalty and fees could exceed the yearly cap',
      zh: '利息、罚息与费用可能超过年化上限',
    },
  },
  COST_NOT_AGREED: {
    kind: 'stale',
    title: {
      en: 'The yearly cost signed is not that of the offer',
      zh: '签署的年化综合成本与要约不一致',
    },
  },
  ADVANCE_EXCEEDED: {
    kind: 'invalid',
    title: { en: 'More is asked than the terms advance on the lots', zh: '金额超过份额可融资上限' },
  },
  LIMIT_EXCEEDED: {
    kind: 'conflict',
    title: { en: 'The bank’s limit does not suffice', zh: '授信额度不足' },
  },
  LIMIT_GROUPED: {
    kind: 'invalid',
    title: {
      en: 'The group does not fit, or offers count to another',
      zh: '分组不符，或有要约计入原分组',
    },
  },
  AMOUNT_ABOVE_RESERVED: {
    kind: 'invalid',
    title: { en: 'More is said to be taken up than was reserved', zh: '占用金额超过预留额度' },
  },
  SEARCH_TOO_EARLY: {
    kind: 'invalid',
    title: {
      en: 'The registry was searched before the registration',
      zh: '查询时间不晚于登记时间',
    },
  },
  SEARCH_INCOMPLETE: {
    kind: 'invalid',
    title: {
      en: 'The search leaves out a holder on the title path',
      zh: '查询未覆盖全部权利流转主体',
    },
  },
  SEARCH_MISSING: {
    kind: 'conflict',
    title: { en: 'No money before the registry was searched', zh: '查询登记前不得放款' },
  },
  MONEY_BEFORE_SEARCH: {
    kind: 'invalid',
    title: { en: 'The value date lies before the search', zh: '起息日早于查询日' },
  },
  PRIOR_REGISTRATION: {
    kind: 'conflict',
    title: { en: 'An earlier registration covers the claim', zh: '存在在先登记' },
  },
  NET_MISMATCH: {
    kind: 'invalid',
    title: { en: 'The amount is not the net of that value date', zh: '金额与该起息日的净额不符' },
  },
  PAYMENT_ANSWERED: {
    kind: 'conflict',
    title: { en: 'The payment was answered before', zh: '该笔放款已答复' },
  },
  ANSWER_WINDOW_CLOSED: {
    kind: 'conflict',
    title: { en: 'The days to answer the payment are over', zh: '答复期限已过' },
  },
  MONEY_BOOKED: {
    kind: 'conflict',
    title: { en: 'Money was collected or repaid since', zh: '其后已有回款或还款' },
  },
  REPAYMENT_MISTIMED: {
    kind: 'invalid',
    title: {
      en: 'Money before the due date is a prepayment, later it is a repayment',
      zh: '到期前为提前还款，到期后为还款',
    },
  },
  AMOUNT_MISMATCH: {
    kind: 'invalid',
    title: { en: 'The amount is not what is due', zh: '金额与应付金额不符' },
  },
  COLLECTION_FOREIGN: {
    kind: 'forbidden',
    title: {
      en: 'The payment is not a collection of this record',
      zh: '该笔款项不属于本笔融资的回款',
    },
  },
  COLLECTION_INCOMPLETE: {
    kind: 'conflict',
    title: { en: 'Not everything is collected', zh: '尚未全部回款' },
  },
  COLLECTION_COMPLETE: {
    kind: 'conflict',
    title: { en: 'Everything is collected', zh: '已全部回款' },
  },
  SURPLUS_NONE: {
    kind: 'conflict',
    title: { en: 'Nothing is owed to return', zh: '无应返还余款' },
  },
  SURPLUS_NOT_RETURNED: {
    kind: 'conflict',
    title: { en: 'A surplus is not returned', zh: '余款尚未返还' },
  },
  LOAN_NOT_OVERDUE: {
    kind: 'conflict',
    title: { en: 'The loan is not overdue', zh: '融资未逾期' },
  },
  // Approvals (domain.md 3.7).
  APPROVAL_UNKNOWN: { kind: 'missing', title: { en: 'No such approval', zh: '会签不存在' } },
  ACT_NOT_APPROVABLE: {
    kind: 'invalid',
    title: { en: 'The act cannot be put to an approval', zh: '该操作不能发起会签' },
  },
  APPROVAL_NOT_NEEDED: {
    kind: 'invalid',
    title: { en: 'The act needs no further signature', zh: '该操作无需会签，可直接办理' },
  },
  APPROVAL_TOO_LONG: {
    kind: 'invalid',
    title: { en: 'An approval does not stay open that long', zh: '会签有效期过长' },
  },
  APPROVAL_TOO_LARGE: {
    kind: 'invalid',
    title: { en: 'The act is too large for an approval', zh: '会签内容过大' },
  },
  APPROVAL_STALE: {
    kind: 'stale',
    title: {
      en: 'What was signed for has changed since: open a new approval',
      zh: '会签所涉记录或签署人已变更，请重新发起',
    },
  },
  SIGNATURE_NOT_NEEDED: {
    kind: 'forbidden',
    title: { en: 'The signature is not among those needed', zh: '不需要该签署人签署' },
  },
  SIGNATURES_MISSING: {
    kind: 'forbidden',
    title: {
      en: 'The act needs further signatures: open an approval',
      zh: '需要其他签署人，请发起会签',
    },
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** True for a code of this table; a code from anywhere else is never trusted as ours. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
