import type { Bound } from './bind.js';
import { programmeTransactions } from './programme.js';

/** Every transaction there is, by `<resource>:<act>`: routes, documents, tests and contracts follow. */
export const TRANSACTIONS = {
  ...programmeTransactions,
} satisfies Record<string, Bound>;
