import type { ErrorDetail } from '../rpc/rpc.js';
import type { Endorsement } from '../messages/transaction.js';
import type { Processed } from '../endorsing/answer.js';
import type { Layout } from '../policy/layouts.js';

/** A peer that a gateway can ask. */
export interface Endpoint {
  readonly mspId: string;
  readonly address: string;
}

interface Option {
  /** What is still missing, by group. */
  readonly required: Map<string, number>;
  readonly endorsements: Endorsement[];
}

/** The endorsements of a completed layout, and what they are of. */
export interface Complete {
  readonly responsePayload: Buffer;
  readonly endorsements: readonly Endorsement[];
}

/**
 * Keeps account while a gateway collects endorsements: which layouts are still possible, who is left to ask, whether one
 * layout is complete. @see fabric internal/pkg/gateway/endorsement.go
 */
export class Plan<P extends Endpoint> {
  readonly #options: (Option | null)[];
  readonly #waiting: Map<string, P[]>;
  readonly #groups = new Map<P, string>();
  readonly #errors: ErrorDetail[] = [];
  #next = 0;
  #responsePayload: Buffer | null = null;
  #complete: Complete | null = null;

  constructor(layouts: readonly Layout[], peersByGroup: ReadonlyMap<string, readonly P[]>) {
    this.#options = layouts.map((layout) => ({ required: new Map(layout), endorsements: [] }));
    this.#waiting = new Map([...peersByGroup].map(([group, peers]) => [group, [...peers]]));
    for (const [group, peers] of peersByGroup) {
      for (const each of peers) this.#groups.set(each, group);
    }
  }

  get complete(): Complete | null {
    return this.#complete;
  }

  get errors(): readonly ErrorDetail[] {
    return this.#errors;
  }

  /** The peers to ask for the next possible layout; none when there is none left. */
  endorsers(): readonly P[] {
    for (; this.#next < this.#options.length; this.#next += 1) {
      const option = this.#options[this.#next] ?? null;
      if (option === null) continue;
      const missing = [...option.required];
      if (missing.every(([group, count]) => count <= this.#left(group).length)) {
        return missing.flatMap(([group, count]) => this.#left(group).splice(0, count));
      }
      this.#options[this.#next] = null;
    }
    return [];
  }

  /** @returns false when this peer's result differs from the others' */
  accept(from: P, { payload, endorsement }: Processed): boolean {
    const group = this.#groups.get(from) ?? '';
    const left = this.#left(group);
    const at = left.indexOf(from);
    if (at >= 0) left.splice(at, 1);
    if (payload === null || endorsement === null) return false;
    this.#responsePayload ??= payload;
    if (!this.#responsePayload.equals(payload)) {
      this.report(from, 'ProposalResponsePayloads do not match');
      return false;
    }
    this.#credit(group, endorsement, this.#responsePayload);
    return true;
  }

  report({ address, mspId }: Endpoint, message: string): void {
    this.#errors.push({ address, mspId, message });
  }

  /** Somebody else of the same group, when one did not endorse; or the name of the group that has nobody left. */
  alternative(failed: P): { readonly peer: P } | { readonly exhausted: string } {
    const group = this.#groups.get(failed) ?? '';
    const peer = this.#left(group).shift();
    return peer === undefined ? { exhausted: group } : { peer };
  }

  /** Give up the layouts that need an exhausted group, and go on to the next. */
  abandon(groups: readonly string[]): void {
    for (let at = this.#next; at < this.#options.length; at += 1) {
      const required = this.#options[at]?.required;
      if (groups.some((group) => required?.has(group) === true)) this.#options[at] = null;
    }
    this.#next += 1;
  }

  #left(group: string): P[] {
    return this.#waiting.get(group) ?? [];
  }

  #credit(group: string, endorsement: Endorsement, responsePayload: Buffer): void {
    for (const option of this.#options.slice(this.#next)) {
      const missing = option?.required.get(group);
      if (option === null || missing === undefined) continue;
      option.endorsements.push(endorsement);
      if (missing > 1) option.required.set(group, missing - 1);
      else option.required.delete(group);
      if (option.required.size > 0) continue;
      this.#complete = { responsePayload, endorsements: unique(option.endorsements) };
      return;
    }
  }
}

function unique(endorsements: readonly Endorsement[]): readonly Endorsement[] {
  const seen = new Set<string>();
  return endorsements.filter(({ endorser }) => {
    const key = endorser.toString('latin1');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
