import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import { enrol, openTrial, removeDirectory, temporaryDirectory } from '../support/embedded.js';
import { conformsInErrors } from './errors.js';
import { conformsInEvents } from './events.js';
import { conformsInKeyPolicies } from './key-policies.js';
import type { Ledger } from './ledger.js';
import { conformsInPrivateData } from './private-data.js';
import { conformsInReads } from './reads.js';
import { conformsInValidation } from './validation.js';

/** Long enough for a few transactions that are submitted one after another to come into one block. */
const GATHER_MS = 60;

describe('the embedded network as a Fabric ledger', () => {
  const ledger = embeddedLedger();
  conformsInReads(ledger);
  conformsInPrivateData(ledger);
  conformsInValidation(ledger);
  conformsInEvents(ledger);
  conformsInErrors(ledger);
});

describe('the embedded network as a Fabric ledger whose blocks wait for company', () => {
  conformsInKeyPolicies(embeddedLedger(GATHER_MS));
});

/** One network for a suite, opened before it and closed after it. */
function embeddedLedger(gatherMs?: number): () => Ledger {
  let directory: string;
  let network: EmbeddedNetwork;
  before(async () => {
    directory = await temporaryDirectory();
    network = await openTrial(directory, gatherMs === undefined ? {} : { gatherMs });
  });
  after(async () => {
    await network.close();
    await removeDirectory(directory);
  });
  return () => ({ user: async (mspId, role) => await enrol(network, mspId, role) });
}
