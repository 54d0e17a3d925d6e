import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { commitment } from '../../chaincode/domain/commitment.js';
import { Hex256, Id } from '../../chaincode/domain/identifiers.js';
import { invariant } from '../../chaincode/domain/refusal.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { readIfThere, writeWhole } from '../files.js';

/** Whose papers: an organisation keeps those of every party that comes in through it. */
export interface Owner {
  readonly mspId: string;
  readonly party: string;
}

/** What opens a commitment on the ledger, and to whom it may be shown. */
const Seal = z.strictObject({
  document: Hex256,
  seed: Hex256,
  parties: z.array(Id('org')).min(1),
});
type Seal = z.output<typeof Seal>;

const DOCUMENT = 'document';

/**
 * Papers of each organisation, `<directory>/<mspId>/<sha256>`, and beside them `<commitment>.seal` for each
 * time one was committed to. On the ledger stands the commitment alone: the hash of a paper could be guessed.
 */
export class DocumentStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Keep a paper. @returns its SHA-256, hex. */
  async keep({ mspId }: Owner, bytes: Uint8Array): Promise<string> {
    const document = createHash('sha256').update(bytes).digest('hex');
    const path = join(this.#directory, mspId, document);
    if ((await readIfThere(path)) === null) await writeWhole(path, bytes);
    return document;
  }

  /** A paper that the organisation keeps, by its SHA-256; null when it has none such. */
  async paper({ mspId }: Owner, document: string): Promise<Buffer | null> {
    return await readIfThere(join(this.#directory, mspId, Hex256.parse(document)));
  }

  /**
   * Keep a paper and commit to it.
   * @param seed 32 bytes, hex; the same seed gives the same commitment. Random when left out.
   * @returns what may stand on the ledger.
   */
  async seal(
    owner: Owner,
    bytes: Uint8Array,
    seed: string = randomBytes(32).toString('hex'),
  ): Promise<string> {
    const document = await this.keep(owner, bytes);
    const sealed = commitmentTo(document, seed);
    const known = await this.#sealOf(owner.mspId, sealed);
    await this.#write(owner.mspId, sealed, {
      document,
      seed,
      parties: merged(known?.parties ?? [], owner.party),
    });
    return sealed;
  }

  /**
   * Hand a paper and what opens it to another party, whose store keeps both.
   * @throws Error when the sender has no such paper.
   */
  async share(sealed: string, from: Owner, to: Owner): Promise<void> {
    const bytes = await this.open(from, sealed);
    const seal = await this.#sealOf(from.mspId, sealed);
    invariant(bytes !== null && seal !== null, 'one shares what one has');
    await this.keep(to, bytes);
    const known = await this.#sealOf(to.mspId, sealed);
    await this.#write(to.mspId, sealed, {
      ...seal,
      parties: merged(known?.parties ?? [], to.party),
    });
  }

  /**
   * The paper behind a commitment; null when the reader is not among those it was shown to.
   * @throws Error when the paper kept is not the one that was committed to.
   */
  async open({ mspId, party }: Owner, sealed: string): Promise<Buffer | null> {
    const seal = await this.#sealOf(mspId, sealed);
    if (seal === null || !seal.parties.includes(party)) return null;
    const bytes = await readIfThere(join(this.#directory, mspId, seal.document));
    if (bytes === null) throw new Error(`the paper of commitment ${sealed} is missing`);
    const document = createHash('sha256').update(bytes).digest('hex');
    if (document !== seal.document || commitmentTo(document, seal.seed) !== sealed) {
      throw new Error(`the paper of commitment ${sealed} is another one`);
    }
    return bytes;
  }

  async #sealOf(mspId: string, sealed: string): Promise<Seal | null> {
    const text = await readIfThere(this.#sealPath(mspId, sealed));
    return text === null ? null : Seal.parse(JSON.parse(text.toString('utf8')));
  }

  async #write(mspId: string, sealed: string, seal: Seal): Promise<void> {
    await writeWhole(this.#sealPath(mspId, sealed), `${JSON.stringify(seal)}\n`);
  }

  #sealPath(mspId: string, sealed: string): string {
    return join(this.#directory, mspId, `${Hex256.parse(sealed)}.seal`);
  }
}

function commitmentTo(document: string, seed: string): string {
  return commitment({ seed, name: DOCUMENT, version: 1 }, canonicalJson({ document }));
}

function merged(parties: readonly string[], party: string): string[] {
  return [...new Set([...parties, party])];
}
