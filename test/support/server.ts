import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../gateway-api/client/api-client.js';
import type { Principal } from '../../gateway-api/identity.js';
import { openGateway, type RunningGateway } from '../../gateway-api/main.js';
import { foundSandbox } from '../../gateway-api/sandbox/found.js';

/** A gateway over a founded sandbox in a directory of its own. */
export interface Sandbox {
  readonly data: string;
  readonly gateway: RunningGateway;
  readonly client: ApiClient;
  /** What the gateway logged: one entry a fault of ours. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly who: (persona: string) => Principal;
  readonly remove: () => Promise<void>;
}

export async function aSandbox(): Promise<Sandbox> {
  const data = await mkdtemp(join(tmpdir(), 'counterfoil-'));
  const logged: Readonly<Record<string, unknown>>[] = [];
  const log = (entry: Readonly<Record<string, unknown>>): void => void logged.push(entry);
  const gateway = await openGateway({ dataDirectory: data, port: 0, log });
  const client = new ApiClient({ url: gateway.url });
  await foundSandbox(client, gateway.principals, () => undefined);
  return {
    data,
    gateway,
    client,
    logged,
    who: (persona) => {
      const found = gateway.principals.all().find((each) => each.persona === persona);
      if (found === undefined) throw new Error(`the sandbox has no ${persona}`);
      return found;
    },
    remove: async () => {
      await gateway.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
