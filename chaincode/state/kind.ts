import { z } from 'zod';
import type { ErrorCode } from '../domain/errors.js';
import { CalendarDate } from '../domain/dates.js';

/** Where a kind of record lives; `act`: in the place of the act that writes it. */
export type PlaceKind = 'public' | 'desk' | 'offers' | 'deal' | 'directory' | 'clearing' | 'act';

/** Every record in state begins so. `version` starts at 1, grows by one a write, and is the ETag. */
export const Header = z.object({
  schema: z.string(),
  version: z.int().min(1),
  actedOn: CalendarDate,
});
export type Header = z.output<typeof Header>;

/**
 * One row of the state layout (decisions.md 3).
 * @typeParam Id the fields of the record that name it.
 */
export interface Kind<Body extends z.ZodObject, Id> {
  readonly type: string;
  /** `<type>/<n>`: n grows with each change of the stored shape. */
  readonly schema: string;
  readonly place: PlaceKind;
  readonly body: Body;
  readonly attributes: (id: Id) => readonly string[];
  /**
   * True for a record that many acts change, each for reasons of its own (a running total, the
   * programme): an approval is not void because it changed, for the rule tests it again.
   */
  readonly shared?: true;
  /** The refusal when it is named and not there. */
  readonly unknown: ErrorCode;
  /**
   * Party ids that may read a private record: members of a collection share peers, not secrets
   * (`memberOnlyRead` does not separate the suppliers of one MSP). Absent for public kinds.
   */
  readonly readers?: (record: z.output<Body>) => readonly string[];
}

/** Declares a kind; the record itself must hold the fields that name it. */
export function kind<B extends z.ZodObject, Id>(
  row: Kind<B, Id> & (z.output<B> extends Id ? unknown : never),
): Kind<B, Id> {
  return row;
}
