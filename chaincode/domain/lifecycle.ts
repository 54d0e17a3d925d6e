import { Refusal } from './refusal.js';

/** Every edge of a state machine: state → act → next state. What is absent is refused. */
export type Lifecycle<S extends string, A extends string> = Readonly<
  Record<S, Readonly<Partial<Record<A, S>>>>
>;

/**
 * The state that `act` leads to.
 * @param since the business date the record entered `state`, told to the caller with the refusal.
 * @throws Refusal STATE_CONFLICT with the state, since when, and the act; never with a name.
 */
export function next<S extends string, A extends string>(
  table: Lifecycle<S, A>,
  record: { readonly state: NoInfer<S>; readonly since: string },
  act: NoInfer<A>,
): S {
  const target: S | undefined = table[record.state][act];
  if (target === undefined) {
    throw new Refusal('STATE_CONFLICT', { state: record.state, since: record.since, act });
  }
  return target;
}
