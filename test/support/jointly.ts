import { anId } from './build.js';
import type { Actor, Answer, MemoryLedger } from './memory-ledger.js';

/** An act with its arguments, as an approval carries it. */
export interface JointAct {
  readonly act: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly validUntil?: string;
}

/** Performs `joint` with the signatures of all `signers`, the first of whom opens. */
export async function jointly(
  ledger: MemoryLedger,
  { act, args, validUntil = '2026-03-20' }: JointAct,
  signers: readonly Actor[],
): Promise<Answer | null> {
  const [opener, ...others] = signers;
  if (opener === undefined) return null;
  const id = anId('apr', `${act} ${JSON.stringify(args)}`);
  let last = await ledger.submit(opener, 'approval:open', { args: { id, act, args, validUntil } });
  for (const by of others) last = await ledger.submit(by, 'approval:sign', { args: { id } });
  return last;
}
