import { expect } from 'chai';
import { aHash, anId } from '../support/build.js';
import { yuan } from '../support/lot.js';
import { confirmation, someTerms } from '../support/receivable.js';
import { aSandbox, type Sandbox } from '../support/server.js';

const WISH = { terms: { quotaShard: 'main', deliveredOn: '2026-02-10' }, dueDate: '2026-06-30' };
const ID = anId('rcv', 'receivable 1');

describe('a caller that says which version it read', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await aSandbox();
    const { client, who } = sandbox;
    const steps = [
      ['supplier-tier1', '', { ...someTerms(WISH), debtor: who('core-enterprise').party }],
      ['core-enterprise', `/${ID}/confirm`, withoutId(confirmation(WISH))],
      ['supplier-tier1', `/${ID}/accept`, {}],
    ] as const;
    for (const [persona, path, body] of steps) {
      const key = `step ${path}`;
      await client.act(persona, `/v1/receivables${path}`, { body, idempotencyKey: key });
    }
  });

  after(async () => {
    await sandbox.remove();
  });

  const advise = (words: string, version: number): Promise<Response> =>
    fetch(new URL(`/v1/receivables/${ID}/advise`, sandbox.gateway.url), {
      method: 'POST',
      headers: {
        authorization: 'Bearer sandbox.core-enterprise',
        'content-type': 'application/json',
        'idempotency-key': words,
        'if-match': `"v${version}"`,
      },
      body: JSON.stringify({
        amount: yuan('1.00'),
        payOn: '2026-06-30',
        reference: aHash(words),
      }),
    });

  it('is alone among those that read the same, however they meet', async () => {
    const words = ['a', 'b', 'c', 'd', 'e'];
    const statuses = await Promise.all(words.map(async (each) => (await advise(each, 3)).status));
    expect(statuses.filter((status) => status !== 412)).to.deep.equal([200]);
    expect(statuses).to.have.length(words.length);
  });

  it('is told what its own act did when it repeats it', async () => {
    const first = await advise('again', 4);
    const second = await advise('again', 4);
    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
  });
});

function withoutId(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'id'));
}
