import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, ApiRefusal } from '../../gateway-api/client/api-client.js';
import { openGateway, type RunningGateway } from '../../gateway-api/main.js';
import { foundSandbox } from '../../gateway-api/sandbox/found.js';

describe('a sandbox', () => {
  let data: string;
  let gateway: RunningGateway;
  let client: ApiClient;

  const open = async (): Promise<void> => {
    gateway = await openGateway({ dataDirectory: data, port: 0, log: () => undefined });
    client = new ApiClient({ url: gateway.url });
  };

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'counterfoil-'));
    await open();
    await foundSandbox(client, gateway.principals, () => undefined);
  });

  after(async () => {
    await gateway.close();
    await rm(data, { recursive: true, force: true });
  });

  const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
    try {
      await attempt;
      return 'done';
    } catch (error) {
      if (error instanceof ApiRefusal) return `${error.problem.status} ${error.problem.code}`;
      throw error;
    }
  };

  const setDate = (body: object, idempotencyKey: string): Promise<unknown> =>
    client.act('operator', '/v1/programmes/set-date', { body, idempotencyKey });

  it('is founded once, however often that is tried', async () => {
    const height = gateway.network.height;
    await foundSandbox(client, gateway.principals, () => undefined);
    expect(gateway.network.height).to.equal(height);
  });

  it('keeps its data when it is opened again', async () => {
    const before = await gateway.network.stateHash();
    await gateway.close();
    await open();
    expect(await gateway.network.stateHash()).to.equal(before);
    expect(await client.read('supplier-tier1', '/v1/me')).to.include({ mspId: 'AccessMSP' });
  });

  it('answers a repeated write with what the first one did', async () => {
    const again = { body: { date: '2026-02-17' }, idempotencyKey: 'a date' };
    const first = await client.act('operator', '/v1/programmes/set-date', again);
    const second = await client.act('operator', '/v1/programmes/set-date', again);
    expect(second).to.deep.equal({ ...first, replayed: true });
    expect(first.record).to.include({ date: '2026-02-17' });
  });

  it('refuses a key used for something else', async () => {
    expect(await codeOf(setDate({ date: '2026-02-18' }, 'a date'))).to.equal(
      '422 IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('tells a rule’s refusal from a wrong request', async () => {
    expect(await codeOf(setDate({ date: '2026-02-16' }, 'back'))).to.equal('422 DATE_NOT_FORWARD');
    expect(await codeOf(setDate({ date: '2026-02-30' }, 'no day'))).to.equal(
      '400 VALIDATION_FAILED',
    );
  });

  it('holds a caller to the version it read', async () => {
    const supplier = gateway.principals.all().find(({ persona }) => persona === 'supplier-tier1');
    const path = `/v1/parties/${supplier?.party ?? ''}/suspend`;
    const suspended = await fetch(new URL(path, gateway.url), {
      method: 'POST',
      headers: {
        authorization: 'Bearer sandbox.operator',
        'idempotency-key': 'stale',
        'if-match': '"v1"',
      },
    });
    expect(suspended.status).to.equal(412);
    expect(await suspended.json()).to.have.nested.property('facts.version');
  });

  it('answers a repetition that still names the version it read', async () => {
    const supplier = gateway.principals.all().find(({ persona }) => persona === 'supplier-tier3');
    const path = `/v1/parties/${supplier?.party ?? ''}`;
    const before = await fetch(new URL(path, gateway.url), {
      headers: { authorization: 'Bearer sandbox.operator' },
    });
    const suspend = (): Promise<Response> =>
      fetch(new URL(`${path}/suspend`, gateway.url), {
        method: 'POST',
        headers: {
          authorization: 'Bearer sandbox.operator',
          'idempotency-key': 'suspended once',
          'if-match': before.headers.get('etag') ?? '',
        },
      });
    const [first, second] = [await suspend(), await suspend()];
    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    expect(await second.json()).to.deep.equal(await first.json());
  });

  it('shows a party’s details to its bank and to nobody of another', async () => {
    const supplier = gateway.principals.all().find(({ persona }) => persona === 'supplier-tier1');
    const path = `/v1/parties/${supplier?.party ?? ''}`;
    expect(await client.read('bank-a', path)).to.have.nested.property('private.details.name');
    expect(await client.read('bank-b', path)).to.not.have.property('private');
    expect(await client.read('dealer', path)).to.not.have.property('private');
  });

  it('lets no bank’s desk be written by anybody else', async () => {
    const body = { debtor: 'x' };
    const attempt = client.act('dealer', '/v1/limits', { body, idempotencyKey: 'desk' });
    expect(await codeOf(attempt)).to.match(/^(403 ORG_NOT_ALLOWED|404 NOT_FOUND)$/);
  });
});
