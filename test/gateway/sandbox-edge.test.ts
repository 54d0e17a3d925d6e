import { expect } from 'chai';
import { get } from 'node:http';
import { problemOf } from '../../gateway-api/http/problem-of.js';
import { LedgerError } from '../../gateway-api/ledger/errors.js';
import { aSandbox, type Sandbox } from '../support/server.js';

describe('a request to a sandbox', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await aSandbox();
  });

  after(async () => {
    await sandbox.remove();
  });

  it('is answered under names of this machine only, for its tokens are known to all', async () => {
    expect(await statusUnder(sandbox, 'localhost:7400')).to.equal(200);
    expect(await statusUnder(sandbox, '127.0.0.1')).to.equal(200);
    expect(await statusUnder(sandbox, '[::1]:7400')).to.equal(200);
    expect(await statusUnder(sandbox, 'localhost.example')).to.equal(421);
    expect(await statusUnder(sandbox, 'example')).to.equal(421);
  });

  it('that takes another method is told which', async () => {
    const url = new URL('/v1/parties', sandbox.gateway.url);
    const headers = { authorization: 'Bearer sandbox.operator' };
    const response = await fetch(url, { method: 'DELETE', headers });
    expect(response.status).to.equal(405);
    expect(response.headers.get('allow')).to.equal('GET, HEAD, POST');
  });

  it('for what an organisation may not read finds nothing, and is no fault of ours', async () => {
    const paths = ['offers/ofr_', 'loans/loan_', 'requests/req_', 'purchases/pur_'];
    for (const { persona } of sandbox.gateway.principals.all()) {
      for (const path of paths) {
        const url = new URL(`/v1/${path}${'0'.repeat(26)}`, sandbox.gateway.url);
        const headers = { authorization: `Bearer sandbox.${persona}` };
        expect((await fetch(url, { headers })).status, `${persona} ${path}`).to.equal(404);
      }
    }
  });
});

/** The status under a Host that fetch would not send. */
function statusUnder({ gateway }: Sandbox, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(new URL('/sandbox/personas', gateway.url), { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

describe('a fault of the ledger', () => {
  const peers = [{ address: 'peer', mspId: 'CoreMSP', message: 'collectionName: deal_b_a' }];

  it('is told without the words of peers, which may name what is private', () => {
    for (const fault of ['BROKEN', 'OUTSIDE', 'POLICY'] as const) {
      expect(problemOf(new LedgerError(fault, 'words', { peers })).more.peers).to.equal(undefined);
    }
  });

  it('is the caller’s where its organisation is no member of what it asked for', () => {
    expect(problemOf(new LedgerError('OUTSIDE', 'words')).code).to.equal('ORG_NOT_ALLOWED');
  });

  it('names the peers where they disagree', () => {
    const { more } = problemOf(new LedgerError('MISMATCH', 'words', { peers }));
    expect(more.peers).to.deep.equal([{ mspId: 'CoreMSP', message: 'collectionName: deal_b_a' }]);
  });
});
