/** Where in a file the damage is: `frame` is the frame's index (in a block file, the block's number). */
export interface DamagePlace {
  readonly file: string;
  readonly frame: number;
  readonly offset: number;
}

/**
 * What was acknowledged is not on disk as it was written. Nothing is served and nothing is repaired by guess:
 * restore the named file from a copy.
 */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged';
  readonly place: DamagePlace;
  constructor(what: string, place: DamagePlace, options?: ErrorOptions) {
    super(`${what} (frame ${place.frame}, byte ${place.offset} of ${place.file})`, options);
    this.place = place;
  }
}

/** A storage error happened earlier; the store answers nothing more until it is closed and opened again. */
export class StorePoisoned extends Error {
  override readonly name = 'StorePoisoned';
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The ledger stopped after a storage error; restart it. First error: ${reason}`, {
      cause,
    });
  }
}

/** Another process has this ledger open. */
export class LedgerLocked extends Error {
  override readonly name = 'LedgerLocked';
  /** The owner's process id as it wrote it down; null when it could not be read. */
  readonly pid: number | null;
  constructor(directory: string, pid: number | null, options?: ErrorOptions) {
    const owner = pid === null ? 'another process' : `process ${pid}`;
    super(`${directory} is in use by ${owner}`, options);
    this.pid = pid;
  }
}

/** A block that must not be written: it does not follow the last, or its private parts do not belong to it. */
export class CommitRefused extends Error {
  override readonly name = 'CommitRefused';
}
