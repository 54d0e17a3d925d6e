import { expect } from 'chai';
import { words } from '../../chaincode/domain/invariants/invariant.js';
import { printAudit } from '../../gateway-api/audit/print.js';
import { type AuditReport, NOWHERE } from '../../gateway-api/audit/report.js';

const by = { block: 7, tx: 1, txId: 'abc' };
const REPORT: AuditReport = {
  ok: false,
  sandbox: true,
  height: 9,
  blockHash: 'b10c',
  genesisHash: '9e2e',
  stateHash: '57a7e',
  counts: {
    blocks: 9,
    transactions: 10,
    codes: { VALID: 9, MVCC_READ_CONFLICT: 1 },
    runAgain: 8,
    notRunAgain: { secret: 1, definitions: 0 },
    records: { lot: 3 },
  },
  invariants: [
    {
      id: 'C1',
      code: 'TILING_BROKEN',
      title: words('Lots tile', '份额覆盖'),
      checked: 2,
      violations: [{ record: 'lot:rcv_x:1', why: words('a gap', '有缺口'), by }],
    },
    { id: 'C5', code: 'OK', title: words('Fine', '正常'), checked: 4, violations: [] },
  ],
  faults: [
    {
      code: 'NOT_REPRODUCED',
      at: { ...NOWHERE, ...by, key: 'lot:rcv_x:1' },
      why: words('another value', '值不同'),
    },
  ],
  notes: [{ code: 'INDEX_NOT_COMPARED', why: words('no index', '无索引') }],
};

describe('printing an audit', () => {
  it('says in English where everything is', () => {
    const lines = printAudit(REPORT, 'en').split('\n');
    expect(lines.slice(0, 2)).to.deep.equal(['SANDBOX 沙箱', 'Something is off.']);
    expect(lines).to.include.members([
      '  Transactions     10 (VALID 9, MVCC_READ_CONFLICT 1)',
      '  ✘ [NOT_REPRODUCED] block 7, transaction 1 (abc), key lot:rcv_x:1: another value',
      '  ✘ C1   Lots tile (2)',
      '         lot:rcv_x:1: a gap – block 7, transaction 1 (abc)',
      '  ✔ C5   Fine (4)',
      '  – no index',
    ]);
  });

  it('says the same in Chinese', () => {
    const lines = printAudit(REPORT, 'zh').split('\n');
    expect(lines).to.include.members([
      '发现问题。',
      '  区块高度         9',
      '  ✘ [NOT_REPRODUCED] 区块 7, 交易 1 (abc), 键 lot:rcv_x:1: 值不同',
      '         lot:rcv_x:1: 有缺口 – 区块 7, 交易 1 (abc)',
    ]);
  });

  it('counts what it does not show', () => {
    const [first, ...rest] = REPORT.invariants;
    const violation = first?.violations[0];
    if (first === undefined || violation === undefined) throw new Error('there is one');
    const many = { ...first, violations: Array.from({ length: 25 }, () => violation) };
    const text = printAudit({ ...REPORT, invariants: [many, ...rest] }, 'en');
    expect(text.split('\n')).to.include('         … +5');
  });
});
