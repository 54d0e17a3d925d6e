import { ApiRefusal, Unreachable } from '../../gateway-api/client/api-client.js';
import { LedgerLocked } from '../../network/embedded/store/errors.js';

/** How a command ends, for scripts to go by. */
export const ExitCode = { DONE: 0, REFUSED: 1, USAGE: 2, UNREACHABLE: 3 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The command was called wrongly: said in one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return ExitCode.USAGE;
  if (error instanceof Unreachable || error instanceof LedgerLocked) return ExitCode.UNREACHABLE;
  return ExitCode.REFUSED;
}

/** What went wrong, on stderr, or as the one JSON line when that was asked for. */
export function tellError(error: unknown, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ ok: false, error: documentOf(error) }));
    return;
  }
  console.error(textOf(error));
}

function documentOf(error: unknown): unknown {
  if (error instanceof ApiRefusal) return error.problem;
  return { detail: error instanceof Error ? error.message : String(error) };
}

function textOf(error: unknown): string {
  if (error instanceof ApiRefusal) {
    const { title, code, detail, errors } = error.problem;
    const lines = errors.map(({ pointer, detail: what }) => `  ${pointer} ${what}`);
    return [`${title} [${code}]`, ...(detail === title ? [] : [detail]), ...lines].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
