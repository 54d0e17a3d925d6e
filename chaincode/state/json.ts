import { Refusal } from '../domain/refusal.js';
import { canonicalJson } from './canonical.js';

export const COMMAND_BYTES_MAX = 262_144;
export const JSON_DEPTH_MAX = 16;

/**
 * Decode one canonical JSON text (RFC 8785). Only the canonical form is taken, so duplicate keys,
 * `__proto__`, `1e3`, `-0` and invisible variants of one command all refuse here, on every peer alike.
 * @throws Refusal COMMAND_MALFORMED
 */
export function parseCanonical(text: string): unknown {
  if (text.length > COMMAND_BYTES_MAX) throw malformed('too long');
  if (depth(text) > JSON_DEPTH_MAX) throw malformed('too deep');
  if (!text.isWellFormed()) throw malformed('lone surrogate');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed('not JSON', cause);
  }
  if (canonical(value) !== text) throw malformed('not canonical JSON');
  return value;
}

function canonical(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (cause) {
    throw malformed('not canonical JSON', cause);
  }
}

/** Deepest nesting, by a scan that cannot itself overflow. */
function depth(text: string): number {
  let level = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (level += 1));
    else if (char === '}' || char === ']') level -= 1;
  }
  return deepest;
}

function malformed(reason: string, cause?: unknown): Refusal {
  const refusal = new Refusal('COMMAND_MALFORMED', { pointer: '', reason });
  if (cause !== undefined) refusal.cause = cause;
  return refusal;
}
