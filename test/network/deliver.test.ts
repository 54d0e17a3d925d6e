import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import type { Block } from '../../network/embedded/blocks.js';
import { BlockFeed } from '../../network/embedded/channel/block-feed.js';
import { deliver, wholeBlock } from '../../network/embedded/deliver/deliver.js';
import { Authority, type NodeRole } from '../../network/embedded/identity/authority.js';
import { protobufTimestamp } from '../../network/embedded/config/timestamp.js';
import { type Person, aPerson, scratchDirectory } from '../support/organisation.js';
import { type Programme, aProgramme } from '../support/programme.js';
import { type SomeEnvelope, signedEnvelope } from '../support/signed-envelope.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HEIGHT = 4;

interface Seek {
  readonly start?: orderer.SeekPosition | null;
  readonly stop?: orderer.SeekPosition | null;
  readonly failIfNotReady?: boolean;
}

function at(number: number): orderer.SeekPosition {
  const specified = new orderer.SeekSpecified();
  specified.setNumber(number);
  const position = new orderer.SeekPosition();
  position.setSpecified(specified);
  return position;
}

function oldest(): orderer.SeekPosition {
  const position = new orderer.SeekPosition();
  position.setOldest(new orderer.SeekOldest());
  return position;
}

function newest(): orderer.SeekPosition {
  const position = new orderer.SeekPosition();
  position.setNewest(new orderer.SeekNewest());
  return position;
}

function next(): orderer.SeekPosition {
  const position = new orderer.SeekPosition();
  position.setNextCommit(new orderer.SeekNextCommit());
  return position;
}

function seek({ start = oldest(), stop = newest(), failIfNotReady = false }: Seek): Uint8Array {
  const info = new orderer.SeekInfo();
  if (start !== null) info.setStart(start);
  if (stop !== null) info.setStop(stop);
  if (failIfNotReady) info.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
  return info.serializeBinary();
}

