import { approvalCommands } from '../commands/approval.js';
import type { Act, SignatureNeed, Signer } from '../domain/act.js';
import {
  executed,
  expireApproval,
  openApproval,
  signApproval,
  withdrawApproval,
  type Approval,
  type Pin,
} from '../domain/approval.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../state/canonical.js';
import { parseCanonical } from '../state/json.js';
import { approvals } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';
import { bind, type Bound, type Call } from './bind.js';
import { requireAnswered } from './execute.js';
import { signerByKey } from './signer.js';

const commands = approvalCommands;

export const approvalTransactions = {
  'approval:open': bind(commands['approval:open'], async (call) => {
    const { id, act: name, args, validUntil } = call.args;
    const bound = approvable(call, name);
    const needs: SignatureNeed[] = [];
    const requireSignatures = (asked: readonly SignatureNeed[]): void => void needs.push(...asked);
    const trial = call.work.trial();
    await perform(bound, args, { call, work: trial, act: { ...call.act, requireSignatures } });
    const tried = { id, act: name, args: canonicalJson(args), needs, pins: pinsOf(trial) };
    await call.work.create(approvals, openApproval({ ...tried, validUntil }, call.act));
  }),
  'approval:sign': bind(commands['approval:sign'], async (call) => {
    const { args, act, work } = call;
    const approval = await work.get(approvals, args);
    const earlier = await signersOf(call, approval);
    const signed = signApproval(approval, earlier, act);
    await requireUnchanged(work, approval.pins);
    if (!signed.complete) {
      work.save(approvals, signed.approval);
      return;
    }
    const [opener] = earlier;
    invariant(opener !== undefined, 'an approval has its opener’s signature');
    const signers = [...earlier, act.signer];
    const requireSignatures = (needs: readonly SignatureNeed[]): void =>
      requireAnswered(needs, signers);
    const bound = approvable(call, approval.act);
    const joint: Act = { ...act, signer: opener, requireSignatures };
    await perform(bound, parseCanonical(approval.args), { call, work, act: joint });
    work.save(approvals, executed(signed.approval, act.today));
  }),
  'approval:withdraw': bind(commands['approval:withdraw'], async ({ args, act, work }) => {
    work.save(approvals, withdrawApproval(await work.get(approvals, args), act));
  }),
  'approval:expire': bind(commands['approval:expire'], async ({ args, act, work }) => {
    work.save(approvals, expireApproval(await work.get(approvals, args), act.today));
  }),
};

type AnyCall = Call<unknown, null>;

/**
 * The act of that name, if it may wait in public for signatures. An approval lives in the place of its
 * act, so acts of the other shapes, whose secrets come again with the last signature, need approvals of
 * their own shape.
 * @throws Refusal ACT_NOT_APPROVABLE
 */
function approvable({ registry }: Pick<AnyCall, 'registry'>, name: string): Bound {
  const bound = registry(name);
  if (bound === null || name.startsWith('approval:') || bound.command.unpinned === true) {
    throw new Refusal('ACT_NOT_APPROVABLE', { act: name });
  }
  const { shape } = bound.command;
  if (shape !== 'PUBLIC') throw new Refusal('ACT_NOT_APPROVABLE', { act: name, shape });
  return bound;
}

/** Perform `bound` inside the transaction of `call`, over another unit of work and as another act. */
async function perform(
  bound: Bound,
  args: unknown,
  within: { readonly call: AnyCall; readonly work: UnitOfWork; readonly act: Act },
): Promise<void> {
  const { programme, creator, registry, declareDate } = within.call;
  const { work, act } = within;
  await bound.perform(args, null, { act, work, programme, creator, registry, declareDate });
}

/** What the act would write, as it stands now. */
function pinsOf(trial: UnitOfWork): readonly Pin[] {
  return trial
    .writes()
    .filter(({ shared }) => !shared)
    .map(({ type, attributes, version }) => ({
      type,
      attributes: [...attributes],
      version: version - 1,
    }));
}

/** @throws Refusal APPROVAL_STALE when a record was changed since it was signed for. */
async function requireUnchanged(work: UnitOfWork, pins: readonly Pin[]): Promise<void> {
  for (const { type, attributes, version } of pins) {
    if ((await work.versionOf(type, attributes)) !== version) {
      throw new Refusal('APPROVAL_STALE', { record: `${type}:${attributes.join(':')}` });
    }
  }
}

/**
 * Those who signed, as their keys stand today.
 * @throws Refusal APPROVAL_STALE when one of them no longer signs for its party.
 */
async function signersOf(
  { work, act }: Pick<AnyCall, 'work' | 'act'>,
  { signatures }: Approval,
): Promise<readonly Signer[]> {
  const signers: Signer[] = [];
  for (const { key: spki } of signatures) {
    try {
      signers.push(await signerByKey({ work, spki, today: act.today }));
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      throw staleSignature(cause);
    }
  }
  return signers;
}

function staleSignature(cause: Refusal): Refusal {
  const refusal = new Refusal('APPROVAL_STALE', { signature: cause.code });
  refusal.cause = cause;
  return refusal;
}
