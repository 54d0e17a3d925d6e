import type { Disk, DiskFile } from '../../network/embedded/store/disk.js';

/** A disk in memory, whose files a test may cut and flip. */
export function memoryDisk(files: Map<string, Uint8Array> = new Map()): Disk {
  const file = (path: string): DiskFile => {
    const content = (): Uint8Array => files.get(path) ?? new Uint8Array(0);
    return {
      size: async () => content().length,
      read: async (at, length) => content().slice(at, at + length),
      write: async (at, bytes) => {
        files.set(path, written(content(), at, bytes));
      },
      sync: async () => {},
      truncate: async (size) => {
        files.set(path, content().slice(0, size));
      },
      close: async () => {},
    };
  };
  return {
    open: async (path) => (files.has(path) ? file(path) : null),
    create: async (path, content) => {
      files.set(path, content);
    },
    names: async (directory) => namesIn(files, directory),
  };
}

export interface VolatileDisk extends Disk {
  /**
   * Cut the power: of what was not synced since, each write is lost, there in part or there, as the choices say.
   * @param choose a number from 0 to 1, asked once a write
   */
  powerLoss(choose: () => number): void;
  /** What Linux does after a failed sync: it takes the bytes for written, shows them, and never writes them. */
  forgetUnsynced(): void;
}

/** A disk in memory that keeps for certain only what was synced. */
export function volatileDisk(): VolatileDisk {
  const durable = new Map<string, Uint8Array>();
  const seen = new Map<string, Uint8Array>();
  const pending: { readonly path: string; readonly at: number; readonly bytes: Uint8Array }[] = [];
  const live = memoryDisk(seen);
  const wrap = (path: string, file: DiskFile): DiskFile => ({
    ...file,
    write: async (at, bytes) => {
      pending.push({ path, at, bytes });
      return file.write(at, bytes);
    },
    truncate: async (size) => {
      durable.set(path, (durable.get(path) ?? new Uint8Array(0)).slice(0, size));
      return file.truncate(size);
    },
    sync: async () => {
      for (const { at, bytes } of pending.filter((one) => one.path === path)) {
        durable.set(path, written(durable.get(path), at, bytes));
      }
      pending.splice(0, pending.length, ...pending.filter((one) => one.path !== path));
    },
  });
  return {
    ...live,
    open: async (path, mode) => {
      const file = await live.open(path, mode);
      return file === null ? null : wrap(path, file);
    },
    create: async (path, content) => {
      durable.set(path, content);
      return live.create(path, content);
    },
    forgetUnsynced: () => {
      pending.length = 0;
    },
    powerLoss: (choose) => {
      for (const { path, at, bytes } of pending.splice(0)) {
        const kept = Math.min(1, choose() * 1.5);
        if (kept < 0.25) continue;
        durable.set(path, written(durable.get(path), at, bytes.subarray(0, kept * bytes.length)));
      }
      seen.clear();
      for (const [path, content] of durable) seen.set(path, content);
    },
  };
}

/** Content after a write; a gap before it reads as zeros. */
function written(content: Uint8Array = new Uint8Array(0), at: number, bytes: Uint8Array) {
  const grown = new Uint8Array(Math.max(content.length, at + bytes.length));
  grown.set(content);
  grown.set(bytes, at);
  return grown;
}

function namesIn(files: ReadonlyMap<string, unknown>, directory: string): readonly string[] {
  const prefix = `${directory}/`;
  return [...files.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .sort();
}

/** What a failing disk does: which file, at which call, and what is left behind. */
export interface Fault {
  /** How the file's path ends. */
  readonly path: string;
  readonly call: 'write' | 'sync' | 'read' | 'create' | 'truncate';
  readonly code: 'ENOSPC' | 'EIO';
  /** Bytes of the failing write that reach the file all the same. */
  readonly partial?: number;
}

export interface FaultyDisk extends Disk {
  /** Null lets everything through. */
  fail(fault: Fault | null): void;
}

/** The given disk, until it is told to fail. */
export function faultyDisk(disk: Disk): FaultyDisk {
  let fault: Fault | null = null;
  const hits = (path: string, call: Fault['call']): Fault | null =>
    fault !== null && fault.call === call && path.endsWith(fault.path) ? fault : null;
  const check = (path: string, call: Fault['call']): void => {
    const hit = hits(path, call);
    if (hit !== null) throw Object.assign(new Error(`${hit.code}: ${call}`), { code: hit.code });
  };
  const wrap = (path: string, file: DiskFile): DiskFile => ({
    size: () => file.size(),
    read: async (at, length) => {
      check(path, 'read');
      return file.read(at, length);
    },
    write: async (at, bytes) => {
      const hit = hits(path, 'write');
      if (hit !== null) await file.write(at, bytes.subarray(0, hit.partial ?? 0));
      check(path, 'write');
      return file.write(at, bytes);
    },
    sync: async () => {
      check(path, 'sync');
      return file.sync();
    },
    truncate: async (size) => {
      check(path, 'truncate');
      return file.truncate(size);
    },
    close: () => file.close(),
  });
  return {
    fail: (next) => {
      fault = next;
    },
    open: async (path, mode) => {
      const file = await disk.open(path, mode);
      return file === null ? null : wrap(path, file);
    },
    create: async (path, content) => {
      check(path, 'create');
      return disk.create(path, content);
    },
    names: (directory) => disk.names(directory),
  };
}
