import type { ErrorCode } from './errors.js';

/** A refusal the caller can act on. The peer relays only `message`, so the message is the machine form. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, facts: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify({ code, facts }));
    this.code = code;
    this.facts = facts;
  }
}

/** Throws when `condition` does not hold: the fault is ours, never the caller's. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
