import type { Test } from 'mocha';
import { checkLedger, isUntouched } from './checks.js';
import { MemoryLedger } from './memory-ledger.js';

/**
 * After every test, the invariants of domain.md 2.14 over each ledger that it has changed through the contracts:
 * whatever a test is about, no sequence of acts may break them. Ledgers that a test has changed by hand are left out.
 */
export const mochaHooks = {
  afterEach(this: { readonly currentTest?: Test }): void {
    const ledgers = [...MemoryLedger.changed].filter(isUntouched);
    MemoryLedger.changed.clear();
    for (const ledger of ledgers) {
      const broken = checkLedger(ledger).flatMap(({ id, violations }) =>
        violations.map(({ record, why }) => `${id} ${record}: ${why.en}`),
      );
      if (broken.length === 0) continue;
      const test = this.currentTest?.fullTitle() ?? 'a test';
      throw new Error(`${test} leaves a ledger with broken invariants:\n${broken.join('\n')}`);
    }
  },
};
