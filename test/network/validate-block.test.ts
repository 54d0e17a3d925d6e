import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { signaturePolicyOf } from '../../network/embedded/policy/evaluate.js';
import type { Policy } from '../../network/embedded/policy/policy.js';
import { VALIDATION_PARAMETER, encodeMetadata } from '../../network/embedded/rwset/metadata.js';
import { type Verdict, validateBlock } from '../../network/embedded/validation/block.js';
import type { Examined } from '../../network/embedded/validation/examine.js';
import type { NamespacePolicies } from '../../network/embedded/validation/policies.js';
import {
  NAMESPACE,
  type SomeTransaction,
  aCollection,
  aRow,
  anExamined,
  keyPolicy,
  metadataOf,
  writesOf,
} from '../support/examined.js';
import { MemoryState } from '../support/memory-state.js';

const { TxValidationCode: CODE } = peer;
const OTHER = 'other';
const DESK = 'desk';
const AT = { namespace: NAMESPACE, collection: DESK };

function policy(text: string): Policy {
  return signaturePolicyOf(parsePolicy(text).serializeBinary());
}

const POLICIES: Readonly<Record<string, NamespacePolicies>> = {
  [NAMESPACE]: {
    chaincode: policy("OR('A.peer', 'B.peer')"),
    collection: (name) => (name === DESK ? policy("OR('C.peer')") : null),
  },
  [OTHER]: { chaincode: policy("OR('D.peer')"), collection: () => null },
};

async function verdict(
  transactions: readonly Examined[],
  before: { readonly committed?: MemoryState; readonly chain?: readonly string[] } = {},
): Promise<Verdict> {
  return await validateBlock(2, transactions, {
    committed: before.committed ?? new MemoryState(),
    hasTransaction: (txId) => before.chain?.includes(txId) === true,
    policies: (namespace) => POLICIES[namespace] ?? null,
  });
}

async function flagsOf(...input: Parameters<typeof verdict>): Promise<readonly number[]> {
  return [...(await verdict(...input)).flags];
}

/** One transaction's code, by these signers, against this state. */
async function codeOf(transaction: SomeTransaction, committed?: MemoryState): Promise<unknown> {
  const before = committed === undefined ? {} : { committed };
  return (await flagsOf([anExamined(transaction)], before))[0];
}

function put(key: string, signers: readonly string[] = ['A.peer']): SomeTransaction {
  return { results: [{ writes: writesOf({ [key]: 'x' }) }], signers };
}

describe('judging a block', () => {
  it('keeps what an examination has found, whatever else there is to find', async () => {
    const bad = { ...anExamined(put('k')), code: CODE.BAD_CREATOR_SIGNATURE };
    const { flags, batch } = await verdict([bad], { chain: [bad.txId] });
    expect([...flags]).to.deep.equal([CODE.BAD_CREATOR_SIGNATURE]);
    expect(batch.public.size).to.equal(0);
  });

  it('finds an id that is in the chain before it looks at the content', async () => {
    const unfit = { code: CODE.VALID, txId: 'again', content: { code: CODE.BAD_RWSET } };
    expect(await flagsOf([unfit], { chain: ['again'] })).to.deep.equal([CODE.DUPLICATE_TXID]);
    expect(await flagsOf([unfit])).to.deep.equal([CODE.BAD_RWSET]);
  });

  it('finds a transaction without content', async () => {
    const empty = { code: CODE.VALID, txId: 'empty', content: null };
    expect(await flagsOf([empty])).to.deep.equal([CODE.INVALID_OTHER_REASON]);
  });

  it('lets the first of an id stand, even if it falls later on', async () => {
    const stale = {
      txId: 'twin',
      results: [{ reads: [{ key: 'k', version: { block: 1, tx: 7 } }] }],
      signers: ['A.peer'],
    };
    const twins = [anExamined(stale), anExamined({ ...put('k'), txId: 'twin' })];
    const { flags, batch } = await verdict(twins);
    expect([...flags]).to.deep.equal([CODE.MVCC_READ_CONFLICT, CODE.DUPLICATE_TXID]);
    expect(batch.public.size).to.equal(0);
  });

  it('lets the next of an id stand where the first has not passed its policies', async () => {
    const twins = [
      anExamined({ ...put('k', []), txId: 'twin' }),
      anExamined({ ...put('k'), txId: 'twin' }),
      anExamined({ ...put('k'), txId: 'twin' }),
    ];
    expect(await flagsOf(twins)).to.deep.equal([
      CODE.ENDORSEMENT_POLICY_FAILURE,
      CODE.VALID,
      CODE.DUPLICATE_TXID,
    ]);
  });

  it('writes what its valid transactions write, each at its own place', async () => {
    const { batch } = await verdict([
      anExamined(put('a')),
      anExamined(put('b', [])),
      anExamined(put('c')),
    ]);
    const written = [...(batch.public.get(NAMESPACE) ?? [])];
    expect(written.map(([key, { version }]) => [key, version])).to.deep.equal([
      ['a', { block: 2, tx: 0 }],
      ['c', { block: 2, tx: 2 }],
    ]);
  });

  it('knows no chaincode that is not committed', async () => {
    expect(await codeOf({ chaincode: 'unknown', signers: ['A.peer'] })).to.equal(
      CODE.INVALID_CHAINCODE,
    );
  });
});

