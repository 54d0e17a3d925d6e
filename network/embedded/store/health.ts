import { StorePoisoned } from './errors.js';
import { SnapshotClosed } from './level.js';

/** Whether the store may still be used. The first storage error is kept, and answers every later call. */
export interface Health {
  /** @throws StorePoisoned when an error happened before; Error when the store is closed */
  check(): void;
  /** Run something that touches storage; its failure poisons. */
  run<T>(action: () => T): T;
  runAsync<T>(action: () => Promise<T>): Promise<T>;
  each<T>(items: AsyncGenerator<T>): AsyncGenerator<T>;
  close(): void;
}

export function newHealth(): Health {
  const state: State = { first: null, closed: false };
  return {
    check: () => check(state),
    run: (action) => {
      check(state);
      try {
        return action();
      } catch (error) {
        throw judged(state, error);
      }
    },
    runAsync: async (action) => {
      check(state);
      try {
        return await action();
      } catch (error) {
        throw judged(state, error);
      }
    },
    async *each(items) {
      check(state);
      try {
        yield* items;
      } catch (error) {
        throw judged(state, error);
      }
    },
    close: () => {
      state.closed = true;
    },
  };
}

interface State {
  first: StorePoisoned | null;
  closed: boolean;
}

function check({ first, closed }: State): void {
  if (first !== null) throw first;
  if (closed) throw new Error('The ledger is closed');
}

/** What fails after closing fails because of it, and a closed snapshot is the caller's mistake: neither poisons. */
function judged(state: State, error: unknown): unknown {
  if (state.closed || error instanceof SnapshotClosed) return error;
  state.first ??= error instanceof StorePoisoned ? error : new StorePoisoned(error);
  return state.first;
}
