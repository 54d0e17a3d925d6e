import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariant } from '../../chaincode/domain/refusal.js';
import {
  ApiClient,
  ApiRefusal,
  Unreachable,
  type Written,
} from '../../gateway-api/client/api-client.js';
import { sandboxConsortiumKey } from '../../gateway-api/documents/invoice-hmac.js';
import { DocumentStore } from '../../gateway-api/documents/store.js';
import { DraftStore } from '../../gateway-api/drafts/draft-store.js';
import type { ImportPlaces } from '../../gateway-api/drafts/import-documents.js';
import { personas } from '../../gateway-api/drafts/known-parties.js';
import { openGateway, type RunningGateway } from '../../gateway-api/main.js';
import { foundSandbox } from '../../gateway-api/sandbox/found.js';
import { FIGURES, type Figures } from '../../gateway-api/story/figures.js';
import { Play } from '../../gateway-api/story/play.js';
import { RunFile } from '../../gateway-api/story/run.js';
import { tellStory, type StoryOutcome, type StoryParts } from '../../gateway-api/story/tell.js';
import { lockDirectory } from '../../network/embedded/store/lock.js';

/** A sandbox on which the story is told, and everything that it said to anybody. */
export interface StoryStage {
  readonly data: string;
  readonly gateway: RunningGateway;
  readonly client: CuttingClient;
  readonly file: RunFile;
  readonly logged: readonly unknown[];
  /** The telling last begun. */
  readonly play: () => Promise<Play>;
  readonly tell: (parts?: Partial<StoryParts>) => Promise<StoryOutcome>;
  readonly close: () => Promise<void>;
}

export async function aStoryStage(): Promise<StoryStage> {
  const data = await mkdtemp(join(tmpdir(), 'counterfoil-'));
  const logged: unknown[] = [];
  const log = (entry: unknown): void => void logged.push(entry);
  const gateway = await openGateway({ dataDirectory: data, port: 0, log });
  const client = new CuttingClient({ url: gateway.url });
  await foundSandbox(client, gateway.principals, () => undefined);
  const file = new RunFile(join(data, 'story'));
  const places = await placesIn(data);
  return {
    data,
    gateway,
    client,
    file,
    logged,
    play: async () => {
      const run = await file.read();
      invariant(run !== null, 'the story was begun');
      const everybody = await personas(client);
      return new Play({ client, everybody, places, figures: FIGURES, file, run });
    },
    tell: async (parts = {}) =>
      await tellStory(
        { client, places, file, ...parts },
        { chapter: () => undefined, step: () => undefined },
      ),
    close: async () => {
      await gateway.close();
      await rm(data, { recursive: true });
    },
  };
}

async function placesIn(data: string): Promise<ImportPlaces> {
  return {
    drafts: new DraftStore(join(data, 'drafts'), lockDirectory),
    documents: new DocumentStore(join(data, 'documents')),
    consortiumKey: await sandboxConsortiumKey(join(data, 'gateway')),
  };
}

/** A client whose line is cut after some of its acts, done but not answered; it keeps every refusal it got. */
export class CuttingClient extends ApiClient {
  readonly refusals: ApiRefusal['problem'][] = [];
  #cuts = new Set<number>();
  #acts = 0;

  /** The line is cut after these many acts from now. */
  cutAfter(...counts: readonly number[]): void {
    this.#cuts = new Set(counts.map((count) => this.#acts + count));
  }

  override async act(...given: Parameters<ApiClient['act']>): Promise<Written> {
    this.#acts += 1;
    const written = await this.#kept(super.act(...given));
    if (this.#cuts.has(this.#acts)) throw new Unreachable('the line was cut');
    return written;
  }

  async #kept<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof ApiRefusal) this.refusals.push(error.problem);
      throw error;
    }
  }
}

/** The story with secrets that nobody could mistake for anything else. */
export const CANARIES: Figures = {
  ...FIGURES,
  purpose: 'CANARY-purpose-3f1c',
  postscript: 'CANARY-postscript-90ab',
  reference: 'CANARYREF7d',
  registry: '66600771139',
  cap: '2987654.31',
  pledge: {
    ...FIGURES.pledge,
    asked: '548761.23',
    principal: '539871.37',
    rate: '4.1937',
    rivalPrincipal: '507713.59',
    rivalRate: '4.3719',
  },
  recourse: {
    ...FIGURES.recourse,
    asked: '229317.71',
    principal: '224817.43',
    rate: '4.5173',
    fee: '173.91',
    rivalPrincipal: '211739.17',
  },
  purchase: { rate: '4.2719', rivalRate: '4.4917', fee: '0.00', balance: '14937.17' },
};

/** A secret of the story, and whose peers may know it. */
export interface Canary {
  readonly text: string;
  readonly members: readonly string[];
}

const DEAL_A = ['BankAMSP', 'AccessMSP'];
const DEAL_B = ['BankBMSP', 'AccessMSP'];
const BOTH = ['BankAMSP', 'BankBMSP', 'AccessMSP'];
const DIRECTORY = ['CoreMSP', 'AccessMSP', 'BankAMSP'];

/** Amounts also in minor units: a record may keep them so. */
export const SECRETS: readonly Canary[] = [
  { text: CANARIES.purpose, members: BOTH },
  { text: CANARIES.postscript, members: DEAL_A },
  { text: CANARIES.reference, members: BOTH },
  { text: CANARIES.registry, members: BOTH },
  ...amount(CANARIES.cap, ['BankAMSP', 'BankBMSP']),
  ...amount(CANARIES.pledge.asked, BOTH),
  ...amount(CANARIES.pledge.principal, DEAL_A),
  { text: CANARIES.pledge.rate, members: DEAL_A },
  ...amount(CANARIES.pledge.rivalPrincipal, DEAL_B),
  { text: CANARIES.pledge.rivalRate, members: DEAL_B },
  ...amount(CANARIES.recourse.principal, DEAL_B),
  { text: CANARIES.recourse.rate, members: DEAL_B },
  ...amount(CANARIES.recourse.fee, BOTH),
  ...amount(CANARIES.recourse.rivalPrincipal, DEAL_A),
  { text: CANARIES.purchase.rate, members: DEAL_A },
  { text: CANARIES.purchase.rivalRate, members: DEAL_B },
  ...amount(CANARIES.purchase.balance, BOTH),
  // Of a supplier: its name, its code, its account.
  { text: '一级精密部件有限公司', members: DIRECTORY },
  { text: '91999999MADEM002XN', members: DIRECTORY },
  { text: '6200000000000011', members: DIRECTORY },
];

/** What no peer knows: it stays in the papers. */
export const PAPERS_ALONE = [
  '26991000000000000101',
  'PO-2026-0001',
  'FA-2026-001',
  'AP-2026-03-0002',
];

function amount(text: string, members: readonly string[]): readonly Canary[] {
  return [
    { text, members },
    { text: `"${text.replace('.', '')}"`, members: [] },
  ];
}

/** The bytes of every file of the ledger whose name ends so, by its name. */
export function ledgerFiles(data: string, ending: string): ReadonlyMap<string, Buffer> {
  const directory = join(data, 'ledger');
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => name.endsWith(ending))
      .map((name) => [name, readFileSync(join(directory, name))]),
  );
}
