import { createHash } from 'node:crypto';
import { common, ledger } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  type Block,
  commitHash,
  commitHashOf,
  commitHashSlot,
  dataHash,
  decodeBlock,
  encodeBlock,
  headerHash,
  transactionId,
} from '../../network/embedded/blocks.js';
import { decodeRwSet } from '../../network/embedded/store/rwset.js';
import { fieldsOf, WireError } from '../../network/embedded/store/wire.js';

const bytes = (max = 40): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength: max });
const height = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 255, 256, 65535));

const aBlock: fc.Arbitrary<Block> = fc.record({
  number: height,
  previousHash: bytes(),
  dataHash: bytes(),
  data: fc.array(bytes(), { maxLength: 4 }),
  metadata: fc.array(bytes(), { maxLength: 5 }),
});

/** DER by another road: the number through BigInt's hex, lengths below 128 only. */
function derHex(block: Block): string {
  let digits = BigInt(block.number).toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  if (Number.parseInt(digits.slice(0, 2), 16) > 127) digits = `00${digits}`;
  const item = (tag: string, hex: string): string =>
    tag + (hex.length / 2).toString(16).padStart(2, '0') + hex;
  const hex = (part: Uint8Array): string => Buffer.from(part).toString('hex');
  return item(
    '30',
    item('02', digits) + item('04', hex(block.previousHash)) + item('04', hex(block.dataHash)),
  );
}

describe('block arithmetic', () => {
  it('hashes a header as SHA-256 of its DER sequence', () => {
    fc.assert(
      fc.property(aBlock, (block) => {
        const expected = createHash('sha256').update(Buffer.from(derHex(block), 'hex'));
        expect(Buffer.from(headerHash(block))).to.deep.equal(expected.digest());
      }),
    );
  });

  it('hashes the data as the concatenated envelopes', () => {
    const whole = createHash('sha256').update('onetwo').digest();
    expect(dataHash([Buffer.from('one'), Buffer.from('two')])).to.deep.equal(whole);
    expect(dataHash([Buffer.from('onet'), Buffer.from('wo')])).to.deep.equal(whole);
  });

  it("writes blocks that Fabric's own classes read, and reads theirs", () => {
    fc.assert(
      fc.property(aBlock, (block) => {
        const theirs = common.Block.deserializeBinary(encodeBlock(block));
        expect(theirs.getHeader()?.getNumber()).to.equal(block.number);
        expect(theirs.getData()?.getDataList_asU8().map(hex)).to.deep.equal(block.data.map(hex));
        const back = decodeBlock(theirs.serializeBinary());
        expect(hex(encodeBlock(back))).to.equal(hex(encodeBlock(block)));
        expect(hex(theirs.serializeBinary())).to.equal(hex(encodeBlock(block)));
      }),
    );
  });

  it('makes a transaction id of nonce and creator', () => {
    const expected = createHash('sha256').update('noncecreator').digest('hex');
    expect(transactionId(Buffer.from('nonce'), Buffer.from('creator'))).to.equal(expected);
  });

  it('chains commit hashes over flag count, flags, updates and the hash before', () => {
    const flags = new Uint8Array(300);
    const hash = commitHash({ flags, updates: Buffer.from('u'), previous: Buffer.from('p') });
    const by = createHash('sha256')
      .update(Buffer.from([0xac, 0x02]))
      .update(flags)
      .update('up');
    expect(Buffer.from(hash)).to.deep.equal(by.digest());
    const slot = commitHashSlot(hash);
    expect(common.Metadata.deserializeBinary(slot).getValue_asU8()).to.deep.equal(
      new Uint8Array(hash),
    );
    const metadata = [new Uint8Array(0), new Uint8Array(0), flags, new Uint8Array(0), slot];
    expect(hex(commitHashOf({ ...emptyBlock, metadata }))).to.equal(hex(hash));
  });
});

describe('the wire format', () => {
  it('either reads bytes or names them unreadable', () => {
    fc.assert(
      fc.property(bytes(60), (message) => {
        try {
          const length = fieldsOf(message).reduce((sum, field) => sum + field.bytes.length, 0);
          expect(length).to.be.at.most(message.length);
        } catch (error) {
          expect(error).to.be.instanceOf(WireError);
        }
      }),
    );
  });

  it('refuses a varint of more than 64 bits and a cut one', () => {
    const long = Uint8Array.of(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2);
    expect(() => fieldsOf(long)).to.throw(WireError, 'longer than 64 bits');
    expect(() => fieldsOf(Uint8Array.of(8, 128))).to.throw(WireError, 'cut short');
  });
});

describe("reading a transaction's results", () => {
  it("reads what Fabric's classes wrote", () => {
    const version = new ledger.rwset.kvrwset.Version();
    version.setBlockNum(7);
    version.setTxNum(2);
    const read = new ledger.rwset.kvrwset.KVRead();
    read.setKey('票');
    read.setVersion(version);
    const absent = new ledger.rwset.kvrwset.KVRead();
    absent.setKey('none');
    const write = new ledger.rwset.kvrwset.KVWrite();
    write.setKey('k');
    write.setValue(Buffer.from('v'));
    const removal = new ledger.rwset.kvrwset.KVWrite();
    removal.setKey('gone');
    removal.setIsDelete(true);
    const entry = new ledger.rwset.kvrwset.KVMetadataEntry();
    entry.setName('VALIDATION_PARAMETER');
    entry.setValue(Buffer.from('policy'));
    const policy = new ledger.rwset.kvrwset.KVMetadataWrite();
    policy.setKey('k');
    policy.setEntriesList([entry]);
    const kv = new ledger.rwset.kvrwset.KVRWSet();
    kv.setReadsList([read, absent]);
    kv.setWritesList([write, removal]);
    kv.setMetadataWritesList([policy]);
    const ns = new ledger.rwset.NsReadWriteSet();
    ns.setNamespace('counterfoil');
    ns.setRwset(kv.serializeBinary());
    const whole = new ledger.rwset.TxReadWriteSet();
    whole.setNsRwsetList([ns]);

    const [decoded] = decodeRwSet(whole.serializeBinary());
    const bare = new ledger.rwset.kvrwset.KVMetadataWrite();
    bare.setEntriesList([entry]);
    expect(decoded?.namespace).to.equal('counterfoil');
    expect(decoded?.reads).to.deep.equal([
      { key: '票', version: { block: 7, tx: 2 } },
      { key: 'none', version: null },
    ]);
    expect(decoded?.writes.map(({ key, value }) => [key, value && hex(value)])).to.deep.equal([
      ['k', '76'],
      ['gone', null],
    ]);
    expect(decoded?.metadataWrites.map((one) => one.metadata && hex(one.metadata))).to.deep.equal([
      hex(bare.serializeBinary()),
    ]);
  });
});

const emptyBlock: Block = {
  number: 0,
  previousHash: new Uint8Array(0),
  dataHash: new Uint8Array(0),
  data: [],
  metadata: [],
};

function hex(part: Uint8Array): string {
  return Buffer.from(part).toString('hex');
}
