import { ApiRefusal, type ApiClient } from '../../gateway-api/client/api-client.js';
import type { Principals } from '../../gateway-api/identity.js';
import { foundSandbox } from '../../gateway-api/sandbox/found.js';
import { ProgressBar } from './progress.js';

/** Found the sandbox's programme where that has not been done, or not to its end. */
export async function prepareSandbox(client: ApiClient, principals: Principals): Promise<void> {
  if (await isFounded(client, principals)) return;
  const bar = new ProgressBar('Founding the sandbox');
  await foundSandbox(client, principals, (done, of, what) => bar.show(done, of, what));
  bar.end();
}

/** The last thing the founding does is to grant the dealer's quota. */
async function isFounded(client: ApiClient, principals: Principals): Promise<boolean> {
  const dealer = principals.all().find(({ persona }) => persona === 'dealer');
  try {
    await client.read('bank-a', `/v1/quotas/${dealer?.party ?? ''}:main`);
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.problem.code === 'NOT_FOUND') return false;
    throw error;
  }
}
