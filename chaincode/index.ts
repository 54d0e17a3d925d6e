import { contractClasses } from './contracts/build.js';
import { TRANSACTIONS } from './contracts/transactions.js';

/** The contract list that both peers load. Fabric's dispatcher changes the array it is given: copy it. */
export const contracts = contractClasses(TRANSACTIONS);
