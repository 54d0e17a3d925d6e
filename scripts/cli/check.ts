import { z } from 'zod';
import { Currency, exponent } from '../../chaincode/domain/currency.js';
import { decimal, money, Money as AnyMoney, type Money } from '../../chaincode/domain/money.js';
import type { ClaimReport, LotReport } from '../../gateway-api/report/claim-report.js';
import { readClaim } from '../../gateway-api/report/read-claim.js';
import { ExitCode } from './exit.js';
import type { CommonOptions, Words } from './options.js';
import { withApi } from './with-api.js';

export interface CheckOptions extends CommonOptions {
  readonly as: string;
}

/** `counterfoil check ID`: the claim report 债权核验报告 of a receivable or a lot. */
export async function check(id: string, options: CheckOptions): Promise<ExitCode> {
  const report = await withApi(options, (client) => readClaim(client, options.as, id));
  const ok = report.tilingBrokenAt === null;
  if (options.json) console.log(JSON.stringify({ ok, report, notChecked: NOT_CHECKED }, plain));
  else console.log(text(report, options.lang));
  return ok ? ExitCode.DONE : ExitCode.REFUSED;
}

/** Said in every report: silence would pass for a check. */
const NOT_CHECKED: readonly Words[] = [
  {
    en: 'papers (contract, delivery, promise): the ledger holds their commitments only',
    zh: '合同、交付凭证、付款承诺原文：账本仅存其承诺值',
  },
  { en: 'the tax source, now', zh: '税务发票查验系统的当前状态' },
  { en: 'the registry of movables, now', zh: '动产融资统一登记公示系统的当前状态' },
  { en: 'claims outside this ledger', zh: '本账本以外的权利主张' },
  { en: 'the debtor’s means', zh: '债务人的偿付能力' },
  {
    en: 'the whole chain of blocks: that is `counterfoil audit`',
    zh: '全链校验，请运行 counterfoil audit',
  },
];

type Row = readonly [Words, string];

function text(report: ClaimReport, lang: 'zh' | 'en'): string {
  const { receivable, lots, tilingBrokenAt } = report;
  const title = { en: 'Claim report', zh: '债权核验报告' }[lang];
  const lines = rows(report).map(([label, value]) => `  ${label[lang].padEnd(22)} ${value}`);
  const broken =
    tilingBrokenAt === null
      ? { en: 'the lots cover the face exactly', zh: '份额恰好覆盖票面' }[lang]
      : `TILING_BROKEN @ ${tilingBrokenAt}`;
  return [
    `${title} ${receivable.id}`,
    '',
    ...lines,
    '',
    { en: 'Lots', zh: '持有份额' }[lang],
    ...lots.flatMap((lot) => lotLines(lot)),
    `  ${broken}`,
    '',
    { en: 'Not checked', zh: '未核验事项' }[lang],
    ...NOT_CHECKED.map((each) => `  - ${each[lang]}`),
  ].join('\n');
}

function rows({ receivable, received, invoices }: ClaimReport): readonly Row[] {
  const { face, state, since, debtor, creditor, confirmedOn, confirmedBy } = receivable;
  const flag = (value: boolean): string => (value ? '✔' : '✘');
  return [
    [{ en: 'State', zh: '状态' }, `${state} (${since})`],
    [{ en: 'Face', zh: '票面金额' }, amount(face)],
    [{ en: 'Received', zh: '已回款' }, amount(received)],
    [{ en: 'Debtor', zh: '债务人' }, debtor],
    [{ en: 'Creditor', zh: '债权人' }, creditor],
    [{ en: 'Confirmed', zh: '确权' }, confirmedOn === null ? '–' : `${confirmedOn}  ${debtor}`],
    [{ en: 'By the key', zh: '确权密钥' }, confirmedBy ?? '–'],
    [{ en: 'Accepted', zh: '接收' }, receivable.acceptedOn ?? '–'],
    [{ en: 'Delivered', zh: '交付日' }, receivable.deliveredOn],
    [{ en: 'Due', zh: '到期日' }, `${receivable.dueDate} (${receivable.dueAdj})`],
    [{ en: 'Unconditional promise', zh: '无条件付款承诺' }, flag(receivable.unconditional)],
    [{ en: 'Set-off waived', zh: '放弃抵销' }, flag(receivable.setOffWaived)],
    [{ en: 'Transferable', zh: '可转让' }, flag(receivable.transferable)],
    ...invoices.map((invoice): Row => [
      { en: 'Invoice', zh: '发票' },
      `${invoice.identity.slice(0, 16)}… ${amount(invoice.usedHere)} / ${amount(invoice.amount)}` +
        ` ${invoice.status} ${invoice.verifiedOn ?? '–'}`,
    ]),
  ];
}

function lotLines(lot: LotReport): readonly string[] {
  const { encumbrance } = lot;
  const head = `  ${lot.lot}  ${amount(lot.amount)}  ${lot.state} (${lot.since})  ${amount(lot.paid)} ✔`;
  const path = `    ${lot.titlePath.join(' → ')}`;
  const claim =
    encumbrance === null
      ? []
      : [
          `    ${encumbrance.kind} ${encumbrance.id} ${encumbrance.state}` +
            ` ${encumbrance.bank ?? ''} ${encumbrance.registeredAt ?? '–'}` +
            (lot.securedMax === null ? '' : ` ≤ ${amount(lot.securedMax)}`),
        ];
  const notice = lot.noticeArrivedAt === null ? [] : [`    ✉ ${lot.noticeArrivedAt}`];
  return [head, path, ...claim, ...notice];
}

function amount({ currency, minor }: Money): string {
  return `${currency} ${decimal(minor, exponent(currency))}`;
}

/** Units are bigint; amounts in JSON are decimal strings as everywhere. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  const found = InMemory.safeParse(value);
  return found.success ? z.encode(AnyMoney, money(found.data.currency, found.data.minor)) : value;
}

const InMemory = z.strictObject({ currency: Currency, minor: z.bigint() });
