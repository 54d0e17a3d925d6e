import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerCheck } from '../../chaincode/domain/invariants/all.js';
import { words } from '../../chaincode/domain/invariants/invariant.js';
import type { CalendarDate } from '../../chaincode/domain/dates.js';
import { Secrets } from '../../chaincode/domain/invariants/secrets.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { digestOf } from '../../chaincode/state/ledger-record.js';
import { LIFECYCLE_NAMESPACE } from '../../network/embedded/config/lifecycle.js';
import type { ContractClass } from '../../network/embedded/execution/chaincode-host.js';
import { headerHash } from '../../network/embedded/blocks.js';
import type { ChainedBlock } from '../../network/embedded/store/chain-reader.js';
import { LedgerDamaged } from '../../network/embedded/store/errors.js';
import type { LedgerPlace } from '../../network/embedded/store/layout.js';
import type { StateView } from '../../network/embedded/store/ledger.js';
import { type RebuiltLedger, rebuild } from '../../network/embedded/store/scan.js';
import { type Topology, collections } from '../../network/topology.js';
import { type LedgerDay, ledgerDay } from './ledger-day.js';
import { ChainWalk } from './chain-walk.js';
import { type Compared, IndexWitness } from './index-witness.js';
import { KeptSecrets } from './kept-secrets.js';
import { readPublished } from './published.js';
import { type AuditFault, type AuditNote, type AuditReport, NOWHERE } from './report.js';
import { tellState } from './state-walk.js';
import { placed, placesOf } from './violation-places.js';

export interface AuditOptions {
  /** `.counterfoil` */
  readonly dataDirectory: string;
  readonly topology: Topology;
  readonly contracts: readonly ContractClass[];
  /** Told as each block has been judged. */
  readonly progress: (block: number) => void;
}

/**
 * Verify an embedded ledger from its files alone, also beside a running server: the chain, every validation, every
 * transaction run again, the state built anew, every invariant. Nothing is changed; the scratch directory is removed.
 */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'counterfoil-audit-'));
  try {
    return await new Audit(options, scratch).run();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What stopped the reading of the chain. */
class Stopped extends Error {
  readonly fault: AuditFault;
  constructor(fault: AuditFault) {
    super(fault.why.en);
    this.fault = fault;
  }
}

class Audit {
  readonly #options: AuditOptions;
  readonly #scratch: string;
  readonly #place: LedgerPlace;
  readonly #kept: KeptSecrets;
  readonly #secrets = new Secrets(digestOf);
  readonly #check: LedgerCheck;
  readonly #walk: ChainWalk;
  #genesisHash = '';
  #state: StateView | null = null;
  #day: LedgerDay | null = null;

  constructor(options: AuditOptions, scratch: string) {
    const { dataDirectory, topology, contracts } = options;
    const { channel, chaincode } = topology;
    this.#options = options;
    this.#scratch = scratch;
    this.#place = { directory: join(dataDirectory, 'ledger', channel), channel };
    const kept = new KeptSecrets(dataDirectory);
    const secrets = this.#secrets;
    const today = (): CalendarDate => this.#today().date;
    const check = new LedgerCheck({
      today,
      wholeHistory: true,
      canonical: canonicalJson,
      secrets,
    });
    this.#kept = kept;
    this.#check = check;
    this.#walk = new ChainWalk({ chaincode, contracts, kept, check, secrets });
  }

  async run(): Promise<AuditReport> {
    const namespaces = [this.#options.topology.chaincode, LIFECYCLE_NAMESPACE];
    const witness = await IndexWitness.open(this.#place, this.#scratch, namespaces);
    try {
      return await this.#read(witness);
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      return this.#stopped(fault);
    } finally {
      await witness.close();
    }
  }

  async #read(witness: IndexWitness): Promise<AuditReport> {
    const visit = async (block: ChainedBlock, before: StateView): Promise<void> => {
      await witness.hear(block.record.block.number, before);
      await this.#visit(block, before);
    };
    const rebuilt = await rebuild(this.#place, this.#scratch, visit);
    try {
      await witness.hear(rebuilt.height, rebuilt.state);
      return await this.#conclude(rebuilt, witness.conclude(rebuilt.height));
    } finally {
      await rebuilt.close();
    }
  }

  async #visit(chained: ChainedBlock, before: StateView): Promise<void> {
    const { block } = chained.record;
    if (block.number === 0) this.#genesisHash = hex(headerHash(block));
    try {
      await this.#walk.visit(chained, before);
    } catch (cause) {
      throw new Stopped(unreadable(block.number, cause));
    }
    this.#options.progress(block.number);
  }

  async #conclude(rebuilt: RebuiltLedger, compared: Compared): Promise<AuditReport> {
    const { height, blockHash, stateHash, state } = rebuilt;
    this.#state = state;
    const { chaincode } = this.#options.topology;
    const names = collections(this.#options.topology).map(({ name }) => name);
    const held = { state, chaincode, collections: names, mspIds: [...this.#walk.mspIds] };
    const records = await tellState(held, this.#check);
    const reports = this.#check.reports();
    const wanted = placesOf(reports, held);
    const chain = { place: this.#place, height };
    const published = await readPublished(chain, this.#secrets, new Set(wanted.values()));
    const shown = placed(reports, wanted, published.txIds);
    const invariants = [...shown, compared.report, published.report];
    const faults = [...this.#walk.faults, ...compared.faults];
    return {
      ok: faults.length === 0 && invariants.every(({ violations }) => violations.length === 0),
      sandbox: this.#today().sandbox,
      height,
      blockHash,
      genesisHash: this.#genesisHash,
      stateHash,
      counts: { ...this.#walk.counts, records },
      invariants,
      faults,
      notes: [...compared.notes, ...this.#unreadableSecrets()],
    };
  }

  /** The files end in damage: what was found up to there, and where it ends. */
  #stopped(fault: AuditFault): AuditReport {
    const { counts } = this.#walk;
    return {
      ok: false,
      sandbox: false,
      height: counts.blocks,
      blockHash: '',
      genesisHash: this.#genesisHash,
      stateHash: '',
      counts: { ...counts, records: {} },
      invariants: [],
      faults: [...this.#walk.faults, fault],
      notes: this.#unreadableSecrets(),
    };
  }

  /** Known when the whole chain has been read. */
  #today(): LedgerDay {
    const { chaincode } = this.#options.topology;
    this.#day ??= ledgerDay(this.#state, chaincode, this.#walk.latest);
    return this.#day;
  }

  #unreadableSecrets(): readonly AuditNote[] {
    const { unreadable } = this.#kept;
    if (unreadable.length === 0) return [];
    const list = unreadable.join(', ');
    const why = words(
      `the kept secrets of ${list} cannot be read`,
      `无法读取以下交易留存的私密数据：${list}`,
    );
    return [{ code: 'SECRETS_UNREADABLE', why }];
  }
}

function unreadable(block: number, cause: unknown): AuditFault {
  const message = cause instanceof Error ? cause.message : String(cause);
  const why = words(`the block cannot be judged: ${message}`, `无法审验该区块：${message}`);
  return { code: 'BLOCK_UNREADABLE', at: { ...NOWHERE, block }, why };
}

/** null for an error that says nothing of the ledger. */
function faultOf(error: unknown): AuditFault | null {
  if (error instanceof Stopped) return error.fault;
  if (!(error instanceof LedgerDamaged)) return null;
  const { file, frame, offset } = error.place;
  const at = { ...NOWHERE, block: frame, file, offset };
  return {
    code: 'LEDGER_DAMAGED',
    at,
    why: words(error.message, `账本文件损坏：${error.message}`),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
