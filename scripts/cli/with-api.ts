import { ApiClient } from '../../gateway-api/client/api-client.js';
import { openGateway } from '../../gateway-api/main.js';
import { logLine } from './log.js';
import type { CommonOptions } from './options.js';
import { runningServer } from './server-file.js';
import { prepareSandbox } from './prepare.js';

/**
 * Run a command against the server of its data directory if one answers, else against a gateway opened
 * in this process for its duration: the same API either way.
 */
export async function withApi<T>(
  options: CommonOptions,
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const { data, lang } = options;
  const url = await runningServer(data);
  if (url !== null) return await work(new ApiClient({ url, language: lang }));
  const gateway = await openGateway({ dataDirectory: data, port: 0, log: logLine });
  try {
    const client = new ApiClient({ url: gateway.url, language: lang });
    await prepareSandbox(client, gateway.principals);
    return await work(client);
  } finally {
    await gateway.close();
  }
}
