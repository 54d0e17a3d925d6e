import { expect } from 'chai';
import { prepareCommand } from '../../gateway-api/http/command-body.js';
import { Problem } from '../../gateway-api/http/problems.js';
import { ROUTES } from '../../gateway-api/http/routes.js';

const seed = Buffer.alloc(32, 7);
const [setDate] = ROUTES.filter(({ name }) => name === 'programme:setDate');

function prepared(body: unknown, idempotencyKey = 'k'): ReturnType<typeof prepareCommand> {
  if (setDate === undefined) throw new Error('the catalogue has no programme:setDate');
  return prepareCommand({ route: setDate, target: null, body, party: 'p', idempotencyKey }, seed);
}

function errorsOf(body: unknown): unknown {
  try {
    return prepared(body);
  } catch (error) {
    if (error instanceof Problem)
      return error.more.errors?.map(({ pointer, code }) => [pointer, code]);
    throw error;
  }
}

describe('preparing a command', () => {
  it('gives the same command for the same key and body', () => {
    expect(prepared({ date: '2026-05-01' })).to.deep.equal(prepared({ date: '2026-05-01' }));
  });

  it('gives another reference for another key', () => {
    const one = prepared({ date: '2026-05-01' }).args['clientRef'];
    expect(one).to.match(/^[0-9a-f]{64}$/);
    expect(prepared({ date: '2026-05-01' }, 'other').args['clientRef']).to.not.equal(one);
  });

  it('points to unknown and wrong fields', () => {
    expect(errorsOf({ date: '2026-05-01', colour: 'red' })).to.deep.equal([
      ['/colour', 'FIELD_UNKNOWN'],
    ]);
    expect(errorsOf({ date: '2026-02-30' })).to.have.nested.property('[0][0]', '/date');
    expect(errorsOf([])).to.deep.equal([['', 'OBJECT_EXPECTED']]);
  });

  it('does not take the reference from the caller', () => {
    expect(errorsOf({ date: '2026-05-01', clientRef: 'a'.repeat(64) })).to.deep.equal([
      ['/clientRef', 'FIELD_UNKNOWN'],
    ]);
  });
});
