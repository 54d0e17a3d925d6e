import { expect } from 'chai';
import * as fc from 'fast-check';
import { Problem } from '../../gateway-api/http/problems.js';
import { parseStrictJson } from '../../gateway-api/http/strict-json.js';

function codeOf(text: string): string {
  try {
    parseStrictJson(text);
    return 'taken';
  } catch (error) {
    if (error instanceof Problem) return error.more.errors?.[0]?.code ?? error.code;
    throw error;
  }
}

describe('reading a request body', () => {
  it('takes what JSON.parse takes, and gives the same', () => {
    const bodies = fc.jsonValue({ maxDepth: 8, noUnicodeString: false });
    fc.assert(
      fc.property(bodies, (value) => {
        const text = JSON.stringify(value, null, 1);
        fc.pre(!text.includes('__proto__') && !/\\ud[89a-f]/.test(text));
        expect(parseStrictJson(text)).to.deep.equal(JSON.parse(text));
      }),
    );
  });

  it('takes nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[[\]{}",:0-9eE.\- truefalsn\\]*$/), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (!valid) expect(codeOf(text)).to.equal('JSON_MALFORMED');
      }),
    );
  });

  const refused = [
    ['a name twice', '{"a":1,"a":2}', 'NAME_TWICE'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}', 'NAME_TWICE'],
    ['__proto__', '{"x":{"__proto__":{"admin":true}}}', 'NAME_FORBIDDEN'],
    ['depth 10 000', '['.repeat(10_000) + ']'.repeat(10_000), 'TOO_DEEP'],
    ['a lone surrogate, escaped', '{"a":"\\ud800"}', 'LONE_SURROGATE'],
    ['a lone surrogate in a name', '{"\\udc00":1}', 'LONE_SURROGATE'],
    ['two values', '{} {}', 'JSON_MALFORMED'],
    ['a trailing comma', '{"a":1,}', 'JSON_MALFORMED'],
    ['nothing', '', 'JSON_MALFORMED'],
  ] as const;
  for (const [what, text, code] of refused) {
    it(`refuses ${what}`, () => {
      expect(codeOf(text)).to.equal(code);
    });
  }

  it('points to what it refuses', () => {
    try {
      parseStrictJson('{"a":[{"b":1,"b":2}]}');
      expect.fail('taken');
    } catch (error) {
      expect(error).to.be.instanceOf(Problem);
      if (error instanceof Problem) expect(error.more.errors?.[0]?.pointer).to.equal('/a/0/b');
    }
  });
});
