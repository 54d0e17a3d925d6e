import { openLedger } from '../../network/embedded/store/open-ledger.js';

/** A process that opens the ledger in the directory it is given and closes it again. */
const [directory = ''] = process.argv.slice(2);

const { store } = await openLedger({ directory, channel: 'programme' });
await store.close();
