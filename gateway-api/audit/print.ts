import type {
  InvariantReport,
  Violation,
  Words,
} from '../../chaincode/domain/invariants/invariant.js';
import type { AuditFault, AuditPlace, AuditReport } from './report.js';

type Language = keyof Words;

/** Violations of one invariant that are shown; the rest are counted. */
const SHOWN_MAX = 20;

const LABELS = {
  ok: { en: 'Everything is in order.', zh: '全部正常。' },
  notOk: { en: 'Something is off.', zh: '发现问题。' },
  height: { en: 'Height', zh: '区块高度' },
  genesis: { en: 'First block', zh: '创世区块' },
  last: { en: 'Last block', zh: '最新区块' },
  state: { en: 'State hash', zh: '状态哈希' },
  transactions: { en: 'Transactions', zh: '交易' },
  runAgain: { en: 'Run again', zh: '重新执行' },
  notRun: { en: 'Not run again', zh: '未重新执行' },
  records: { en: 'Records', zh: '记录' },
  invariants: { en: 'Invariants', zh: '不变式' },
  faults: { en: 'In the chain', zh: '链上问题' },
  notes: { en: 'Not looked at', zh: '未检查事项' },
} as const satisfies Record<string, Words>;

/** The report as text, one finding a line. */
export function printAudit(report: AuditReport, language: Language): string {
  const { faults, notes, invariants } = report;
  const label = (name: keyof typeof LABELS): string => LABELS[name][language];
  const stamp = report.sandbox ? ['SANDBOX 沙箱'] : [];
  const verdict = report.ok ? label('ok') : label('notOk');
  const lines = [...stamp, verdict, '', ...head(report, language)];
  if (faults.length > 0) {
    lines.push('', label('faults'), ...faults.map((each) => `  ✘ ${faultLine(each, language)}`));
  }
  if (invariants.length > 0) {
    lines.push('', label('invariants'));
    lines.push(...invariants.flatMap((each) => invariantLines(each, language)));
  }
  if (notes.length > 0) {
    lines.push('', label('notes'), ...notes.map(({ why }) => `  – ${why[language]}`));
  }
  return lines.join('\n');
}

function head(report: AuditReport, language: Language): string[] {
  const { counts } = report;
  const { secret, definitions } = counts.notRunAgain;
  const notRun = {
    en: `${secret} whose secret is kept elsewhere, ${definitions} of configuration and definitions`,
    zh: `私密数据由他方留存 ${secret} 笔，配置与合约定义 ${definitions} 笔`,
  };
  const rows: readonly (readonly [keyof typeof LABELS, string])[] = [
    ['height', report.height.toString()],
    ['genesis', report.genesisHash],
    ['last', report.blockHash],
    ['state', report.stateHash],
    ['transactions', `${counts.transactions} (${pairs(counts.codes)})`],
    ['runAgain', counts.runAgain.toString()],
    ['notRun', notRun[language]],
    ['records', pairs(counts.records)],
  ];
  return rows.map(([name, value]) => `  ${padded(LABELS[name][language])} ${value}`);
}

function pairs(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return entries.length === 0 ? '–' : entries.join(', ');
}

const COLUMN = 16;

/** A Chinese character is two columns wide. */
function padded(text: string): string {
  const width = text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
  return text + ' '.repeat(Math.max(COLUMN - width, 1));
}

function faultLine({ code, at, why }: AuditFault, language: Language): string {
  const place = placeText(at, language);
  return `[${code}] ${place === '' ? '' : `${place}: `}${why[language]}`;
}

function placeText({ block, tx, txId, key, file, offset }: AuditPlace, language: Language): string {
  const words = {
    block: { en: 'block', zh: '区块' },
    tx: { en: 'transaction', zh: '交易' },
    key: { en: 'key', zh: '键' },
    byte: { en: 'byte', zh: '字节' },
  };
  const parts = [
    block === null ? null : `${words.block[language]} ${block}`,
    tx === null ? null : `${words.tx[language]} ${tx}${txId === null ? '' : ` (${txId})`}`,
    key === null ? null : `${words.key[language]} ${key}`,
    file === null ? null : `${file}, ${words.byte[language]} ${offset ?? 0}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function invariantLines(report: InvariantReport, language: Language): string[] {
  const { id, title, checked, violations } = report;
  const line = `${violations.length === 0 ? '✔' : '✘'} ${id.padEnd(4)} ${title[language]} (${checked})`;
  const shown = violations.slice(0, SHOWN_MAX).map((each) => violationLine(each, language));
  const more = violations.length - shown.length;
  return [`  ${line}`, ...shown, ...(more > 0 ? [`         … +${more}`] : [])];
}

function violationLine({ record, why, by }: Violation, language: Language): string {
  const at = by === null ? '' : ` – ${placeText({ ...NO_FILE, ...by }, language)}`;
  return `         ${record}: ${why[language]}${at}`;
}

const NO_FILE = { key: null, file: null, offset: null };
