import type { OrganisationKind } from '../identity.js';

/** A key that the sandbox keeps for somebody, so that one can act as anybody with one click. */
export interface Persona {
  /** The word that `--as` and the token `sandbox.<word>` take. */
  readonly persona: string;
  readonly mspId: string;
  readonly organisation: OrganisationKind;
  /** Fabric's NodeOU of the certificate. */
  readonly role: 'client' | 'admin';
  /** Whose key it is: the organisation's own party, or a company that comes in through it. */
  readonly party: 'organisation' | 'company';
  readonly name: { readonly en: string; readonly zh: string };
}

/** The persona whose party is its organisation's own, by MSP id: the first of the rows below. */
function organisation(
  persona: string,
  mspId: string,
  more: Pick<Persona, 'organisation' | 'role' | 'name'>,
): Persona {
  return { persona, mspId, party: 'organisation', ...more };
}

function company(persona: string, name: Persona['name']): Persona {
  const access = { mspId: 'AccessMSP', organisation: 'ACCESS', role: 'client' } as const;
  return { persona, ...access, party: 'company', name };
}

/** Everybody of the sandbox, one row a key. The names say that none of them exists: 演示企业. */
export const PERSONAS: readonly Persona[] = [
  organisation('core-enterprise', 'CoreMSP', {
    organisation: 'CORE',
    role: 'client',
    name: { en: 'Demo Core Machinery', zh: '演示企业·核心装备制造' },
  }),
  organisation('core-enterprise-checker', 'CoreMSP', {
    organisation: 'CORE',
    role: 'client',
    name: { en: 'Demo Core Machinery, second person', zh: '演示企业·核心装备制造（复核）' },
  }),
  // Certified by its organisation, and pinned by nobody: its signature binds nobody.
  organisation('core-enterprise-unpinned', 'CoreMSP', {
    organisation: 'CORE',
    role: 'client',
    name: {
      en: 'Demo Core Machinery, key not pinned',
      zh: '演示企业·核心装备制造（密钥未登记）',
    },
  }),
  company('supplier-tier1', { en: 'Demo Tier-1 Components', zh: '演示企业·一级精密部件' }),
  company('supplier-tier2', { en: 'Demo Tier-2 Metalworks', zh: '演示企业·二级金属加工' }),
  company('supplier-tier3', { en: 'Demo Tier-3 Materials', zh: '演示企业·三级原料' }),
  company('dealer', { en: 'Demo Equipment Dealer', zh: '演示企业·设备经销' }),
  organisation('bank-a', 'BankAMSP', {
    organisation: 'BANK',
    role: 'client',
    name: { en: 'Demo Bank A', zh: '演示企业·甲银行' },
  }),
  organisation('bank-b', 'BankBMSP', {
    organisation: 'BANK',
    role: 'client',
    name: { en: 'Demo Bank B', zh: '演示企业·乙银行' },
  }),
  organisation('regulator', 'RegulatorMSP', {
    organisation: 'REGULATOR',
    role: 'client',
    name: { en: 'Demo Regulator', zh: '演示企业·监管机构' },
  }),
  organisation('auditor', 'RegulatorMSP', {
    organisation: 'REGULATOR',
    role: 'client',
    name: { en: 'Demo Auditor', zh: '演示企业·审计机构' },
  }),
  organisation('operator', 'AccessMSP', {
    organisation: 'ACCESS',
    role: 'admin',
    name: { en: 'Demo Platform Operator', zh: '演示企业·平台运营机构' },
  }),
  organisation('operator-core', 'CoreMSP', {
    organisation: 'CORE',
    role: 'admin',
    name: { en: 'Demo Core Machinery, operator', zh: '演示企业·核心装备制造（管理员）' },
  }),
  organisation('operator-bank-a', 'BankAMSP', {
    organisation: 'BANK',
    role: 'admin',
    name: { en: 'Demo Bank A, operator', zh: '演示企业·甲银行（管理员）' },
  }),
  organisation('operator-bank-b', 'BankBMSP', {
    organisation: 'BANK',
    role: 'admin',
    name: { en: 'Demo Bank B, operator', zh: '演示企业·乙银行（管理员）' },
  }),
  organisation('operator-regulator', 'RegulatorMSP', {
    organisation: 'REGULATOR',
    role: 'admin',
    name: { en: 'Demo Regulator, operator', zh: '演示企业·监管机构（管理员）' },
  }),
];
