import { expect } from 'chai';
import { z } from 'zod';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { parseCanonical } from '../../chaincode/state/json.js';
import { aSandbox, type Sandbox } from '../support/server.js';

const Problem = z.object({
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string() })).default([]),
});

/** A body as text, so that what JSON.stringify would mend arrives as it is. */
interface Hostile {
  readonly what: string;
  readonly body: string;
  readonly status: number;
  /** Pointer of the first error; null when the whole body is at fault. */
  readonly pointer: string | null;
}

const quota = (granted: string, more = ''): string =>
  `{"debtor":"org_00000000000000000000000000","shard":"x","granted":${granted}${more}}`;
const yuan = (amount: string): string => `{"currency":"CNY","amount":${amount}}`;

const amounts: readonly Hostile[] = [
  ['one digit after the point', '"1.0"'],
  ['no digits after the point', '"1"'],
  ['three digits after the point', '"1.000"'],
  ['less than nothing', '"-1.00"'],
  ['minus zero', '"-0.00"'],
  ['sixteen integer digits', '"1000000000000000.00"'],
  ['an exponent', '"1e3"'],
  ['a leading zero', '"01.00"'],
  ['a number', '1.5'],
  ['a number with an exponent', '1e3'],
  ['full-width digits', '"１.００"'],
  ['blanks', '" 1.00"'],
  ['null', 'null'],
].map(([what = '', amount = '']) => ({
  what: `an amount: ${what}`,
  body: quota(yuan(amount)),
  status: 400,
  pointer: '/granted/amount',
}));

const bodies: readonly Hostile[] = [
  ...amounts,
  {
    what: 'an unknown currency',
    body: quota('{"currency":"XXX","amount":"1.00"}'),
    status: 400,
    pointer: '/granted/currency',
  },
  {
    what: 'an unknown field',
    body: quota(yuan('"1.00"'), ',"colour":1'),
    status: 400,
    pointer: '/colour',
  },
  {
    what: '__proto__',
    body: quota(yuan('"1.00"'), ',"__proto__":{"admin":true}'),
    status: 400,
    pointer: '/__proto__',
  },
  {
    what: 'constructor',
    body: quota(yuan('"1.00"'), ',"constructor":{}'),
    status: 400,
    pointer: '/constructor',
  },
  {
    what: 'a name twice',
    body: quota(yuan('"1.00"'), ',"shard":"y"'),
    status: 400,
    pointer: '/shard',
  },
  {
    what: 'depth 10 000',
    body: '['.repeat(10_000) + ']'.repeat(10_000),
    status: 400,
    pointer: null,
  },
  { what: 'two megabytes', body: `"${'a'.repeat(2_000_000)}"`, status: 413, pointer: null },
  {
    what: 'a lone surrogate',
    body: quota(yuan('"1.00"'), ',"note":"\\ud800"'),
    status: 400,
    pointer: null,
  },
  {
    what: 'U+0000 in an id',
    body: quota(yuan('"1.00"')).replace('"x"', '"a\\u0000b"'),
    status: 400,
    pointer: '/shard',
  },
  {
    what: 'U+10FFFF in an id',
    body: quota(yuan('"1.00"')).replace('"x"', '"a\u{10FFFF}"'),
    status: 400,
    pointer: '/shard',
  },
  { what: 'an array', body: '[]', status: 400, pointer: null },
  { what: 'half a body', body: '{"debtor":', status: 400, pointer: null },
  { what: 'nothing', body: '', status: 400, pointer: null },
];

