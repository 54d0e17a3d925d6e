import { ledger } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { sha256 } from '../../network/embedded/blocks.js';
import { type Place, ReadWriteSetBuilder, keyHash } from '../../network/embedded/rwset/builder.js';
import { encodeReads, encodeRwSet } from '../../network/embedded/rwset/encode.js';
import { RangeResults } from '../../network/embedded/rwset/merkle.js';
import {
  decodeMetadata,
  encodeMetadata,
  validationParameter,
} from '../../network/embedded/rwset/metadata.js';
import { compareKeys } from '../../network/embedded/rwset/order.js';
import {
  type NamespaceRwSet,
  type Read,
  decodePrivateRwSet,
  decodeRwSet,
} from '../../network/embedded/store/rwset.js';

const { rwset } = ledger;

const text = fc.string({ unit: 'binary', maxLength: 6 });
const bytes = fc.uint8Array({ maxLength: 6 }).map((value) => Buffer.from(value));
const version = fc.option(fc.record({ block: fc.nat(), tx: fc.nat(1000) }), { nil: null });
const place = fc.record({
  namespace: fc.constantFrom('counterfoil', '_lifecycle'),
  collection: fc.constantFrom('', '', 'desk', 'offers'),
  key: text,
});

type Act = (builder: ReadWriteSetBuilder) => void;

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(place, version).map(
    ([at, read]) =>
      (builder: ReadWriteSetBuilder) =>
        builder.read(at, read),
  ),
  fc.tuple(place, bytes).map(
    ([at, value]) =>
      (builder: ReadWriteSetBuilder) =>
        builder.write(at, value),
  ),
  fc.tuple(place, text, bytes).map(
    ([at, name, value]) =>
      (builder: ReadWriteSetBuilder) =>
        builder.writeMetadata(at, encodeMetadata(name, value)),
  ),
  fc
    .tuple(text, text, fc.array(fc.record({ key: text, version }), { minLength: 1, maxLength: 3 }))
    .map(
      ([startKey, endKey, reads]) =>
        (builder: ReadWriteSetBuilder) =>
          builder.range('counterfoil', { startKey, endKey, exhausted: true, reads, merkle: null }),
    ),
);

function built(acts: readonly Act[]): readonly NamespaceRwSet[] {
  const builder = new ReadWriteSetBuilder();
  for (const perform of acts) perform(builder);
  return builder.build().namespaces;
}

describe('read and write sets', () => {
  it('are the bytes that Fabric’s own classes make of them', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const encoded = encodeRwSet(built(acts));
        const outer = rwset.TxReadWriteSet.deserializeBinary(encoded);
        for (const set of outer.getNsRwsetList()) {
          const inner = rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
          set.setRwset(inner.serializeBinary());
          for (const collection of set.getCollectionHashedRwsetList()) {
            const hashed = rwset.kvrwset.HashedRWSet.deserializeBinary(
              collection.getHashedRwset_asU8(),
            );
            collection.setHashedRwset(hashed.serializeBinary());
          }
        }
        expect(Buffer.from(outer.serializeBinary()).toString('hex')).to.equal(
          encoded.toString('hex'),
        );
      }),
    );
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const sets = built(acts);
        expect(encodeRwSet(decodeRwSet(encodeRwSet(sets))).equals(encodeRwSet(sets))).to.equal(
          true,
        );
      }),
    );
  });

  it('do not depend on the order in which different keys were touched', () => {
    const distinct = fc.uniqueArray(text, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(distinct, (keys) => {
        const write =
          (key: string): Act =>
          (builder) =>
            builder.write(at(key), Buffer.from(key));
        const forth = built(keys.map(write));
        const back = built([...keys].reverse().map(write));
        expect(encodeRwSet(forth).equals(encodeRwSet(back))).to.equal(true);
        const written = forth[0]?.writes.map(({ key }) => Buffer.from(key)) ?? [];
        expect([...written].sort((one, other) => one.compare(other))).to.deep.equal(written);
      }),
    );
  });

  it('keep the last write of a key and the first of two equal ranges', () => {
    const seen = { startKey: 'a', endKey: 'b', exhausted: true, merkle: null };
    const sets = built([
      (builder) => builder.write(at('k'), Buffer.from('1')),
      (builder) => builder.write(at('k'), Buffer.from('2')),
      (builder) => builder.range('counterfoil', { ...seen, reads: [{ key: 'a', version: null }] }),
      (builder) => builder.range('counterfoil', { ...seen, reads: null }),
    ]);
    expect(sets[0]?.writes.map(({ value }) => String(value))).to.deep.equal(['2']);
    expect(sets[0]?.ranges.map(({ reads }) => reads?.length)).to.deep.equal([1]);
  });

  it('show of a collection only hashes, which are of the private set beside them', () => {
    const builder = new ReadWriteSetBuilder();
    const offer: Place = { namespace: 'counterfoil', collection: 'offers', key: 'to A' };
    builder.write(offer, Buffer.from('four per cent'));
    builder.purge({ ...offer, key: 'old' });
    builder.writeMetadata({ ...offer, key: 'guarded' }, encodeMetadata('n', Buffer.from('v')));
    const { namespaces, privateSets } = builder.build();
    const [collection] = namespaces[0]?.collections ?? [];
    const [privateSet] = privateSets;
    expect(encodeRwSet(namespaces).includes('four per cent')).to.equal(false);
    expect(encodeRwSet(namespaces).includes('to A')).to.equal(false);
    expect(Buffer.from(collection?.privateHash ?? [])).to.deep.equal(
      Buffer.from(sha256(privateSet?.rwset ?? new Uint8Array())),
    );
    expect(collection?.writes.map(({ key, isPurge }) => [key, isPurge])).to.deep.equal([
      [keyHash('old'), true],
      [keyHash('to A'), false],
    ]);
    const clear = decodePrivateRwSet(privateSet?.rwset ?? new Uint8Array());
    expect(clear.writes.map(({ key }) => key)).to.deep.equal(['old', 'to A']);
    expect(clear.metadataKeys).to.deep.equal(['guarded']);
  });
});

