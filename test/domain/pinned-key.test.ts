import { expect } from 'chai';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import type { Key } from '../../chaincode/domain/party.js';
import { inForceOn } from '../../chaincode/domain/pinned-key.js';
import { aHash, anId } from '../support/build.js';

const date = (text: string): CalendarDate => CalendarDate.parse(text);

const key: Key = {
  spki: aHash('key'),
  party: anId('org', 'party'),
  role: 'MAKER',
  limit: null,
  validFrom: date('2026-03-02'),
  validTo: date('2026-03-31'),
  revokedOn: null,
  addedBy: null,
};

describe('a pinned key', () => {
  it('is in force from its first day to its last', () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-31', '2026-04-01'];
    const inForce = days.map((day) => inForceOn(key, date(day)));
    expect(inForce).to.deep.equal([false, true, true, false]);
    expect(inForceOn({ ...key, validTo: null }, date('2999-12-31'))).to.equal(true);
  });

  it('is out of force once revoked, on any day', () => {
    const revoked = { ...key, revokedOn: date('2026-03-10') };
    expect(inForceOn(revoked, date('2026-03-05'))).to.equal(false);
    expect(inForceOn(revoked, date('2026-03-10'))).to.equal(false);
  });
});
