import { AssertionError } from 'chai';

type Class<E> = abstract new (...args: never[]) => E;

/** The error that a promise fails with. @throws when it does not fail, or fails with another kind of error */
export async function caught<E>(kind: Class<E>, promise: Promise<unknown>): Promise<E> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new AssertionError(`expected ${kind.name}, but nothing failed`);
}