describe('the order of keys', () => {
  it('is that of their UTF-8 bytes', () => {
    const unicode = fc.string({ unit: 'grapheme', maxLength: 5 });
    fc.assert(
      fc.property(unicode, unicode, (one, other) => {
        expect(Math.sign(compareKeys(one, other))).to.equal(
          Buffer.compare(Buffer.from(one), Buffer.from(other)),
        );
      }),
      { examples: [['\uffee', '\u{1f600}']] },
    );
  });
});

describe('the summary of a range', () => {
  const reads = (count: number): readonly Read[] =>
    Array.from({ length: count }, (_, at) => ({ key: `key${at}`, version: { block: at, tx: 1 } }));

  it('is the reads themselves up to the degree, and a Merkle tree above', () => {
    for (const degree of [2, 3, 5]) {
      for (let count = 0; count <= 140; count += 1) {
        const results = new RangeResults(degree);
        for (const read of reads(count)) results.add(read);
        const done = results.done();
        if (count === 0) expect(done).to.deep.equal({ reads: null, merkle: null });
        else if (count <= degree) expect(done).to.deep.equal({ reads: reads(count), merkle: null });
        else expect(done.merkle, `${count} by ${degree}`).to.deep.equal(summary(count, degree));
      }
    }
  });

  it('is of degree 50 when a contract queries', () => {
    const results = new RangeResults();
    for (const read of reads(51)) results.add(read);
    expect(results.done().merkle).to.deep.include({ maxDegree: 50, maxLevel: 1 });
  });

  /** From the leaves up, all of one level at a time: as Fabric describes the tree, not as anybody builds it. */
  function summary(count: number, degree: number): object {
    let hashes = groups(reads(count), degree + 1).map((group) => sha256(encodeReads(group)));
    let level = 1;
    for (; hashes.length > degree; level += 1) {
      hashes = groups(hashes, degree + 1).map((group) =>
        group.length === 1 ? (group[0] ?? new Uint8Array()) : sha256(...group),
      );
    }
    return { maxDegree: degree, maxLevel: level, hashes };
  }

  function groups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
    const count = Math.ceil(items.length / size);
    return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
  }
});

describe('the metadata of a key', () => {
  it('is what Fabric keeps: entries without the key', () => {
    const stored = encodeMetadata('VALIDATION_PARAMETER', Buffer.from('policy'));
    const known = rwset.kvrwset.KVMetadataWrite.deserializeBinary(stored);
    expect(known.getKey()).to.equal('');
    expect(known.getEntriesList().map((entry) => entry.getName())).to.deep.equal([
      'VALIDATION_PARAMETER',
    ]);
    expect(String(validationParameter(stored))).to.equal('policy');
    expect([...decodeMetadata(null)]).to.deep.equal([]);
    expect(validationParameter(null)).to.equal(null);
    expect(
      validationParameter(encodeMetadata('VALIDATION_PARAMETER', Buffer.alloc(0))),
    ).to.have.length(0);
  });
});

function at(key: string): Place {
  return { namespace: 'counterfoil', collection: '', key };
}
