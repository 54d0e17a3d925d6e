import canonicalizeModule from 'canonicalize';

// The package is CommonJS whose one export is the function; its types describe an ES module.
const loaded: unknown = canonicalizeModule;

/** JSON.stringify escapes a lone surrogate, and no other character beyond the control ones. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;

function isSerializer(value: unknown): value is (input: unknown) => string | undefined {
  return typeof value === 'function';
}

/**
 * RFC 8785 canonical JSON.
 * @throws Error for what JSON cannot say (undefined, NaN, a lone surrogate).
 */
export function canonicalJson(value: unknown): string {
  if (!isSerializer(loaded)) throw new Error('canonicalize is not the function it was');
  const text = loaded(value);
  if (text === undefined) throw new Error('a value without a JSON form');
  if (LONE_SURROGATE.test(text)) throw new Error('a string with a lone surrogate');
  return text;
}
