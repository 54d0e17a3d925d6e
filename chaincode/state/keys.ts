import { Refusal } from '../domain/refusal.js';

const ATTRIBUTE = /^[A-Za-z0-9._-]{1,64}$/;
const SEPARATOR = '\u0000';

/**
 * Fabric's composite key, after our own check: the Node shim lets U+0000 through, and then two
 * different keys collide (fabric-shim `createCompositeKey`).
 * @throws Refusal COMMAND_MALFORMED for an attribute outside `[A-Za-z0-9._-]{1,64}`.
 */
export function compositeKey(type: string, attributes: readonly string[]): string {
  for (const attribute of [type, ...attributes]) {
    if (!ATTRIBUTE.test(attribute)) {
      throw new Refusal('COMMAND_MALFORMED', { pointer: '', reason: 'not a key attribute' });
    }
  }
  return SEPARATOR + [type, ...attributes].map((each) => each + SEPARATOR).join('');
}

/** The type and attributes of a composite key of ours; null for any other key. */
export function splitKey(key: string): { type: string; attributes: string[] } | null {
  if (!key.startsWith(SEPARATOR) || !key.endsWith(SEPARATOR)) return null;
  const [type, ...attributes] = key.slice(1, -1).split(SEPARATOR);
  return type === undefined ? null : { type, attributes };
}
