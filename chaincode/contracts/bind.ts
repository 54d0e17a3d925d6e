import type { Command, CommandInfo } from '../commands/command.js';
import type { Act } from '../domain/act.js';
import type { CalendarDate } from '../domain/dates.js';
import type { Programme } from '../domain/programme.js';
import { Refusal } from '../domain/refusal.js';
import type { Transaction } from '../state/port.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** What surrounds one act: everything a handler may use beside its arguments. */
export interface Setting {
  readonly act: Act;
  readonly work: UnitOfWork;
  /** null only while nothing is founded. */
  readonly programme: Programme | null;
  readonly creator: Transaction['creator'];
  /** The founding of a sandbox says what day it is. */
  readonly declareDate: (date: CalendarDate) => void;
  /** Any other transaction of the catalogue, for acts that carry acts (approvals). */
  readonly registry: (name: string) => Bound | null;
}

export interface Call<A, S> extends Omit<Setting, 'programme'> {
  readonly args: A;
  readonly secret: S;
  readonly programme: Programme;
}

/** A command with the code that performs it; the types of its arguments stay inside. */
export interface Bound {
  readonly command: CommandInfo;
  /**
   * Decode `args` and `secret` (JSON values as they travel) and perform the act in its setting.
   * @throws Refusal COMMAND_MALFORMED, SECRET_MISPLACED, and those of the row.
   */
  readonly perform: (args: unknown, secret: unknown, setting: Setting) => Promise<void>;
}

/** Load, decide, save: the handler of one command. */
export function bind<A, S>(
  command: Command<A, S>,
  handler: (call: Call<A, S>) => Promise<void>,
): Bound {
  return bindFounding(command, ({ programme, ...call }) => {
    if (programme === null) throw new Refusal('PROGRAMME_NOT_FOUNDED');
    return handler({ ...call, programme });
  });
}

/** As {@link bind}, for the one act that needs no programme yet. */
export function bindFounding<A, S>(
  command: Command<A, S>,
  handler: (call: Omit<Call<A, S>, 'programme'> & Pick<Setting, 'programme'>) => Promise<void>,
): Bound {
  return {
    command,
    perform: async (args, secret, setting) => {
      await handler({
        ...setting,
        args: command.decodeArgs(args),
        secret: command.decodeSecret(secret),
      });
    },
  };
}