describe('a peer that delivers blocks', () => {
  const scratch = scratchDirectory();
  let programme: Programme;
  let reader: Person;
  let feed: BlockFeed;

  before(async () => {
    programme = await aProgramme(scratch.path('ca'));
    reader = await personAt('AccessMSP', 'client');
  });

  beforeEach(() => {
    feed = new BlockFeed(HEIGHT, (number) => Promise.resolve(block(number)));
  });

  function block(number: number): Block {
    return { ...programme.genesis, number };
  }

  /** Somebody whose certificate is of now; or, for a day, of some days ago. */
  async function personAt(mspId: string, role: NodeRole, daysAgo = 0): Promise<Person> {
    const time = new Date(Date.now() - daysAgo * DAY_MS);
    const authority = await Authority.open(scratch.path('ca', mspId), mspId, () => time);
    return await aPerson(authority, role, daysAgo === 0 ? undefined : 1);
  }

  /** What comes of these requests on one stream: block numbers, and names of status codes. */
  async function answers(...requests: readonly Buffer[]): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    const stop = new AbortController();
    const { config } = programme;
    const stream = deliver({ config, feed, show: wholeBlock })(streamOf(requests), stop.signal);
    for await (const bytes of stream) {
      const response = peer.DeliverResponse.deserializeBinary(bytes);
      const number = response.getBlock()?.getHeader()?.getNumber();
      found.push(number ?? nameOf(response.getStatus()));
    }
    return found;
  }

  async function request(
    info: Seek,
    some: Partial<SomeEnvelope> = {},
    by = reader,
  ): Promise<Buffer> {
    const { channelId: channel } = programme.config;
    const envelope = await signedEnvelope(by, { channel, data: seek(info), ...some });
    return Buffer.from(envelope.serializeBinary());
  }

  it('gives the blocks from any to any, and then a status', async () => {
    const cases: readonly (readonly [Seek, readonly unknown[]])[] = [
      [{}, [0, 1, 2, 3, 'SUCCESS']],
      [{ start: at(1), stop: at(2) }, [1, 2, 'SUCCESS']],
      [{ start: at(2), stop: at(2) }, [2, 'SUCCESS']],
      [{ start: newest(), stop: newest() }, [3, 'SUCCESS']],
      [{ start: oldest(), stop: oldest() }, [0, 'SUCCESS']],
      [{ start: at(3), stop: at(2) }, ['BAD_REQUEST']],
      [{ start: at(5), stop: at(9) }, ['NOT_FOUND']],
      [{ start: at(1), stop: at(9), failIfNotReady: true }, [1, 2, 3, 'NOT_FOUND']],
      [{ start: at(4), stop: at(9), failIfNotReady: true }, ['NOT_FOUND']],
      [{ start: null }, ['BAD_REQUEST']],
      [{ stop: null }, ['BAD_REQUEST']],
      [{ start: new orderer.SeekPosition() }, ['NOT_FOUND']],
    ];
    for (const [info, wanted] of cases) {
      expect(await answers(await request(info)), JSON.stringify(wanted)).to.deep.equal(wanted);
    }
  });

  it('waits for blocks that are not there yet', async () => {
    for (const start of [next(), at(HEIGHT)]) {
      const watched = new WatchedFeed(HEIGHT, (number) => Promise.resolve(block(number)));
      feed = watched;
      const coming = answers(await request({ start, stop: at(HEIGHT + 1) }));
      await watched.asked;
      for (const number of [HEIGHT, HEIGHT + 1]) {
        await new Promise((resolve) => setImmediate(resolve));
        feed.announce(block(number));
      }
      expect(await coming).to.deep.equal([HEIGHT, HEIGHT + 1, 'SUCCESS']);
    }
  });

  it('answers one request after the other, until one is wrong', async () => {
    const good = await request({ start: at(0), stop: at(0) });
    const bad = await request({ start: null });
    expect(await answers(good, good, bad, good)).to.deep.equal([
      0,
      'SUCCESS',
      0,
      'SUCCESS',
      'BAD_REQUEST',
    ]);
  });

  it('understands the request', async () => {
    const garbage = Buffer.from([0xff]);
    expect(await answers(garbage)).to.deep.equal(['BAD_REQUEST']);
    expect(await answers(await request({}, { data: garbage }))).to.deep.equal(['BAD_REQUEST']);
    const payload = new common.Envelope();
    payload.setPayload(new common.Payload().serializeBinary());
    expect(await answers(Buffer.from(payload.serializeBinary()))).to.deep.equal(['BAD_REQUEST']);
  });

  it('wants the request to be of now, and for its channel', async () => {
    const shifted = (ms: number): SomeEnvelope['change'] => {
      return (header) => header.setTimestamp(protobufTimestamp(new Date(Date.now() + ms)));
    };
    for (const minutes of [-16, 16]) {
      const change = shifted(minutes * MINUTE_MS);
      expect(
        await answers(await request({}, change === undefined ? {} : { change })),
      ).to.deep.equal(['BAD_REQUEST']);
    }
    const timeless = (header: common.ChannelHeader): unknown => header.clearTimestamp();
    expect(
      await answers(await request({}, { change: (header) => void timeless(header) })),
    ).to.deep.equal(['BAD_REQUEST']);
    expect(await answers(await request({}, { channel: 'elsewhere' }))).to.deep.equal(['NOT_FOUND']);
  });

  it('gives them to readers alone', async () => {
    const orderingNode = await personAt('BankAMSP', 'orderer');
    const expired = await personAt('AccessMSP', 'client', 2);
    const liar = { ...reader, sign: (message: Uint8Array) => orderingNode.sign(message) };
    const nobody = { ...reader, serialized: Buffer.from('nobody') };
    for (const by of [orderingNode, expired, liar, nobody]) {
      expect(await answers(await request({}, {}, by))).to.deep.equal(['FORBIDDEN']);
    }
  });
});

/** Tells when somebody has asked how high the chain is. */
class WatchedFeed extends BlockFeed {
  #tell = (): void => undefined;
  readonly asked = new Promise<void>((resolve) => (this.#tell = resolve));

  override get height(): number {
    this.#tell();
    return super.height;
  }
}

async function* streamOf(requests: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const request of requests) yield await Promise.resolve(request);
}

function nameOf(code: number): string {
  return Object.entries(common.Status).find(([, each]) => each === code)?.[0] ?? String(code);
}
