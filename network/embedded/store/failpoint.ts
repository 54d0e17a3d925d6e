/** The steps of a commit and of opening at which a test may stop the process or throw. */
export const FAILPOINTS = [
  'private.beforeWrite',
  'private.beforeSync',
  'private.afterSync',
  'blocks.beforeWrite',
  'blocks.beforeSync',
  'blocks.afterSync',
  'acknowledged.afterWrite',
  'index.beforeWrite',
  'index.afterWrite',
  'open.beforeCut',
  'open.beforeRebuild',
  'open.duringRebuild',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

const armed: { hook: ((name: Failpoint) => void) | null } = { hook: null };

/** Called where a crash would hurt most; does nothing unless armed. */
export function failpoint(name: Failpoint): void {
  armed.hook?.(name);
}

/** Arm every failpoint with one hook, or disarm them with null. For crash tests only. */
export function armFailpoints(hook: ((name: Failpoint) => void) | null): void {
  armed.hook = hook;
}
