/**
 * The one door to fast-xml-parser. Untrusted bytes in, a namespace-resolved tree of strings out:
 * no DOCTYPE, no entities but the five predefined, no numbers, bounded size, depth and count.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Unreadable } from './problem.js';
import { plainMarkup, unescaped } from './xml-markup.js';

export const XML_BYTES_MAX = 2 * 1024 * 1024;

/** `text` is the element's own character data, entities resolved, with the white space as written. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  /** Attributes without a prefix, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly parent: XmlElement | null;
}

/**
 * @throws Unreadable FILE_EMPTY, FILE_TOO_LARGE, ENCODING_UNSUPPORTED, CHARACTER_FORBIDDEN, XML_*.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.length === 0) throw new Unreadable('FILE_EMPTY');
  if (bytes.length > XML_BYTES_MAX) {
    throw new Unreadable('FILE_TOO_LARGE', { limitBytes: XML_BYTES_MAX.toString() });
  }
  const markup = plainMarkup(decoded(bytes));
  const verdict = XMLValidator.validate(markup);
  if (verdict !== true) throw new Unreadable('XML_MALFORMED', { reason: verdict.err.msg });
  const roots = parsed(markup).flatMap(elementNode);
  const [root] = roots;
  if (root === undefined || roots.length !== 1) throw new Unreadable('XML_MALFORMED');
  return element(root, null, { prefixes: new Map([['xml', XML_NAMESPACE]]), outer: null });
}

/** Fatal UTF-8 refuses lone surrogates, overlong forms and every other encoding's bytes. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const error = new Unreadable('ENCODING_UNSUPPORTED', { accepted: 'UTF-8' });
    error.cause = cause;
    throw error;
  }
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const ATTRIBUTE_MARK = '@';
const TEXT = '#text';
const ATTRIBUTES = ':@';

function parsed(markup: string): readonly unknown[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE_MARK,
    textNodeName: TEXT,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    // A path string for each node would cost its depth times the length of the names.
    jPath: false,
  });
  try {
    const nodes: unknown = parser.parse(markup);
    return Array.isArray(nodes) ? nodes : [];
  } catch (cause) {
    const error = new Unreadable('XML_MALFORMED');
    error.cause = cause;
    throw error;
  }
}

interface ElementNode {
  readonly tag: string;
  readonly content: readonly unknown[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The parser's ordered form is `{ tag: [nodes], ':@': { '@name': value } }`. @returns none for a text node. */
function elementNode(node: unknown): readonly ElementNode[] {
  if (!isRecord(node)) return [];
  const attributes = node[ATTRIBUTES];
  for (const [tag, content] of Object.entries(node)) {
    if (tag !== ATTRIBUTES && tag !== TEXT && Array.isArray(content)) {
      return [{ tag, content, attributes: isRecord(attributes) ? attributes : {} }];
    }
  }
  return [];
}

/** Linked, not copied: a document that declares prefixes everywhere must not cost their product. */
interface Scope {
  readonly prefixes: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

function element(node: ElementNode, parent: XmlElement | null, outer: Scope): XmlElement {
  const written = new Map<string, string>();
  for (const [key, value] of Object.entries(node.attributes)) {
    written.set(key.slice(ATTRIBUTE_MARK.length), unescaped(String(value)));
  }
  const scope = declared(written, outer);
  const { prefix, local } = split(node.tag);
  const children: XmlElement[] = [];
  const made: XmlElement = {
    namespace: resolve(prefix, scope),
    name: local,
    attributes: plainAttributes(written, scope),
    children,
    text: node.content.map(textOf).join(''),
    parent,
  };
  for (const child of node.content.flatMap(elementNode)) {
    children.push(element(child, made, scope));
  }
  return made;
}

function textOf(node: unknown): string {
  const text = isRecord(node) ? node[TEXT] : undefined;
  return typeof text === 'string' ? unescaped(text) : '';
}

function declared(written: ReadonlyMap<string, string>, outer: Scope): Scope {
  const prefixes = new Map<string, string>();
  for (const [name, value] of written) {
    if (name === 'xmlns') prefixes.set('', value);
    else if (name.startsWith('xmlns:')) prefixes.set(bindable(name, value), value);
  }
  return prefixes.size === 0 ? outer : { prefixes, outer };
}

/** Namespaces in XML 1.0 §5: a prefix cannot be unbound again. */
function bindable(name: string, namespace: string): string {
  if (namespace === '') throw new Unreadable('XML_MALFORMED', { name });
  return name.slice('xmlns:'.length);
}

function plainAttributes(written: ReadonlyMap<string, string>, scope: Scope): Map<string, string> {
  const plain = new Map<string, string>();
  for (const [name, value] of written) {
    const { prefix, local } = split(name);
    if (prefix === '' && name !== 'xmlns') plain.set(local, value);
    else if (prefix !== 'xmlns' && prefix !== '') resolve(prefix, scope);
  }
  return plain;
}

function split(name: string): { readonly prefix: string; readonly local: string } {
  const parts = name.split(':');
  const [first = '', second] = parts;
  if (parts.length > 2 || first === '' || second === '') {
    throw new Unreadable('XML_MALFORMED', { name });
  }
  return second === undefined ? { prefix: '', local: first } : { prefix: first, local: second };
}

function resolve(prefix: string, innermost: Scope): string {
  for (let scope: Scope | null = innermost; scope !== null; scope = scope.outer) {
    const namespace = scope.prefixes.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  if (prefix !== '') throw new Unreadable('XML_MALFORMED', { unboundPrefix: prefix });
  return '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
