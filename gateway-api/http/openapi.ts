import { z } from 'zod';
import { ERRORS } from '../../chaincode/domain/errors.js';
import { NEW_IDS } from './command-body.js';
import { PROBLEMS, statusOf, type ProblemCode } from './problems.js';
import { ROUTES, type Route } from './routes.js';
import { READS } from './reads.js';

type Json = Readonly<Record<string, unknown>>;

/** Wrong in itself, before any rule is asked: every write can answer these. */
const WRITE_PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'IDEMPOTENCY_KEY_MISSING',
  'TOKEN_INVALID',
  'ORG_NOT_ALLOWED',
  'VERSION_MISMATCH',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  'IDEMPOTENCY_KEY_REUSED',
  'MVCC_EXHAUSTED',
  'INTERNAL',
  'ENDORSEMENT_MISMATCH',
  'CONTRACT_ERROR',
  'ENDORSEMENT_UNAVAILABLE',
  'COMMIT_UNKNOWN',
];

/** Refusals of form and signer, which no row repeats. */
const ANY_ACT = [
  'PROGRAMME_NOT_FOUNDED',
  'KEY_NOT_PINNED',
  'PARTY_NOT_ACTIVE',
  'SIGNATURES_MISSING',
  'BUSINESS_DATE_PASSED',
] as const;

/** OpenAPI 3.1, made from the catalogue: a transaction without its route cannot exist. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    const path = template(route.path);
    paths[path] = { ...paths[path], post: operation(route) };
  }
  for (const read of READS) {
    const path = template(read.path);
    paths[path] = { ...paths[path], get: readOperation(read) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Counterfoil 存根',
      version: '1',
      description: 'A permissioned supply-chain-finance ledger. Amounts are decimal strings.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM, Written: WRITTEN, Record: RECORD },
    },
  };
}

function operation(route: Route): Json {
  const { name, resource, command, path, status } = route;
  const { summary, who, shape } = command;
  return {
    operationId: name.replace(':', '_'),
    tags: [resource],
    summary: summary.en,
    description: `${summary.zh}\n\nSigned by: ${who.join(', ')}. Shape: ${shape}.`,
    parameters: [...pathParameters(path), IDEMPOTENCY_KEY, ...ifMatch(route)],
    requestBody: {
      required: required(route).length > 0,
      content: { 'application/json': { schema: bodySchema(route) } },
    },
    responses: {
      [status]: {
        description: 'Committed: the records as they are on the ledger now.',
        headers: {
          'Counterfoil-Transaction': { schema: { type: 'string' } },
          'Counterfoil-Block': { schema: { type: 'string' } },
          ETag: { schema: { type: 'string' } },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Written' } } },
      },
      ...problemResponses([...WRITE_PROBLEMS, ...ANY_ACT, ...command.refusals]),
    },
  };
}

export interface Read {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
}

function readOperation({ path, tag, summary }: Read): Json {
  return {
    operationId: `get${path.replaceAll(/[^a-z]+([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary,
    parameters: pathParameters(path),
    responses: {
      200: {
        description: 'As the ledger has it now.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      ...problemResponses(['TOKEN_INVALID', 'NOT_FOUND', 'INTERNAL', 'ENDORSEMENT_UNAVAILABLE']),
    },
  };
}

/** The flat body: arguments and secret side by side, without what the path names. */
function bodySchema(route: Route): Json {
  const { command } = route;
  const parts = [command.args, ...(command.secret === null ? [] : [command.secret])];
  const properties = parts.map((part) => jsonSchema(part).properties);
  const merged: Record<string, unknown> = Object.assign({}, ...properties);
  if (command.on !== null) delete merged[command.on];
  return {
    type: 'object',
    properties: merged,
    required: required(route),
    additionalProperties: false,
  };
}

function required(route: Route): string[] {
  const { command } = route;
  const parts = [command.args, ...(command.secret === null ? [] : [command.secret])];
  const names = parts.flatMap((part) => jsonSchema(part).required);
  // A creating act that names no id gets one from the gateway.
  return names.filter((name) => name !== command.on && name !== NEW_IDS[route.name]?.field);
}

const ObjectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** JSON Schema 2020-12 of the wire side of a shape. */
function jsonSchema(schema: z.ZodType): z.output<typeof ObjectSchema> {
  return ObjectSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function problemResponses(codes: readonly (ProblemCode | keyof typeof ERRORS)[]): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.join(', '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );
}

function template(path: string): string {
  return path.replaceAll(/:([a-z]+)/g, '{$1}');
}

function pathParameters(path: string): Json[] {
  if (!path.includes(':id')) return [];
  return [{ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 200 } }];
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key with the same content is done once.',
  schema: { type: 'string', maxLength: 255 },
};

/** Only a record that is public has a version that its path can be held to. */
function ifMatch({ command }: Route): Json[] {
  if (command.on === null) return [];
  const description = 'The ETag you read: refused when the record has changed since.';
  return [
    { name: 'If-Match', in: 'header', required: false, description, schema: { type: 'string' } },
  ];
}

const RECORD: Json = {
  type: 'object',
  required: ['type', 'id', 'version', 'record'],
  properties: {
    type: { type: 'string' },
    id: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    record: { type: 'object' },
  },
  additionalProperties: false,
};

const WRITTEN: Json = {
  type: 'object',
  required: ['record', 'records'],
  properties: {
    record: {
      type: ['object', 'null'],
      description: 'The record acted on; null when it is private.',
    },
    records: { type: 'array', items: { $ref: '#/components/schemas/Record' } },
  },
  additionalProperties: false,
};

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'retryable', 'facts'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: [...Object.keys(PROBLEMS), ...Object.keys(ERRORS)] },
    retryable: { type: 'boolean' },
    facts: { type: 'object', additionalProperties: { type: 'string' } },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    txId: { type: 'string' },
    endorsements: { type: 'array', items: { type: 'object' } },
  },
};
