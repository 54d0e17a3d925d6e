import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bound } from '../../chaincode/contracts/bind.js';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import { contracts } from '../../chaincode/index.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import {
  dealCollection,
  deskCollection,
  offersCollection,
} from '../../chaincode/state/collections.js';
import type { PlaceKind } from '../../chaincode/state/kind.js';
import { ALL_KINDS } from '../../chaincode/state/kinds.js';
import {
  type Command,
  LedgerClient,
  type LedgerIdentity,
} from '../../gateway-api/ledger/client.js';
import { generateKey } from '../../network/embedded/identity/authority.js';
import { type EmbeddedNetwork, openEmbedded } from '../../network/embedded/open.js';
import { PROGRAMME } from '../../network/topology.js';
import { WatchedLedger } from './checks.js';
import { type Held, hold } from './held.js';
import type { Actor, Answer, Submission } from './memory-ledger.js';

const transactions: Readonly<Record<string, Bound>> = TRANSACTIONS;
const Records = z.array(z.record(z.string(), z.unknown()));

interface KeyPair {
  /** As the ledger knows it. */
  readonly hash: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * The programme's contracts on the peers of all its organisations, with the builders' vocabulary: every act goes
 * through the gateway's ledger client to the peers, and, once it took effect there, to the contracts over a plain
 * map. The map is what the acts make one after the other; {@link differences} tells where the peers hold
 * anything else. An actor's key is made up in the map and a real one on the peers.
 */
export class PeerLedger extends WatchedLedger {
  readonly network: EmbeddedNetwork;
  readonly #directory: string;
  readonly #ledger: LedgerClient;
  readonly #pairs = new Map<string, KeyPair>();
  readonly #identities = new Map<string, LedgerIdentity>();

  private constructor(directory: string, network: EmbeddedNetwork) {
    super();
    this.#directory = directory;
    this.network = network;
    this.#ledger = new LedgerClient({ ...PROGRAMME, peer: (mspId) => network.client(mspId) });
  }

  static async open(): Promise<PeerLedger> {
    const directory = await mkdtemp(join(tmpdir(), 'counterfoil-'));
    return new PeerLedger(
      directory,
      await openEmbedded({ directory, topology: PROGRAMME, contracts }),
    );
  }

  async remove(): Promise<void> {
    this.#ledger.close();
    await this.network.close();
    await rm(this.#directory, { recursive: true });
  }

  /** @throws ContractRefusal as the peers do; Refusal when only the map refuses. */
  override async submit(actor: Actor, name: string, submission: Submission): Promise<Answer> {
    const whole = complete(name, submission);
    const command = await this.#command(name, whole);
    await this.#ledger.submit(await this.#identity(actor), command);
    return await super.submit(actor, name, whole);
  }

  /** Endorse an act on the state as it is now, and keep it from the orderer until it is released. */
  async hold(actor: Actor, name: string, submission: Submission): Promise<Held> {
    const whole = complete(name, submission);
    const command = await this.#command(name, whole);
    const held = await hold(this.network, await this.#identity(actor), command);
    return {
      release: async () => {
        const fate = await held.release();
        if (fate.outcome === 'done') await super.submit(actor, name, whole);
        return fate;
      },
    };
  }

  /**
   * Records that are not as in the map: of the public state, and of what `bank` sees of its desk, of its offers and of
   * its deals with the holders that come in through one organisation.
   */
  async differences(bank: Actor, holdersMsp = 'AccessMSP'): Promise<string[]> {
    const { mspId } = bank;
    const places: Readonly<Partial<Record<PlaceKind, string | null>>> = {
      public: null,
      desk: deskCollection(mspId),
      offers: offersCollection(mspId, holdersMsp),
      deal: dealCollection(mspId, holdersMsp),
    };
    const found: string[] = [];
    for (const { type, place } of ALL_KINDS) {
      const collection = places[place];
      if (collection === undefined) continue;
      const where = { type, attributes: [], collection };
      const held = await this.#ledger.evaluate(await this.#identity(bank), 'record:list', where);
      const made =
        collection === null
          ? this.records(type)
          : await this.read(bank, 'record:list', { ...where, collection });
      found.push(...this.#unlike(type, Records.parse(held), Records.parse(made)));
    }
    return found;
  }

  #unlike(type: string, held: readonly unknown[], made: readonly unknown[]): string[] {
    const peers = new Set(held.map(canonicalJson));
    const map = new Set(made.map((record) => this.#real(canonicalJson(record))));
    return [
      ...[...peers].filter((text) => !map.has(text)).map((text) => `peers: ${type} ${text}`),
      ...[...map].filter((text) => !peers.has(text)).map((text) => `map: ${type} ${text}`),
    ];
  }

  async #command(name: string, { args, secret, ref }: Whole): Promise<Command> {
    for (const key of keysIn(args)) await this.#pair(key);
    const Fields = z.record(z.string(), z.unknown());
    const real: unknown = JSON.parse(this.#real(canonicalJson({ ...args, clientRef: ref })));
    return { name, args: Fields.parse(real), secret };
  }

  /** `text` with every made-up key in the place of which a real one stands. */
  #real(text: string): string {
    return text.replaceAll(/[0-9a-f]{64}/g, (word) => this.#pairs.get(word)?.hash ?? word);
  }

  async #identity(actor: Actor): Promise<LedgerIdentity> {
    const known = this.#identities.get(actor.key);
    if (known !== undefined) return known;
    const { privateKey, publicKey } = await this.#pair(actor.key);
    const { mspId, units } = actor;
    const role = units.includes('admin') ? 'admin' : 'client';
    const { pem } = await this.network.authority(mspId).issue({ publicKey, role });
    const identity = { mspId, certificate: pem, privateKey };
    this.#identities.set(actor.key, identity);
    return identity;
  }

  async #pair(key: string): Promise<KeyPair> {
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const { privateKey, publicKey } = await generateKey();
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const hash = createHash('sha256').update(spki).digest('hex');
    const pair = { hash, privateKey, publicKey };
    this.#pairs.set(key, pair);
    return pair;
  }
}

interface Whole extends Submission {
  readonly ref: string;
  readonly secret: Readonly<Record<string, unknown>> | null;
}

/** With its reference, and a secret with its salt: the same for the peers and for the map. */
function complete(name: string, { args, secret, ref }: Submission): Whole {
  const isPublic = transactions[name]?.command.shape === 'PUBLIC';
  const salt = randomBytes(32).toString('hex');
  return {
    args,
    ref: ref ?? randomBytes(32).toString('hex'),
    secret: isPublic ? null : { salt, ...secret },
  };
}

/** Keys that an act names, at any depth. */
function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) =>
    (name === 'key' || name === 'operatorKey') && typeof held === 'string' ? [held] : keysIn(held),
  );
}
