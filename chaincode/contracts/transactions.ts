import type { Bound } from './bind.js';
import { partyTransactions } from './party.js';
import { programmeTransactions } from './programme.js';

/** Every transaction there is, by `<resource>:<act>`: routes, documents, tests and contracts follow. */
export const TRANSACTIONS = {
  ...programmeTransactions,
  ...partyTransactions,
} satisfies Record<string, Bound>;
