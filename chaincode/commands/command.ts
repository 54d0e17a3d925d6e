import { z } from 'zod';
import type { ErrorCode } from '../domain/errors.js';
import { Hex256 } from '../domain/identifiers.js';
import { Refusal } from '../domain/refusal.js';

/** The five shapes of transaction: what each may read and write, and who endorses it (decisions.md 1). */
export const SHAPES = ['PUBLIC', 'DESK', 'DEAL', 'CLEARING', 'FILE'] as const;
export type Shape = (typeof SHAPES)[number];

/** Who may act, in the trade's words for one record (domain.md, head). ANY: date-driven, by anyone. */
export type Who =
  | 'DEB'
  | 'CRD'
  | 'HOL'
  | 'RECIPIENT'
  | 'BUY'
  | 'SEL'
  | 'BK'
  | 'BORROWER'
  | 'CLR'
  | 'REG'
  | 'ATT'
  | 'AUD'
  | 'OP'
  | 'PROPOSER'
  | 'OPENER'
  | 'SIGNER'
  | 'PARTY'
  | 'ANY';

interface Row<Args> {
  readonly who: readonly Who[];
  /** One sentence each: the documentation of the route. */
  readonly summary: { readonly en: string; readonly zh: string };
  /** The argument that names the record acted on, which is the `{id}` of the route; null: none yet. */
  readonly on: (keyof Args & string) | null;
  /** True for the act that POSTs to the collection itself; others get `/<act>`. */
  readonly first?: boolean;
  /** True for the two acts of a key that is not pinned yet: founding and applying. */
  readonly unpinned?: boolean;
  /** Public, in the block for ever. */
  readonly args: z.ZodObject & z.ZodType<Args>;
  /** Codes of the rule itself, in the order it tests; every act can also refuse by its form and signer. */
  readonly refusals: readonly ErrorCode[];
}

interface PrivateRow<Args, Secret> extends Row<Args> {
  readonly shape: Exclude<Shape, 'PUBLIC'>;
  /** Transient, so that only the members of the collections touched see it. */
  readonly secret: z.ZodObject & z.ZodType<Secret>;
}

/** A row of the catalogue, whatever its types: what routes, documents and tests are made from. */
export interface CommandInfo extends Omit<Row<Record<string, unknown>>, 'args' | 'on'> {
  readonly shape: Shape;
  readonly on: string | null;
  readonly args: z.ZodObject;
  /** null for PUBLIC. */
  readonly secret: z.ZodObject | null;
}

/** A row with its decoders: `S` is null for PUBLIC, else the secret with its salt. */
export interface Command<A, S> extends CommandInfo {
  /** @throws Refusal COMMAND_MALFORMED with the JSON pointer of the first thing wrong. */
  readonly decodeArgs: (json: unknown) => A;
  readonly decodeSecret: (json: unknown) => S;
}

/**
 * Part of every command: SHA-256 of (party id, Idempotency-Key). The same reference with the same
 * content is done once.
 */
export const CLIENT_REF = 'clientRef';

/**
 * Part of every secret: 256 bits that nobody can guess, the same for every retry of one reference. It
 * salts the digest kept with the reference, and is the seed of what the act creates.
 */
export interface Salted {
  readonly salt: string;
}

const Reference = z.object({ [CLIENT_REF]: Hex256 });
const Salt = z.object({ salt: Hex256 });
const Properties = z.record(z.string(), z.unknown());

/** A row of shape PUBLIC. */
export function publicCommand<Args>(row: Row<Args>): Command<Args, null> {
  return {
    ...row,
    shape: 'PUBLIC',
    secret: null,
    decodeArgs: (json) => decode(row.args, without(json, CLIENT_REF)),
    decodeSecret: (json) => {
      if (json !== null) throw new Refusal('SECRET_MISPLACED', { reason: 'none is taken' });
      return null;
    },
  };
}

/** A row of one of the four private shapes. */
export function privateCommand<Args, Secret>(
  row: PrivateRow<Args, Secret>,
): Command<Args, Secret & Salted> {
  return {
    ...row,
    decodeArgs: (json) => decode(row.args, without(json, CLIENT_REF)),
    decodeSecret: (json) => {
      if (json === null) throw new Refusal('SECRET_MISPLACED', { reason: 'one is needed' });
      return { ...decode(row.secret, without(json, 'salt')), ...decode(Salt, json) };
    },
  };
}

/** The client reference of a command as it travels. */
export function clientRefOf(json: unknown): string {
  return decode(Reference, json)[CLIENT_REF];
}

/** @throws Refusal COMMAND_MALFORMED with pointer (RFC 6901) and reason. */
export function decode<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal('COMMAND_MALFORMED', {
    pointer: (issue?.path ?? []).map((step) => `/${pointerStep(String(step))}`).join(''),
    reason: issue?.message ?? 'not of its shape',
  });
}

function pointerStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function without(json: unknown, field: string): unknown {
  const properties = Properties.safeParse(json);
  if (!properties.success) return json;
  return Object.fromEntries(Object.entries(properties.data).filter(([name]) => name !== field));
}
