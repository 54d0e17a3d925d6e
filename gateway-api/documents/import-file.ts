/** One file of an import: what it is by its bytes, read by whoever reads that. */
import type { PayableRow } from './draft.js';
import { readPayables } from './payables-csv.js';
import { Unreadable, type Findings } from './problem.js';
import { readUbl, type UblDraft } from './ubl.js';

export interface ImportFile {
  /** For the reader of a refusal; nothing hangs on it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What one file contributes. */
export interface FileContent {
  readonly drafts: readonly UblDraft[];
  readonly rows: readonly PayableRow[];
}

/** @returns the content, or null with at least one problem in `findings`. */
export function readFile(file: ImportFile, findings: Findings): FileContent | null {
  try {
    const content = readByType(file, findings);
    return findings.refused ? null : content;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { code, pointer, facts } = error.problem;
    return findings.refuse(code, pointer, facts);
  }
}

function readByType({ name, bytes }: ImportFile, findings: Findings): FileContent {
  switch (fileType(bytes)) {
    case 'XML': {
      const draft = readUbl(bytes, { file: name, findings });
      return { drafts: draft === null ? [] : [draft], rows: [] };
    }
    case 'TABLE':
      return { drafts: [], rows: readPayables(bytes, { file: name, findings }) };
    case 'OTHER':
      throw new Unreadable('FILE_TYPE_UNKNOWN');
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const LESS_THAN = 0x3c;

/** By the first byte that is neither a mark nor space; a name proves nothing. */
function fileType(bytes: Uint8Array): 'XML' | 'TABLE' | 'OTHER' {
  const marked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
  const first = bytes.subarray(marked ? BYTE_ORDER_MARK.length : 0).find((b) => !SPACE.has(b));
  if (first === LESS_THAN) return 'XML';
  // UTF-16 starts with one of these; a ZIP archive (a workbook, say) has a NUL in its first bytes.
  const binary = bytes[0] === 0xff || bytes[0] === 0xfe || bytes.subarray(0, 64).includes(0);
  return binary ? 'OTHER' : 'TABLE';
}
