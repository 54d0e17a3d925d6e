import type { ErrorCode } from '../../chaincode/domain/errors.js';
import type { Play } from './play.js';
import type { Words } from './words.js';

interface Told {
  /** The persona who acts. */
  readonly who: string;
  /** What it did, with the amounts; asked when it is done. */
  readonly says: (play: Play) => Words | Promise<Words>;
}

/** One transaction through the API. */
export interface ActStep extends Told {
  /** `<resource>:<act>` */
  readonly act: string;
  /** The `{id}` of the route. */
  readonly on?: (play: Play) => string | Promise<string>;
  readonly body: (play: Play) => object | Promise<object>;
  /** The step is to be refused with this code, and the ledger to stay as it is. */
  readonly refused?: ErrorCode;
}

/** Something that a gateway does by itself: it reads papers, compares, looks whether a record is there. */
export interface OwnStep extends Told {
  readonly does: (play: Play) => Promise<void>;
}

export type Step = ActStep | OwnStep;

export interface Chapter {
  readonly title: Words;
  readonly steps: readonly Step[];
}
