import { expect } from 'chai';
import { createHash, createHmac } from 'node:crypto';
import { commitment } from '../../chaincode/domain/commitment.js';
import { aHash } from '../support/build.js';

describe('a commitment', () => {
  const sealing = { seed: aHash('seed'), name: 'party:x', version: 1 };

  it('is SHA-256 over a salt made of seed, name and version, and the content', () => {
    const key = Buffer.from(sealing.seed, 'hex');
    const salt = createHmac('sha256', key).update('party:x\n1').digest();
    const expected = createHash('sha256').update(Buffer.concat([salt, Buffer.from('{}')]));
    expect(commitment(sealing, '{}')).to.equal(expected.digest('hex'));
  });

  it('is another one for another seed, name, version or content', () => {
    const all = [
      commitment(sealing, '{}'),
      commitment({ ...sealing, seed: aHash('other') }, '{}'),
      commitment({ ...sealing, name: 'party:y' }, '{}'),
      commitment({ ...sealing, version: 2 }, '{}'),
      commitment(sealing, '[]'),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });
});
