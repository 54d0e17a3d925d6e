import { encodeState } from './index-rows.js';
import type { KeyChange } from './level.js';
import type { Write } from './types.js';

/** A changed row, and by how much it changes the number of rows. */
export interface RowChange extends KeyChange {
  readonly grows: -1 | 0 | 1;
}

/** The row of a key that a block wrote. */
export function stateRow(key: Uint8Array, write: Write): RowChange {
  if (write.value === null) return { key, value: null, grows: write.existed ? -1 : 0 };
  return { key, value: encodeState(write, write.value), grows: write.existed ? 0 : 1 };
}

/** A row that was not there before. */
export function newRow(key: Uint8Array, value: Uint8Array): RowChange {
  return { key, value, grows: 1 };
}
