/**
 * A single pass over untrusted XML text before any parser sees it. What comes out holds tags and
 * character data only: comments and processing instructions are gone, CDATA is escaped text, so the
 * parser behind has nothing left to be clever about. Linear in the length of the text.
 */
import { Unreadable } from './problem.js';

export const XML_DEPTH_MAX = 64;
export const XML_ELEMENTS_MAX = 100_000;
export const XML_ATTRIBUTES_MAX = 64;
export const XML_NAME_MAX = 128;

/** XML 1.0 §2.2, production Char; a lone surrogate is a code point of its own here and is none of them. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const ENTITY =
  /&(?:amp|lt|gt|quot|apos|#(?<decimal>[0-9]{1,7})|#x(?<hexadecimal>[0-9A-Fa-f]{1,6}));/y;
const NAMED_ENTITY = /&[A-Za-z_][\w.:-]{0,127};/y;
const TAG_START = /<\/?(?<name>[\p{L}_][\p{L}\p{N}\p{M}_.:-]*)/uy;
const ATTRIBUTE =
  /[ \t\r\n]+(?<name>[\p{L}_][\p{L}\p{N}\p{M}_.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"[^"<]*"|'[^'<]*')/uy;
const TAG_END = /[ \t\r\n]*(?<slash>\/?)>/y;
const NOT_SPACE = /[^ \t\r\n]/;

/**
 * @param text the decoded file, without byte order mark.
 * @returns the same document as tags and escaped text.
 * @throws Unreadable with the line of the first thing that is refused.
 */
export function plainMarkup(text: string): string {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden !== null) fail('CHARACTER_FORBIDDEN', text, forbidden.index);
  const depth = new Depth(text);
  const out: string[] = [];
  let at = declarationEnd(text);
  while (at < text.length) {
    if (text[at] === '<') {
      at = markup(text, at, { out, depth });
    } else {
      const next = text.indexOf('<', at);
      const end = next === -1 ? text.length : next;
      out.push(characterData(text, at, { end, depth }));
      at = end;
    }
  }
  return out.join('');
}

function characterData(
  text: string,
  from: number,
  { end, depth }: { readonly end: number; readonly depth: Depth },
): string {
  const piece = checkedEntities(text, from, end);
  if (depth.outside && NOT_SPACE.test(piece)) fail('XML_MALFORMED', text, from);
  return piece;
}

interface Sink {
  readonly out: string[];
  readonly depth: Depth;
}

