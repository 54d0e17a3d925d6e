import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Signer } from '../../chaincode/domain/act.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { foundProgramme } from '../../chaincode/domain/founding.js';
import {
  complete,
  inForce,
  PolicyRules,
  tighten,
  type SomeRules,
} from '../../chaincode/domain/policy.js';
import {
  networkPolicyRef,
  POLICIES_PER_OWNER_MAX,
  setPolicy,
} from '../../chaincode/domain/policy-setting.js';
import type { Programme } from '../../chaincode/domain/programme.js';
import { anAct, aProgramme, foundingArgs } from '../support/act.js';
import { aHash, FOUNDED_ON, NETWORK_RULES, refusalIn } from '../support/build.js';
import { partyOf } from '../support/parties.js';

const date = (text: string): CalendarDate => CalendarDate.parse(text);
const network = foundProgramme(foundingArgs(), date(FOUNDED_ON)).policy;
const all = PolicyRules.parse(NETWORK_RULES);

function operator(mspId: 'CoreMSP' | 'BankAMSP' | 'AccessMSP' | 'BankBMSP'): Signer {
  const key = aHash(`operator of ${mspId}`);
  return { party: partyOf(mspId), mspId, key, role: 'OPERATOR', limit: null };
}

const quorum = { others: [operator('AccessMSP'), operator('BankBMSP')] };
const NETWORK = { scope: 'NETWORK', from: date('2026-04-01'), rules: all } as const;
const PROGRAMME = {
  scope: 'PROGRAMME',
  from: date('2026-04-01'),
  rules: { tenorDaysMax: 90 },
} as const;

describe('setting a network policy', () => {
  const programme = aProgramme();
  const code = (wish: object, act = anAct(operator('CoreMSP'), quorum)): string | null =>
    refusalIn(() => setPolicy({ ...NETWORK, ...wish }, { programme, network }, act));

  it('takes operators of a quorum of organisations', () => {
    const one = { others: [operator('AccessMSP')] };
    const twice = { others: [operator('CoreMSP'), operator('AccessMSP')] };
    expect(code({})).to.equal(null);
    expect(code({}, anAct(operator('CoreMSP'), one))).to.equal('SIGNATURES_MISSING');
    expect(code({}, anAct(operator('CoreMSP'), twice))).to.equal('SIGNATURES_MISSING');
    expect(code({}, anAct({ party: partyOf('CoreMSP') }, quorum))).to.equal('ROLE_REQUIRED');
  });

  it('states every rule, looser ones too', () => {
    expect(code({ rules: { ...all, tenorDaysMax: undefined } })).to.equal('POLICY_INCOMPLETE');
    expect(code({ rules: { ...all, tenorDaysMax: 300 } })).to.equal(null);
  });

  it('begins today or later', () => {
    expect(code({ from: date('2026-03-01') })).to.equal('DATE_PASSED');
    expect(code({ from: date('2026-03-03') })).to.equal(null);
  });

  it('never changes the policy of a day', () => {
    expect(code({ from: date(FOUNDED_ON) })).to.equal('ALREADY_EXISTS');
  });

  it('takes its day over from the one before', () => {
    const act = anAct(operator('CoreMSP'), quorum);
    const set = setPolicy(NETWORK, { programme, network }, act);
    const from = (day: string): string => networkPolicyRef(set.programme, date(day)).from;
    expect(from('2026-03-31')).to.equal(FOUNDED_ON);
    expect(from('2026-04-01')).to.equal('2026-04-01');
    expect(set.policy).to.include({ scope: 'NETWORK', id: 'network', owner: null });
  });
});

