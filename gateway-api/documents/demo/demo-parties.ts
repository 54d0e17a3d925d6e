/**
 * The demo's companies, one for each sandbox persona. None exists: the names say so, and the credit codes
 * are of region 999999, which GB/T 2260 does not have, with check characters that compute.
 */
export interface DemoParty {
  readonly persona: string;
  /** Chinese, with the English in parentheses. */
  readonly name: string;
  readonly uscc: string;
}

export const DEMO_PARTIES = [
  {
    persona: 'core-enterprise',
    name: '演示企业·核心装备制造有限公司 (Demo Core Machinery Co., Ltd.)',
    uscc: '91999999MADEM0011Y',
  },
  {
    persona: 'supplier-tier1',
    name: '演示企业·一级精密部件有限公司 (Demo Tier-1 Components Co., Ltd.)',
    uscc: '91999999MADEM002XN',
  },
  {
    persona: 'supplier-tier2',
    name: '演示企业·二级金属加工有限公司 (Demo Tier-2 Metalworks Co., Ltd.)',
    uscc: '91999999MADEM0038N',
  },
  {
    persona: 'supplier-tier3',
    name: '演示企业·三级原料有限公司 (Demo Tier-3 Materials Co., Ltd.)',
    uscc: '91999999MADEM0046H',
  },
  {
    persona: 'dealer',
    name: '演示企业·设备经销有限公司 (Demo Equipment Dealer Co., Ltd.)',
    uscc: '91999999MADEM0054C',
  },
  { persona: 'bank-a', name: '演示企业·甲银行 (Demo Bank A)', uscc: '91999999MADEM00627' },
  { persona: 'bank-b', name: '演示企业·乙银行 (Demo Bank B)', uscc: '91999999MADEM00702' },
  { persona: 'regulator', name: '演示企业·监管机构 (Demo Regulator)', uscc: '91999999MADEM0089Y' },
  { persona: 'auditor', name: '演示企业·审计机构 (Demo Auditor)', uscc: '91999999MADEM0097R' },
  {
    persona: 'operator',
    name: '演示企业·平台运营机构 (Demo Platform Operator)',
    uscc: '91999999MADEM010XA',
  },
] as const satisfies readonly DemoParty[];

/** The documents that these companies have written, in the order of their story. */
export const DEMO_FILES = [
  'order-core-tier1.xml',
  'invoice-tier1-core-101.xml',
  'invoice-tier1-core-102.xml',
  'credit-note-tier1-core-103.xml',
  'invoice-tier2-tier1-201.xml',
  'invoice-tier3-tier2-301.xml',
  'order-dealer-core.xml',
  'invoice-core-dealer-401.xml',
  'payables-core.csv',
] as const;

/** Where they lie: beside the source, since the compiler copies no data. */
export const DEMO_DIRECTORY = new URL('../../../../gateway-api/documents/demo/', import.meta.url);
