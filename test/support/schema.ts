import type { z } from 'zod';

/** What `schema` says of `input`: `accepted`, or the message of each fault in order. */
export function verdict(schema: z.ZodType, input: unknown): string | readonly string[] {
  const result = schema.safeParse(input);
  return result.success ? 'accepted' : result.error.issues.map((issue) => issue.message);
}
