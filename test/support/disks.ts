import type { Disk, DiskFile } from '../../network/embedded/store/disk.js';

/** A disk in memory, whose files a test may cut and flip. */
export function memoryDisk(files: Map<string, Uint8Array> = new Map()): Disk {
  const file = (path: string): DiskFile => {
    const content = (): Uint8Array => files.get(path) ?? new Uint8Array(0);
    return {
      size: async () => content().length,
      read: async (at, length) => content().slice(at, at + length),
      write: async (at, bytes) => {
        const grown = new Uint8Array(Math.max(content().length, at + bytes.length));
        grown.set(content());
        grown.set(bytes, at);
        files.set(path, grown);
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
  };
}

/** What a failing disk does: which file, at which call, and what is left behind. */
export interface Fault {
  /** A part of the file's path. */
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
    fault !== null && fault.call === call && path.includes(fault.path) ? fault : null;
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
  };
}