describe('the policies of what a transaction writes', () => {
  it('are the chaincode’s even if it writes nothing', async () => {
    expect(await codeOf({ signers: [] })).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
    expect(await codeOf({ signers: ['B.peer'] })).to.equal(CODE.VALID);
  });

  it('must hold in every namespace that is written to', async () => {
    const results = [
      { writes: writesOf({ k: 'x' }) },
      { namespace: OTHER, writes: writesOf({ k: 'x' }) },
    ];
    expect(await codeOf({ results, signers: ['A.peer'] })).to.equal(
      CODE.ENDORSEMENT_POLICY_FAILURE,
    );
    expect(await codeOf({ results, signers: ['D.peer'] })).to.equal(
      CODE.ENDORSEMENT_POLICY_FAILURE,
    );
    expect(await codeOf({ results, signers: ['A.peer', 'D.peer'] })).to.equal(CODE.VALID);
  });

  it('are a key’s own where one is committed, for its value and for its policy', async () => {
    const committed = new MemoryState().set(NAMESPACE, 'k', aRow(keyPolicy("OR('D.peer')")));
    const acts = [
      { writes: writesOf({ k: 'x' }) },
      { writes: writesOf({ k: null }) },
      { metadataWrites: metadataOf({ k: null }) },
    ];
    for (const act of acts) {
      const by = async (...signers: string[]): Promise<unknown> =>
        await codeOf({ results: [act], signers }, committed);
      expect(await by('A.peer')).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
      expect(await by('D.peer')).to.equal(CODE.VALID);
    }
    const both = { writes: writesOf({ k: 'x', free: 'x' }) };
    expect(await codeOf({ results: [both], signers: ['D.peer'] }, committed)).to.equal(
      CODE.ENDORSEMENT_POLICY_FAILURE,
    );
    expect(await codeOf({ results: [both], signers: ['D.peer', 'B.peer'] }, committed)).to.equal(
      CODE.VALID,
    );
  });

  it('are the collection’s for a key hash, unless that has its own', async () => {
    const committed = new MemoryState().setHash(AT, 'bb', aRow(keyPolicy("OR('D.peer')")));
    const act = (some: Parameters<typeof aCollection>[1]): SomeTransaction['results'] => [
      { collections: [aCollection(DESK, some)] },
    ];
    const acts = (key: string): readonly SomeTransaction['results'][] => [
      act({ writes: writesOf({ [key]: 'x' }) }),
      act({ metadataWrites: metadataOf({ [key]: keyPolicy("OR('A.peer')") }) }),
    ];
    const by = async (
      results: SomeTransaction['results'],
      ...signers: string[]
    ): Promise<unknown> => await codeOf({ results: results ?? [], signers }, committed);
    for (const results of acts('aa')) {
      expect(await by(results, 'A.peer', 'D.peer')).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
      expect(await by(results, 'C.peer')).to.equal(CODE.VALID);
    }
    for (const results of acts('bb')) {
      expect(await by(results, 'A.peer', 'C.peer')).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
      expect(await by(results, 'D.peer')).to.equal(CODE.VALID);
    }
  });

  it('cannot hold for a collection that the definition does not name', async () => {
    const results = [{ collections: [aCollection('none', { writes: writesOf({ aa: 'x' }) })] }];
    expect(await codeOf({ results, signers: ['A.peer', 'C.peer'] })).to.equal(
      CODE.ENDORSEMENT_POLICY_FAILURE,
    );
  });

  it('are the chaincode’s again where a key’s own is empty, or its metadata says something else', async () => {
    for (const metadata of [
      encodeMetadata(VALIDATION_PARAMETER, Buffer.alloc(0)),
      encodeMetadata('something', Buffer.from('else')),
    ]) {
      const committed = new MemoryState().set(NAMESPACE, 'k', aRow(metadata));
      expect(await codeOf(put('k'), committed)).to.equal(CODE.VALID);
      expect(await codeOf(put('k', []), committed)).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
    }
  });

  it('cannot hold for a key whose own is no policy', async () => {
    const future = parsePolicy("OR('A.peer')");
    future.setVersion(1);
    const ruleless = new common.SignaturePolicyEnvelope();
    ruleless.setRule(new common.SignaturePolicy());
    for (const bytes of [
      Buffer.from([0xff]),
      ...[future, ruleless].map((each) => each.serializeBinary()),
    ]) {
      const metadata = encodeMetadata(VALIDATION_PARAMETER, bytes);
      const committed = new MemoryState().set(NAMESPACE, 'k', aRow(metadata));
      expect(await codeOf(put('k'), committed)).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
    }
    const garbage = new MemoryState().set(NAMESPACE, 'k', aRow(Buffer.from([0xff])));
    expect(await codeOf(put('k'), garbage)).to.equal(CODE.ENDORSEMENT_POLICY_FAILURE);
  });
});

