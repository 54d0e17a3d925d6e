import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { contracts } from '../chaincode/index.js';
import { generateKey } from '../network/embedded/identity/authority.js';
import { openEmbedded, type EmbeddedNetwork } from '../network/embedded/open.js';
import { PROGRAMME } from '../network/topology.js';
import { madeOnce, writeWhole } from './files.js';
import { createApp, type Backend } from './http/app.js';
import type { Principals } from './identity.js';
import { LedgerClient } from './ledger/client.js';
import { sandboxPrincipals, type Enrol } from './sandbox/principals.js';
import { Wallet } from './sandbox/wallet.js';

export interface GatewayOptions {
  readonly dataDirectory: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Backend['log'];
}

/** A running gateway over the embedded ledger. */
export interface RunningGateway {
  readonly url: string;
  readonly principals: Principals;
  readonly network: EmbeddedNetwork;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** The composition root: the one place that knows which peer is behind. */
export async function openGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { dataDirectory, port, log } = options;
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const network = await openEmbedded({ directory: dataDirectory, topology: PROGRAMME, contracts });
  const ledger = new LedgerClient({
    channel: PROGRAMME.channel,
    chaincode: PROGRAMME.chaincode,
    peer: (mspId) => network.client(mspId),
    keepSecret: secretKeeper(join(dataDirectory, 'gateway', 'secrets')),
  });
  const wallet = new Wallet(join(dataDirectory, 'wallet'));
  const principals = await sandboxPrincipals(wallet, enrolWith(network), PROGRAMME.clearingBank);
  const app = createApp({
    ledger,
    principals,
    seed: await gatewaySeed(join(dataDirectory, 'gateway')),
    sandbox: true,
    notReady: () => Promise.resolve(network.failure === null ? null : network.failure.message),
    log,
  });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(port, LOOPBACK, (error) =>
      error === undefined ? resolve(listening) : reject(error),
    );
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://localhost:${bound}`,
    principals,
    network,
    close: async () => {
      await closed(server);
      ledger.close();
      await network.close();
    },
  };
}

function enrolWith(network: EmbeddedNetwork): Enrol {
  return async (mspId, role) => {
    const { privateKey, publicKey } = await generateKey();
    const { pem } = await network.authority(mspId).issue({ publicKey, role });
    return { certificate: pem, privateKey };
  };
}

/** 32 bytes of the gateway's own, made once. */
async function gatewaySeed(directory: string): Promise<Uint8Array> {
  return await madeOnce(join(directory, 'seed'), () => randomBytes(32));
}

/**
 * An organisation keeps the secrets it submitted: with them its audit can run its own private acts again.
 * Written before the transaction is handed over.
 */
function secretKeeper(directory: string): (txId: string, secret: string) => Promise<void> {
  return async (txId, secret) => {
    await writeWhole(join(directory, `${txId}.json`), secret);
  };
}

/** Let running requests end; connections that only wait are cut. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
  });
}
