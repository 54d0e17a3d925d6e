import { expect } from 'chai';
import { aLedgerInFullSwing, open } from './full-swing.js';
import { WatchedLedger, brokenIn } from './checks.js';
import type { MemoryLedger } from './memory-ledger.js';

/** One thing that is wrong, on purpose. */
export interface Breakage {
  readonly words: string;
  readonly by: (ledger: WatchedLedger) => void;
  /** All that is then found, and nothing else; `*` at an end stands for what differs from run to run. */
  readonly found: readonly string[];
}

const UNITS = 10_000_000n;

/** A unit as keys have it. */
export function units(unit: bigint): string {
  return unit.toString().padStart(18, '0');
}

/** The key of the lot that begins with the first unit. */
export function lot(receivable: string): readonly string[] {
  return [receivable, units(1n)];
}

interface Cut {
  /** Last unit of the first part, first and last of the second. */
  readonly to?: bigint;
  readonly from?: bigint;
  readonly end?: bigint;
}

/** Cut the open lot in two behind the contracts' back, the right way unless told otherwise. */
export function cut(ledger: WatchedLedger, { to = 4_000_000n, from, end = UNITS }: Cut = {}): void {
  const stored = Object(ledger.record('lot', lot(open)));
  const first = from ?? to + 1n;
  ledger.tamper('lot', lot(open), { to: to.toString(), splitDepth: 1 });
  const part = { from: first.toString(), to: end.toString(), cutFrom: '1', splitDepth: 1 };
  ledger.plant('lot', [open, units(first)], { ...stored, ...part, version: 1 });
}

/** Change a receivable's first pool. */
export function pool(
  ledger: WatchedLedger,
  id: string,
  change: Readonly<Record<string, unknown>>,
): void {
  const [main, ...others] = Object(ledger.record('receivable', [id])).pools;
  ledger.tamper('receivable', [id], { pools: [{ ...main, ...change }, ...others] });
}

/** One test a breakage: it is found where it is, and nothing else is. */
export function findsEach(
  breakages: readonly Breakage[],
  make: () => Promise<MemoryLedger> = aLedgerInFullSwing,
): void {
  let ledger: MemoryLedger;
  before(async () => {
    ledger = await make();
  });
  for (const { words, by, found } of breakages) {
    it(`name ${words}`, () => {
      const copy = WatchedLedger.of(ledger);
      by(copy);
      const broken = brokenIn(copy).map((each, at) => shortened(each, found[at] ?? ''));
      expect(broken).to.deep.equal(found);
    });
  }
}

function shortened(broken: string, pattern: string): string {
  const start = pattern.slice(0, -1);
  return pattern.endsWith('*') && broken.startsWith(start) ? pattern : broken;
}
