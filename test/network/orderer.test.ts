import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  type BlockLimits,
  type Ordered,
  Orderer,
} from '../../network/embedded/ordering/orderer.js';

const LIMITS: BlockLimits = { maxMessageCount: 3, preferredMaxBytes: 10, gatherMs: 0 };

function envelope(text: string): Ordered {
  const examined = { code: peer.TxValidationCode.VALID, txId: text, content: null };
  return { bytes: Buffer.from(text), examined };
}

/** Blocks as they are delivered, each as soon as the test lets it be committed. */
class Chain {
  readonly blocks: string[][] = [];
  readonly orderer: Orderer;
  #hold: Promise<void> = Promise.resolve();

  constructor(limits: Partial<BlockLimits> = {}) {
    this.orderer = new Orderer({ ...LIMITS, ...limits }, async (batch) => {
      this.blocks.push(batch.map(({ bytes }) => bytes.toString()));
      await this.#hold;
    });
  }

  order(...texts: readonly string[]): void {
    for (const text of texts) expect(this.orderer.order(envelope(text))).to.equal(true);
  }

  /** Blocks take until the promise is settled. */
  hold(until: Promise<void>): void {
    this.#hold = until;
  }
}

describe('the orderer', () => {
  it('cuts by count', async () => {
    const chain = new Chain();
    chain.order('a', 'b', 'c', 'd');
    await chain.orderer.close();
    expect(chain.blocks).to.deep.equal([['a', 'b', 'c'], ['d']]);
  });

  it('cuts by bytes, and gives what is too large a block of its own', async () => {
    const chain = new Chain();
    chain.order('aaaaa', 'bbbbb', 'c', 'larger than ten', 'd');
    await chain.orderer.close();
    expect(chain.blocks).to.deep.equal([['aaaaa', 'bbbbb'], ['c'], ['larger than ten'], ['d']]);
  });

  it('keeps the order of arrival and the limits, whatever comes', async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }));
    await fc.assert(
      fc.asyncProperty(texts, async (sent) => {
        const chain = new Chain();
        chain.order(...sent);
        await chain.orderer.close();
        expect(chain.blocks.flat()).to.deep.equal(sent);
        for (const block of chain.blocks) {
          expect(block.length).to.be.within(1, LIMITS.maxMessageCount);
          if (block.length > 1)
            expect(block.join('').length).to.be.at.most(LIMITS.preferredMaxBytes);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gathers what comes while a block is being committed', async () => {
    const chain = new Chain();
    let release = (): void => undefined;
    chain.hold(new Promise((resolve) => (release = resolve)));
    chain.order('a');
    while (chain.blocks.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    chain.order('b', 'c');
    release();
    await chain.orderer.close();
    expect(chain.blocks).to.deep.equal([['a'], ['b', 'c']]);
  });

  it('does not let a full block wait for company', async () => {
    const chain = new Chain({ gatherMs: 60_000, maxMessageCount: 1 });
    chain.order('a');
    await chain.orderer.close();
    expect(chain.blocks).to.deep.equal([['a']]);
  });

  it('takes nothing once it is closed', async () => {
    const chain = new Chain();
    await chain.orderer.close();
    expect(chain.orderer.isOpen).to.equal(false);
    expect(chain.orderer.order(envelope('a'))).to.equal(false);
  });

  it('stops for good when a block fails, and says why', async () => {
    const delivered: number[] = [];
    const orderer = new Orderer({ ...LIMITS, maxMessageCount: 1 }, async (batch) => {
      delivered.push(batch.length);
      await Promise.reject(new Error('the disk is full'));
    });
    orderer.order(envelope('a'));
    orderer.order(envelope('b'));
    await orderer.close();
    expect(orderer.failure?.message).to.equal('the disk is full');
    expect(orderer.order(envelope('c'))).to.equal(false);
    expect(delivered).to.deep.equal([1]);
  });
});
