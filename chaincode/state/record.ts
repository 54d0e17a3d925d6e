import { z } from 'zod';
import { invariant } from '../domain/refusal.js';
import { Header, type Kind } from './kind.js';

/** A record with its header, as it was read. */
export type Stored<B extends z.ZodObject> = z.output<B> & Header;

const AnyRecord = z.looseObject(Header.shape);

/** Decode a stored record: its schema is checked on the way out as it was on the way in. */
export function decodeRecord<B extends z.ZodObject>(kind: Kind<B, never>, text: string): Stored<B> {
  const { schema, version, actedOn, ...body } = AnyRecord.parse(JSON.parse(text));
  invariant(schema === kind.schema, `${kind.type}: stored as ${schema}, read as ${kind.schema}`);
  return { ...kind.body.parse(body), schema, version, actedOn };
}

/** The JSON of a record, whatever header it still carries replaced by `header`. */
export function encodeRecord(
  kind: Kind<z.ZodObject, never>,
  record: Readonly<Record<string, unknown>>,
  header: Header,
): Record<string, unknown> {
  const body = Object.entries(record).filter(([name]) => !Object.hasOwn(header, name));
  return { ...z.encode(kind.body, Object.fromEntries(body)), ...header };
}
