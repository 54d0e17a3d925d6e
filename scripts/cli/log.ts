/** One JSON line on stderr; an error's stack stays here and reaches no caller. */
export function logLine(entry: Readonly<Record<string, unknown>>): void {
  const plain = (_: string, value: unknown): unknown =>
    value instanceof Error
      ? { message: value.message, stack: value.stack, cause: value.cause }
      : value;
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry }, plain)}\n`);
}