describe('setting a policy of one’s own', () => {
  const programme = aProgramme();
  const code = (rules: SomeRules, scope: 'PROGRAMME' | 'PRODUCT' = 'PROGRAMME'): string | null => {
    const act = anAct(operator(scope === 'PROGRAMME' ? 'CoreMSP' : 'BankAMSP'));
    return refusalIn(() => setPolicy({ ...PROGRAMME, scope, rules }, { programme, network }, act));
  };

  it('is the core enterprise’s for its programme and a bank’s for its products', () => {
    const scopes = ['PROGRAMME', 'PRODUCT'] as const;
    const who = ['CoreMSP', 'BankAMSP', 'AccessMSP'] as const;
    const codes = scopes.flatMap((scope) =>
      who.map((mspId) => {
        const wish = { ...PROGRAMME, scope, rules: {} };
        const act = anAct(operator(mspId), quorum);
        return refusalIn(() => setPolicy(wish, { programme, network }, act));
      }),
    );
    const no = 'ROLE_REQUIRED';
    expect(codes).to.deep.equal([null, no, no, no, null, no]);
    const maker = anAct({ party: partyOf('CoreMSP') });
    expect(refusalIn(() => setPolicy(PROGRAMME, { programme, network }, maker))).to.equal(no);
  });

  it('only tightens', () => {
    expect(code({ tenorDaysMax: 182 })).to.equal(null);
    expect(code({ tenorDaysMax: 183 })).to.equal(null);
    expect(code({ tenorDaysMax: 184 })).to.equal('POLICY_NOT_TIGHTER');
    expect(code({ minimumLot: '999.99' })).to.equal('POLICY_NOT_TIGHTER');
    expect(code({ secondPersonAbove: '0.00' })).to.equal(null);
    expect(code({ advanceRateMax: 1_000_001n }, 'PRODUCT')).to.equal('POLICY_NOT_TIGHTER');
  });

  it('takes a limit for a second person where the network has none, and only a lower one', () => {
    const limit = (base: string | null, own: string | null): string | null =>
      tighten({ ...all, secondPersonAbove: base }, { secondPersonAbove: own }).secondPersonAbove;
    expect(limit(null, '5.00')).to.equal('5.00');
    expect(limit('5.00', null)).to.equal('5.00');
    expect(limit('5.00', '4.99')).to.equal('4.99');
    expect(limit('5.00', '5.01')).to.equal('5.00');
    expect(limit(null, null)).to.equal(null);
  });

  it('says nothing about what protects another', () => {
    expect(code({ defaultAfterDays: 365 })).to.equal('POLICY_NOT_TIGHTER');
    expect(code({ reviewDays: 30 }, 'PRODUCT')).to.equal('POLICY_NOT_TIGHTER');
    expect(code({ advanceRateMax: 0n })).to.equal('POLICY_NOT_TIGHTER');
  });

  it('binds exactly as stated when it is taken, and would not bind so when it is not', () => {
    const days = fc.integer({ min: 0, max: 366 });
    const wishes = fc.record(
      {
        tenorDaysMax: days,
        hopsMax: fc.nat(10),
        transferCutoffDays: fc.nat(10),
        minimumLot: fc.nat(200_000).map((cents) => (cents / 100).toFixed(2)),
        verifyInvoiceAtConfirmation: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wishes, (wish) => {
        const taken = code(wish) === null;
        const bound = tighten(complete(all), wish);
        expect({ ...bound, ...wish }).to.satisfy((stated: object) => {
          return taken === (JSON.stringify(stated, text) === JSON.stringify(bound, text));
        });
      }),
    );
  });
});

describe('the policies that a programme names', () => {
  const set = (programme: Programme, from: string, today: string): Programme =>
    setPolicy(
      { ...PROGRAMME, from: date(from) },
      { programme, network },
      anAct(operator('CoreMSP'), { today }),
    ).programme;

  it('forget those that others have followed', () => {
    const first = set(aProgramme(), '2026-03-02', '2026-03-02');
    const second = set(first, '2026-03-10', '2026-03-05');
    const third = set(second, '2026-03-20', '2026-03-15');
    const names = third.policies.map(({ scope, from }) => `${scope} ${from}`);
    expect(names).to.deep.equal([
      'NETWORK 2026-03-02',
      'PROGRAMME 2026-03-10',
      'PROGRAMME 2026-03-20',
    ]);
    expect(inForce(third.policies, date('2026-03-15'))).to.have.length(2);
  });

  it('are few of one owner', () => {
    let programme = aProgramme();
    for (let day = 0; day < POLICIES_PER_OWNER_MAX; day += 1) {
      programme = set(programme, `2026-04-${10 + day}`, '2026-03-02');
    }
    const more = refusalIn(() => set(programme, '2026-05-01', '2026-03-02'));
    expect(more).to.equal('POLICIES_TOO_MANY');
    expect(refusalIn(() => set(programme, '2026-05-01', '2026-04-20'))).to.equal(null);
  });
});

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
