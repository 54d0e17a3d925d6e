import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts } from '../../chaincode/index.js';
import { type AuditOptions, audit } from '../../gateway-api/audit/audit.js';
import type { AuditReport } from '../../gateway-api/audit/report.js';
import { PROGRAMME } from '../../network/topology.js';
import { type PlayedLedger, playStory } from './audited.js';

/** A story played once; every test damages a copy of it. */
export class AuditBench {
  #root = '';
  #copies = 0;
  /** Of the ledger that was played; how the first blocks are filled differs from run to run. */
  height = 0;
  #played: PlayedLedger = { directory: '', people: new Map() };

  async open(): Promise<void> {
    this.#root = await mkdtemp(join(tmpdir(), 'counterfoil-audited-'));
    this.#played = { directory: join(this.#root, 'played'), people: new Map() };
    await playStory(this.#played);
    this.height = (await auditOf(this.#played.directory)).height;
  }

  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  async emptyDirectory(): Promise<string> {
    return await mkdtemp(join(this.#root, 'empty-'));
  }

  async copy(): Promise<PlayedLedger> {
    this.#copies += 1;
    const directory = join(this.#root, `copy ${this.#copies}`);
    await cp(this.#played.directory, directory, { recursive: true });
    return { directory, people: this.#played.people };
  }
}

export async function auditOf(
  directory: string,
  options: Partial<AuditOptions> = {},
): Promise<AuditReport> {
  return await audit({
    dataDirectory: directory,
    topology: PROGRAMME,
    contracts,
    progress: () => undefined,
    ...options,
  });
}

/** What was found: `<code> <block>.<tx> <key>`, `<invariant> <record>`. */
export function foundIn({ faults, invariants }: AuditReport): string[] {
  return [
    ...faults.map(({ code, at: { block, tx, key } }) =>
      [code, [block, tx].filter((each) => each !== null).join('.'), key]
        .filter((part) => part !== null && part !== '')
        .join(' '),
    ),
    ...invariants.flatMap(({ id, violations }) =>
      violations.map(({ record, by }) => `${id} ${record} by ${by?.block ?? '?'}.${by?.tx ?? '?'}`),
    ),
  ];
}