describe('a hostile request', () => {
  let sandbox: Sandbox;
  let height: number;

  before(async () => {
    sandbox = await aSandbox();
    height = sandbox.gateway.network.height;
  });

  after(async () => {
    await sandbox.remove();
  });

  afterEach(() => {
    expect(sandbox.gateway.network.height, 'nothing is written').to.equal(height);
    expect(sandbox.logged, 'nothing is a fault of ours').to.deep.equal([]);
  });

  const post = async (
    path: string,
    { body, headers = {} }: { body: string; headers?: Record<string, string> },
  ): Promise<{ status: number; type: string | null; text: string }> => {
    const response = await fetch(new URL(path, sandbox.gateway.url), {
      method: 'POST',
      headers: {
        authorization: 'Bearer sandbox.bank-a',
        'content-type': 'application/json',
        'idempotency-key': 'hostile',
        ...headers,
      },
      body,
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };

  for (const { what, body, status, pointer } of bodies) {
    it(`is refused at the edge with a pointer: ${what}`, async () => {
      const answer = await post('/v1/quotas', { body });
      expect(answer.status).to.equal(status);
      expect(answer.type).to.match(/^application\/problem\+json/);
      expect(answer.text).to.not.match(/\bat .*\.(js|ts):\d+|node_modules/);
      const problem = Problem.parse(JSON.parse(answer.text));
      if (pointer !== null) expect(problem.errors.map((each) => each.pointer)).to.include(pointer);
    });
  }

  it('is refused for a payment of nothing', async () => {
    const body = JSON.stringify({
      receipt: 'a'.repeat(64),
      amount: { currency: 'CNY', amount: '0.00' },
      valueDate: '2026-02-16',
      fromDebtor: true,
      allocations: [],
    });
    const answer = await post('/v1/receipts', { body });
    expect(answer.status).to.equal(400);
    expect(Problem.parse(JSON.parse(answer.text)).errors).to.deep.equal([
      { pointer: '/amount/amount', code: 'AMOUNT_NOT_POSITIVE' },
    ]);
  });

  const requests = [
    ['without a token', { authorization: '' }, 401, 'TOKEN_INVALID'],
    ['with another token', { authorization: 'Bearer sandbox.nobody' }, 401, 'TOKEN_INVALID'],
    [
      'with a token of __proto__',
      { authorization: 'Bearer sandbox.__proto__' },
      401,
      'TOKEN_INVALID',
    ],
    ['compressed, and is not', { 'content-encoding': 'gzip' }, 400, 'VALIDATION_FAILED'],
    ['without an Idempotency-Key', { 'idempotency-key': '' }, 400, 'IDEMPOTENCY_KEY_MISSING'],
    ['with a key of 256', { 'idempotency-key': 'k'.repeat(256) }, 400, 'VALIDATION_FAILED'],
    [
      'as a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'in a charset nobody has',
      { 'content-type': 'application/json; charset=x' },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
  ] as const;
  for (const [what, headers, status, code] of requests) {
    it(`is refused ${what}`, async () => {
      const answer = await post('/v1/quotas', { body: quota(yuan('"1.00"')), headers });
      expect([answer.status, Problem.parse(JSON.parse(answer.text)).code]).to.deep.equal([
        status,
        code,
      ]);
    });
  }

  it('tells what its code means where its type leads', async () => {
    const { text } = await post('/v1/quotas', { body: '{}' });
    const { type } = z.object({ type: z.string() }).parse(JSON.parse(text));
    const page = await fetch(new URL(type, sandbox.gateway.url));
    expect(await page.json()).to.include({ code: 'VALIDATION_FAILED', status: 400 });
    const other = await fetch(new URL('/problems/__proto__', sandbox.gateway.url));
    expect(other.status).to.equal(404);
  });

  const paths = [
    '/v1/receivables/..%2f..%2fetc',
    '/v1/receivables/%00/confirm',
    '/v1/receivables/rcv_x/confirm',
    '/v1/lots/rcv_00000000000000000000000000:0/split',
    '/v1/lots/rcv_00000000000000000000000000:1e3/split',
    '/v1/nothing',
    '/v1/lots/%/split',
    '/v1/lots/%ff%fe/split',
    '/v1/lots/%ed%a0%80/split',
  ];
  for (const path of paths) {
    it(`is refused by its path: ${path}`, async () => {
      const answer = await post(path, { body: '{}' });
      expect(answer.status).to.be.oneOf([400, 404, 405]);
      expect(answer.type).to.match(/^application\/problem\+json/);
    });
  }
});

describe('a command that reaches the contract past every gateway', () => {
  const texts = [
    ['blanks between its names', '{ "a":1}'],
    ['names out of order', '{"b":1,"a":1}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['an exponent', '{"a":1e3}'],
    ['minus zero', '{"a":-0}'],
    ['an escaped letter', '{"\\u0061":1}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['depth 10 000', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['no JSON', 'a'],
    ['300 kB', `"${'a'.repeat(300_000)}"`],
  ] as const;
  for (const [what, text] of texts) {
    it(`is refused for ${what}`, () => {
      expect(() => parseCanonical(text)).to.throw(Refusal, 'COMMAND_MALFORMED');
    });
  }
});