describe('a policy that an earlier transaction of the block changes', () => {
  const policyOf = keyPolicy("OR('A.peer')");
  const committed = new MemoryState().set(NAMESPACE, 'k', aRow(null)).setHash(AT, 'aa', aRow(null));
  const privately = (
    some: Parameters<typeof aCollection>[1],
    signers: readonly string[],
  ): SomeTransaction => ({ results: [{ collections: [aCollection(DESK, some)] }], signers });

  it('lets nobody write that key, and everybody any other', async () => {
    const flags = await flagsOf(
      [
        anExamined({
          results: [{ metadataWrites: metadataOf({ k: policyOf }) }],
          signers: ['A.peer'],
        }),
        anExamined(put('k', ['A.peer', 'B.peer', 'C.peer', 'D.peer'])),
        anExamined(put('l')),
        anExamined(privately({ writes: writesOf({ k: 'x' }) }, ['C.peer'])),
      ],
      { committed },
    );
    const [F, V] = [CODE.ENDORSEMENT_POLICY_FAILURE, CODE.VALID];
    expect(flags).to.deep.equal([V, F, V, V]);
  });

  it('does so in a collection too', async () => {
    const flags = await flagsOf(
      [
        anExamined(privately({ metadataWrites: metadataOf({ aa: policyOf }) }, ['C.peer'])),
        anExamined(privately({ writes: writesOf({ aa: 'x' }) }, ['A.peer', 'C.peer'])),
        anExamined(privately({ writes: writesOf({ bb: 'x' }) }, ['C.peer'])),
      ],
      { committed },
    );
    expect(flags).to.deep.equal([CODE.VALID, CODE.ENDORSEMENT_POLICY_FAILURE, CODE.VALID]);
  });

  it('has changed nothing when it was itself refused by its policies', async () => {
    const flags = await flagsOf(
      [
        anExamined({ results: [{ metadataWrites: metadataOf({ k: policyOf }) }], signers: [] }),
        anExamined(put('k')),
      ],
      { committed },
    );
    expect(flags).to.deep.equal([CODE.ENDORSEMENT_POLICY_FAILURE, CODE.VALID]);
  });
});
