import { type Invariant, words } from './invariant.js';

/** Every write counts: nothing was written beside the ledger, or past it. */
export const versions: Invariant = {
  id: 'S2',
  code: 'VERSION_BROKEN',
  title: words('The version of a record counts its writes', '记录版本号等于其写入次数'),
  start: (findings) => ({
    step: ({ before, after }) => {
      findings.looked();
      const [had, has] = [before?.value.version ?? 0, after.value.version];
      if (has === had + 1) return;
      findings.fault(
        after.name,
        words(`version ${has} follows version ${had}`, `版本 ${has} 接在版本 ${had} 之后`),
      );
    },
  }),
};
