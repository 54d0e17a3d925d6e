import { expect } from 'chai';
import * as fc from 'fast-check';
import { money, type Money } from '../../chaincode/domain/money.js';
import {
  grantQuota,
  releaseQuota,
  reserveQuota,
  type Quota,
} from '../../chaincode/domain/quota.js';
import { anAct, aProgramme } from '../support/act.js';
import { anId, refusalIn } from '../support/build.js';
import { partyOf } from '../support/parties.js';

const cny = (minor: bigint): Money => money('CNY', minor);

function aQuota(granted: bigint, reserved: bigint): Quota {
  return {
    debtor: anId('org', 'debtor'),
    shard: 'a',
    grantor: anId('org', 'bank'),
    granted: cny(granted),
    reserved: cny(reserved),
  };
}

const amounts = fc.array(fc.bigInt({ min: 1n, max: 400n }), { maxLength: 20 });

describe('issuance quota', () => {
  it('is never taken beyond what is granted, and what does not fit changes nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2000n }), amounts, (granted, wishes) => {
        let quota = aQuota(granted, 0n);
        for (const wish of wishes) {
          const fits = quota.reserved.minor + wish <= granted;
          const code = refusalIn(() => reserveQuota(quota, cny(wish)));
          expect(code).to.equal(fits ? null : 'QUOTA_EXCEEDED');
          if (fits) quota = reserveQuota(quota, cny(wish));
          expect(quota.reserved.minor <= granted).to.equal(true);
        }
      }),
    );
  });

  it('is taken to the last fen, and not one more', () => {
    expect(reserveQuota(aQuota(100n, 40n), cny(60n)).reserved).to.deep.equal(cny(100n));
    expect(refusalIn(() => reserveQuota(aQuota(100n, 40n), cny(61n)))).to.equal('QUOTA_EXCEEDED');
  });

  it('is whole again once everything is given back, in any order', () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat()), (taken, order) => {
        let quota = taken.map(cny).reduce(reserveQuota, aQuota(8000n, 0n));
        const left = [...taken];
        while (left.length > 0) {
          const [given] = left.splice(order.next().value % left.length, 1);
          quota = releaseQuota(quota, cny(given ?? 0n));
        }
        expect(quota.reserved.minor).to.equal(0n);
      }),
    );
  });

  it('is never lowered below what is taken', () => {
    const bank = partyOf('BankAMSP');
    const act = anAct({ party: bank });
    fc.assert(
      fc.property(fc.bigInt(0n, 100n), fc.bigInt(0n, 200n), (reserved, wish) => {
        const quota = { ...aQuota(100n, reserved), grantor: bank };
        const grant = { ...quota, granted: cny(wish) };
        const granting = (): Quota => grantQuota({ quota, grant }, act, aProgramme());
        expect(refusalIn(granting)).to.equal(wish < reserved ? 'QUOTA_BELOW_RESERVED' : null);
        if (wish >= reserved) expect(granting()).to.deep.equal({ ...quota, granted: cny(wish) });
      }),
    );
  });

  it('is one currency’s', () => {
    const code = refusalIn(() => reserveQuota(aQuota(10n, 0n), money('EUR', 1n)));
    expect(code).to.equal('CURRENCY_MISMATCH');
  });

  it('gives back no more than was taken', () => {
    expect(() => releaseQuota(aQuota(10n, 1n), cny(2n))).to.throw('invariant');
  });
});
