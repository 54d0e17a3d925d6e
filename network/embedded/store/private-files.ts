import type { PrivateFiles } from './committer.js';
import type { ChainSource } from './chain-reader.js';
import { type FrameFile, createFrames, openFrames } from './frames.js';
import { privateFileName } from './layout.js';

/** The organisations' private files, those found on opening and those made since. */
export function privateFiles(
  { place, disk }: Pick<ChainSource, 'place' | 'disk'>,
  found: ReadonlyMap<string, FrameFile>,
): PrivateFiles {
  const files = new Map(found);
  return {
    find: (mspId) => files.get(mspId) ?? null,
    async ensure(mspId) {
      const known = files.get(mspId);
      if (known !== undefined) return known;
      const source = { disk, ...privateFileName(place, mspId) };
      await createFrames(source);
      const opening = await openFrames(source, 'write');
      if (opening === null) throw new Error(`${source.path} vanished while it was being opened`);
      const file = await opening.settle(0);
      files.set(mspId, file);
      return file;
    },
    async close() {
      for (const file of files.values()) await file.close();
    },
  };
}
