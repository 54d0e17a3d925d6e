import { type FileHandle, mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** One open file; positions and lengths in bytes. Every method rejects with the system's error. */
export interface DiskFile {
  size(): Promise<number>;
  /** May return fewer bytes at the end of the file. */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Writes all of it or rejects; a rejected write may have left a part. */
  write(at: number, bytes: Uint8Array): Promise<void>;
  /** Resolves when what was written is on the device. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The file system as the store uses it: the seam at which tests inject full disks and I/O errors. */
export interface Disk {
  /** @returns null when there is no such file */
  open(path: string, mode: 'read' | 'write'): Promise<DiskFile | null>;
  /** Put a file in place whole or not at all, and durably. */
  create(path: string, content: Uint8Array): Promise<void>;
  /** The names in a directory, in order; none when it does not exist. */
  names(directory: string): Promise<readonly string[]>;
}

export const realDisk: Disk = {
  async open(path, mode) {
    try {
      return diskFile(await open(path, mode === 'read' ? 'r' : 'r+'));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },

  async create(path, content) {
    await makeDirectory(dirname(path));
    const draft = `${path}.draft`;
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    await syncDirectory(dirname(path));
  },

  async names(directory) {
    try {
      return (await readdir(directory)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
};

/** Make a directory and what is missing above it, durably. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let at = resolve(path); at !== top; at = dirname(at)) await syncDirectory(dirname(at));
}

/** Make a created, renamed or removed name in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; its file system journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function diskFile(handle: FileHandle): DiskFile {
  return {
    size: async () => (await handle.stat()).size,
    read: (at, length) => readAll(handle, at, length),
    write: (at, bytes) => writeAll(handle, at, bytes),
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
}

async function readAll(handle: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function writeAll(handle: FileHandle, at: number, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    const { bytesWritten } = await handle.write(bytes, written, left, at + written);
    written += bytesWritten;
  }
}
