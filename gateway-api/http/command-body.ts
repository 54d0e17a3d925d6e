import { createHash, createHmac } from 'node:crypto';
import type { z } from 'zod';
import type { CommandInfo } from '../../chaincode/commands/command.js';
import { idOf, type IdPrefix } from '../../chaincode/domain/identifiers.js';
import { Problem, type FieldError } from './problems.js';
import type { Route } from './routes.js';

/** A request for one transaction, before it is split into what is public and what is secret. */
export interface CommandRequest {
  readonly route: Route;
  /** The `{id}` of the path; null on a collection. */
  readonly target: string | null;
  readonly body: unknown;
  /** The acting party, whose references these are. */
  readonly party: string;
  readonly idempotencyKey: string;
}

export interface PreparedCommand {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, unknown>> | null;
}

interface NewId {
  readonly field: string;
  readonly prefix: IdPrefix;
}

/** The id that a creating command makes, by command; the gateway gives one when the caller gives none. */
export const NEW_IDS: Readonly<Record<string, NewId>> = {
  'party:invite': { field: 'party', prefix: 'org' },
  'receivable:propose': { field: 'id', prefix: 'rcv' },
  'receivable:issue': { field: 'id', prefix: 'rcv' },
  'order:record': { field: 'id', prefix: 'ord' },
  'payable:publish': { field: 'batch', prefix: 'pay' },
  'payable:claim': { field: 'receivable', prefix: 'rcv' },
  'request:open': { field: 'id', prefix: 'req' },
  'offer:make': { field: 'id', prefix: 'ofr' },
  'approval:open': { field: 'id', prefix: 'apr' },
};

/**
 * Check a flat body against the row's schemas and split it into arguments and secret. A creating act
 * that names no id gets one; id and salt derive from the reference, so that a retry is the same command.
 * @param seed the gateway's own 32 secret bytes.
 * @throws Problem VALIDATION_FAILED with a pointer and code for each thing wrong.
 */
export function prepareCommand(request: CommandRequest, seed: Uint8Array): PreparedCommand {
  const { route, target, body, party, idempotencyKey } = request;
  const { command } = route;
  const fields = fieldsOf(body);
  const clientRef = createHash('sha256').update(`${party}\n${idempotencyKey}`).digest('hex');
  const derived = (label: string): Buffer =>
    createHmac('sha256', seed).update(`${label}\n${clientRef}`).digest();
  if (command.on !== null && target !== null) {
    if (Object.hasOwn(fields, command.on)) throw invalid(`/${command.on}`, 'NAMED_BY_THE_PATH');
    fields[command.on] = target;
  }
  const made = NEW_IDS[route.name];
  if (made !== undefined && !Object.hasOwn(fields, made.field)) {
    fields[made.field] = idOf(made.prefix, derived('id').subarray(0, 16));
  }
  const { args, secret } = split(fields, command);
  check(command.args, args);
  if (command.secret === null)
    return { name: route.name, args: { ...args, clientRef }, secret: null };
  check(command.secret, secret);
  const salt = derived('salt').toString('hex');
  return { name: route.name, args: { ...args, clientRef }, secret: { ...secret, salt } };
}

function fieldsOf(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('', 'OBJECT_EXPECTED');
  }
  return Object.fromEntries(Object.entries(body));
}

function split(
  fields: Readonly<Record<string, unknown>>,
  command: CommandInfo,
): { args: Record<string, unknown>; secret: Record<string, unknown> } {
  const entries = Object.entries(fields);
  const isSecret = ([name]: [string, unknown]): boolean =>
    command.secret !== null && Object.hasOwn(command.secret.shape, name);
  const isArgument = ([name]: [string, unknown]): boolean =>
    Object.hasOwn(command.args.shape, name);
  const unknown = entries.filter((entry) => !isSecret(entry) && !isArgument(entry));
  if (unknown.length > 0) {
    throw new Problem('VALIDATION_FAILED', {
      errors: unknown.map(([name]) => fieldError(`/${name}`, 'FIELD_UNKNOWN')),
    });
  }
  return {
    args: Object.fromEntries(entries.filter(isArgument)),
    secret: Object.fromEntries(entries.filter(isSecret)),
  };
}

function check(schema: z.ZodObject, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  throw new Problem('VALIDATION_FAILED', {
    errors: result.error.issues.map((issue) =>
      fieldError(issue.path.map((step) => `/${escaped(String(step))}`).join(''), issue.message),
    ),
  });
}

/** A schema's message is a code where the shape has one of its own, prose of the library elsewhere. */
function fieldError(pointer: string, message: string): FieldError {
  const isCode = /^[A-Z][A-Z0-9_]+$/.test(message);
  return { pointer, code: isCode ? message : 'VALUE_INVALID', detail: message };
}

function invalid(pointer: string, code: string): Problem {
  return new Problem('VALIDATION_FAILED', { errors: [fieldError(pointer, code)] });
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