class Depth {
  readonly #text: string;
  #open = 0;
  #elements = 0;
  constructor(text: string) {
    this.#text = text;
  }
  get outside(): boolean {
    return this.#open === 0;
  }
  enter(at: number, selfClosing: boolean): void {
    this.#elements += 1;
    if (this.#elements > XML_ELEMENTS_MAX) fail('XML_TOO_LARGE', this.#text, at);
    if (this.#open + 1 > XML_DEPTH_MAX) fail('XML_TOO_DEEP', this.#text, at);
    if (!selfClosing) this.#open += 1;
  }
  leave(at: number): void {
    this.#open -= 1;
    if (this.#open < 0) fail('XML_MALFORMED', this.#text, at);
  }
}

/** One comment, instruction, CDATA section or tag at `at`. @returns the index after it. */
function markup(text: string, at: number, sink: Sink): number {
  if (text.startsWith('<!--', at)) return closing(text, at + 4, '-->');
  if (text.startsWith('<![CDATA[', at)) {
    const end = closing(text, at + 9, ']]>');
    if (sink.depth.outside) fail('XML_MALFORMED', text, at);
    sink.out.push(escaped(text.slice(at + 9, end - 3)));
    return end;
  }
  if (text.startsWith('<!', at)) fail('XML_DOCTYPE_FORBIDDEN', text, at);
  if (text.startsWith('<?', at)) {
    if (/^<\?xml\s/i.test(text.slice(at, at + 6))) fail('XML_MALFORMED', text, at);
    return closing(text, at + 2, '?>');
  }
  return tag(text, at, sink);
}

function tag(text: string, at: number, { out, depth }: Sink): number {
  const nameEnd = tagName(text, at);
  const isClosing = text[at + 1] === '/';
  const attributesEnd = isClosing ? nameEnd : attributes(text, nameEnd);
  const tagEnd = matchAt(TAG_END, text, attributesEnd);
  if (tagEnd === null) fail('XML_MALFORMED', text, at);
  const end = TAG_END.lastIndex;
  const selfClosing = tagEnd.groups?.['slash'] === '/';
  if (isClosing && selfClosing) fail('XML_MALFORMED', text, at);
  if (isClosing) depth.leave(at);
  else depth.enter(at, selfClosing);
  out.push(checkedEntities(text, at, end));
  return end;
}

/** @returns the index after `<name` or `</name`. */
function tagName(text: string, at: number): number {
  const name = matchAt(TAG_START, text, at)?.groups?.['name'];
  if (name === undefined) fail('XML_MALFORMED', text, at);
  if (name.length > XML_NAME_MAX) fail('XML_TOO_LARGE', text, at);
  return TAG_START.lastIndex;
}

/** @returns the index after the last attribute that starts at `from`. */
function attributes(text: string, from: number): number {
  let at = from;
  for (let count = 0; ; count += 1) {
    const name = matchAt(ATTRIBUTE, text, at)?.groups?.['name'];
    if (name === undefined) return at;
    const tooLarge = name.length > XML_NAME_MAX || count === XML_ATTRIBUTES_MAX;
    if (tooLarge) fail('XML_TOO_LARGE', text, at);
    at = ATTRIBUTE.lastIndex;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Every `&` in [from, end) starts a predefined entity or a reference to a legal character. */
function checkedEntities(text: string, from: number, end: number): string {
  const piece = text.slice(from, end);
  for (let at = piece.indexOf('&'); at !== -1; at = piece.indexOf('&', at + 1)) {
    const reference = matchAt(ENTITY, piece, at);
    if (reference === null) {
      const named = matchAt(NAMED_ENTITY, piece, at) !== null;
      fail(named ? 'XML_ENTITY_FORBIDDEN' : 'XML_MALFORMED', text, from + at);
    }
    const character = referenced(reference.groups ?? {});
    if (character !== null && (character === '' || FORBIDDEN.test(character))) {
      fail('CHARACTER_FORBIDDEN', text, from + at);
    }
  }
  return piece;
}

/** The character that a numeric reference stands for, '' when there is no such code point, null for a named one. */
function referenced(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { decimal, hexadecimal } = groups;
  if (decimal === undefined && hexadecimal === undefined) return null;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return point > 0x10ffff ? '' : String.fromCodePoint(point);
}

const PREDEFINED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** Text as its author meant it. Call it on text that `plainMarkup` has passed, and once only. */
export function unescaped(text: string): string {
  return text.replace(/&[^;]+;/g, (entity) => {
    const predefined = PREDEFINED[entity];
    if (predefined !== undefined) return predefined;
    const point = entity.startsWith('&#x')
      ? Number.parseInt(entity.slice(3, -1), 16)
      : Number(entity.slice(2, -1));
    return String.fromCodePoint(point);
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Only UTF-8 is read, so a declaration of anything else is a wrong document. */
function declarationEnd(text: string): number {
  if (!/^<\?xml\s/.test(text)) return 0;
  const end = closing(text, 5, '?>');
  const declaration = text.slice(5, end - 2);
  const shape =
    /^\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*["'](?<encoding>[A-Za-z][\w.-]{0,40})["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*$/;
  const match = declaration.length > 256 ? null : shape.exec(declaration);
  if (match === null) fail('XML_MALFORMED', text, 0);
  const encoding = match.groups?.['encoding'] ?? 'UTF-8';
  if (!['UTF-8', 'UTF8', 'US-ASCII'].includes(encoding.toUpperCase())) {
    throw new Unreadable('ENCODING_UNSUPPORTED', { declared: encoding, accepted: 'UTF-8' });
  }
  return end;
}

function closing(text: string, from: number, mark: string): number {
  const found = text.indexOf(mark, from);
  if (found === -1) fail('XML_MALFORMED', text, from);
  return found + mark.length;
}

type MarkupCode =
  | 'CHARACTER_FORBIDDEN'
  | 'XML_DOCTYPE_FORBIDDEN'
  | 'XML_ENTITY_FORBIDDEN'
  | 'XML_TOO_DEEP'
  | 'XML_TOO_LARGE'
  | 'XML_MALFORMED';

function fail(code: MarkupCode, text: string, at: number): never {
  let line = 1;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1;
  }
  throw new Unreadable(code, {}, `line ${line.toString()}`);
}
