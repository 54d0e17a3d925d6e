import { expect } from 'chai';
import type { Act, SignatureNeed, Signer } from '../../chaincode/domain/act.js';
import {
  APPROVAL_ARGS_MAX,
  openApproval,
  PINS_MAX,
  signApproval,
  type Approval,
  type Tried,
} from '../../chaincode/domain/approval.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { aHash, anId, refusalIn } from '../support/build.js';
import { cny } from '../support/money.js';

const today = CalendarDate.parse('2026-03-02');
const ours = anId('org', 'ours');
const theirs = anId('org', 'theirs');

function aSigner(words: string, over: Partial<Signer> = {}): Signer {
  return { party: ours, mspId: 'CoreMSP', key: aHash(words), role: 'MAKER', limit: null, ...over };
}

function actOf(signer: Signer): Act {
  return { txId: aHash('tx'), timestamp: 0n, today, signer, requireSignatures: () => {} };
}

const both: readonly SignatureNeed[] = [ours, theirs].map((party) => ({ party, roles: ['MAKER'] }));

function tried(over: Partial<Tried> = {}): Tried {
  return {
    id: anId('apr', 'approval'),
    act: 'receivable:cancel',
    args: '{}',
    needs: both,
    pins: [],
    validUntil: today,
    ...over,
  };
}

const first = aSigner('first');
const opened = (over: Partial<Tried> = {}, by = first): Approval =>
  openApproval(tried(over), actOf(by));

describe('what an approval asks for', () => {
  it('is what the act asked for, each thing once', () => {
    expect(opened({ needs: [...both, ...both] }).needs).to.have.length(2);
  });

  it('is refused when the opener answers it alone, or nothing is asked', () => {
    expect(refusalIn(() => opened({ needs: both.slice(0, 1) }))).to.equal('APPROVAL_NOT_NEEDED');
    expect(refusalIn(() => opened({ needs: [] }))).to.equal('APPROVAL_NOT_NEEDED');
  });

  it('fits into a record', () => {
    const pin = { type: 'lot', attributes: ['a'], version: 1 };
    const pins = Array.from({ length: PINS_MAX }, () => pin);
    const args = 'x'.repeat(APPROVAL_ARGS_MAX);
    expect(refusalIn(() => opened({ pins, args }))).to.equal(null);
    expect(refusalIn(() => opened({ pins: [...pins, pin] }))).to.equal('APPROVAL_TOO_LARGE');
    expect(refusalIn(() => opened({ args: `${args}x` }))).to.equal('APPROVAL_TOO_LARGE');
  });
});

describe('a signature under an approval', () => {
  const signing = (needs: readonly SignatureNeed[], signer: Signer, earlier = [first]): unknown => {
    const attempt = (): boolean => signApproval(opened({ needs }), earlier, actOf(signer)).complete;
    return refusalIn(attempt) ?? attempt();
  };

  it('of a second person is not the first one’s again', () => {
    const needs = [{ party: ours, roles: ['MAKER', 'CHECKER'] as const, otherThan: first.key }];
    expect(signing(needs, first)).to.equal('SIGNATURE_NOT_NEEDED');
    expect(signing(needs, aSigner('second'))).to.equal(true);
    expect(signing(needs, aSigner('auditor', { role: 'AUDITOR' }))).to.equal(
      'SIGNATURE_NOT_NEEDED',
    );
  });

  it('covers the amount, or does not count', () => {
    const covering = cny('100.00');
    const needs = [{ party: theirs, roles: ['MAKER'] as const, covering }];
    const key = (limit: Signer['limit']): Signer => aSigner('theirs', { party: theirs, limit });
    expect(signing(needs, key(cny('99.99')))).to.equal('SIGNATURE_NOT_NEEDED');
    expect(signing(needs, key({ ...cny('100.00'), currency: 'EUR' }))).to.equal(
      'SIGNATURE_NOT_NEEDED',
    );
    expect(signing(needs, key(covering))).to.equal(true);
    expect(signing(needs, key(null))).to.equal(true);
  });

  it('of a quorum is of one more party', () => {
    const parties = ['a', 'b', 'c'].map((words) => anId('org', words));
    const [a = '', b = '', c = ''] = parties;
    const operator = (party: string): Signer => aSigner(party, { party, role: 'OPERATOR' });
    const needs = [{ parties, count: 3, roles: ['OPERATOR'] as const }];
    const signed = [operator(a), operator(b)];
    expect(signing(needs, operator(b), [operator(a)])).to.equal(false);
    expect(
      signing(needs, aSigner('twice', { ...operator(a), key: aHash('other') }), signed),
    ).to.equal('SIGNATURE_NOT_NEEDED');
    expect(signing(needs, operator(anId('org', 'd')), signed)).to.equal('SIGNATURE_NOT_NEEDED');
    expect(signing(needs, operator(c), signed)).to.equal(true);
  });
});
