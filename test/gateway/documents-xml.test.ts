import { expect } from 'chai';
import * as fc from 'fast-check';
import { Unreadable } from '../../gateway-api/documents/problem.js';
import { XML_BYTES_MAX, readXml, type XmlElement } from '../../gateway-api/documents/xml.js';
import { anyString } from '../support/arbitrary.js';

function read(text: string): XmlElement {
  return readXml(Buffer.from(text, 'utf8'));
}

function codeOf(content: string | Uint8Array): string {
  try {
    if (typeof content === 'string') read(content);
    else readXml(content);
    return 'read';
  } catch (error) {
    if (error instanceof Unreadable) return error.problem.code;
    throw error;
  }
}

describe('reading untrusted XML', () => {
  it('gives names by namespace, attributes, text and order', () => {
    const root = read(
      '\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- a --><p:a xmlns:p="u1" xmlns="u2" k=\'v&lt;\'>' +
        '1<b/>2<!-- c --><p:b xmlns:p="u3">&#x4e2d;&amp;<![CDATA[<&amp;>]]></p:b><?pi?></p:a>',
    );
    expect([root.namespace, root.name, root.text]).to.deep.equal(['u1', 'a', '12']);
    expect(root.attributes.get('k')).to.equal('v<');
    expect(root.children.map((c) => [c.namespace, c.name, c.text])).to.deep.equal([
      ['u2', 'b', ''],
      ['u3', 'b', '中&<&amp;>'],
    ]);
  });

  it('keeps every text as it was, whatever it looks like', () => {
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom('007', '1e3', '0x10', 'true', ' 1 '),
          fc.string({ unit: 'grapheme' }),
        ),
        (text) => {
          const root = read(`<a k="${escape(text)}">${escape(text)}</a>`);
          expect([root.text, root.attributes.get('k')]).to.deep.equal([text, text]);
        },
      ),
    );
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['a document type', '<!DOCTYPE a><a/>', 'XML_DOCTYPE_FORBIDDEN'],
    [
      'a billion laughs',
      '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;"><!ENTITY d "&c;&c;&c;">]><a>&d;</a>',
      'XML_DOCTYPE_FORBIDDEN',
    ],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'XML_DOCTYPE_FORBIDDEN'],
    ['a document type below the root', '<a><!DOCTYPE a></a>', 'XML_DOCTYPE_FORBIDDEN'],
    ['an undeclared entity', '<a>&nbsp;</a>', 'XML_ENTITY_FORBIDDEN'],
    ['an entity in an attribute', '<a b="&c;"/>', 'XML_ENTITY_FORBIDDEN'],
    ['a bare ampersand', '<a>a & b</a>', 'XML_MALFORMED'],
    ['a reference to a surrogate', '<a>&#xD800;</a>', 'CHARACTER_FORBIDDEN'],
    ['a reference to nothing', '<a>&#0;</a>', 'CHARACTER_FORBIDDEN'],
    ['a reference beyond Unicode', '<a>&#1114112;</a>', 'CHARACTER_FORBIDDEN'],
    ['U+0000', '<a>\u0000</a>', 'CHARACTER_FORBIDDEN'],
    ['U+FFFE', '<a>\uFFFE</a>', 'CHARACTER_FORBIDDEN'],
    [
      'another encoding by its declaration',
      '<?xml version="1.0" encoding="GBK"?><a/>',
      'ENCODING_UNSUPPORTED',
    ],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'XML_MALFORMED'],
    ['a declaration in the middle', '<a/><?xml version="1.0"?>', 'XML_MALFORMED'],
    ['two roots', '<a/><b/>', 'XML_MALFORMED'],
    ['no root', '  <!-- nothing -->', 'XML_MALFORMED'],
    ['text beside the root', '<a/>b', 'XML_MALFORMED'],
    ['crossed tags', '<a><b></a></b>', 'XML_MALFORMED'],
    ['an unclosed tag', '<a><b></a>', 'XML_MALFORMED'],
    ['a repeated attribute', '<a b="1" b="2"/>', 'XML_MALFORMED'],
    ['an attribute without quotes', '<a b=1/>', 'XML_MALFORMED'],
    ['an attribute with a tag in it', '<a b="<c>"/>', 'XML_MALFORMED'],
    ['a stray equals sign', '<a = />', 'XML_MALFORMED'],
    ['an unbound prefix', '<p:a/>', 'XML_MALFORMED'],
    ['an unbound prefix of an attribute', '<a p:b="1"/>', 'XML_MALFORMED'],
    ['an unbound again prefix', '<p:a xmlns:p="u"><b xmlns:p=""/></p:a>', 'XML_MALFORMED'],
    ['a name with two colons', '<p:a:b xmlns:p="u"/>', 'XML_MALFORMED'],
    ['a name that is a property of every object', '<__proto__/>', 'XML_MALFORMED'],
    ['an unclosed comment', '<a><!-- </a>', 'XML_MALFORMED'],
    ['CDATA outside the root', '<![CDATA[a]]><a/>', 'XML_MALFORMED'],
    ['depth 65', '<a>'.repeat(65) + '</a>'.repeat(65), 'XML_TOO_DEEP'],
    ['depth 10 000', '<a>'.repeat(10_000) + '</a>'.repeat(10_000), 'XML_TOO_DEEP'],
    ['a long name', `<${'a'.repeat(129)}/>`, 'XML_TOO_LARGE'],
    ['nothing', '', 'FILE_EMPTY'],
    ['more than 2 MiB', `<a>${'x'.repeat(XML_BYTES_MAX)}</a>`, 'FILE_TOO_LARGE'],
  ];
  for (const [what, text, code] of refused) {
    it(`refuses ${what}`, () => {
      expect(codeOf(text)).to.equal(code);
    });
  }

  it('reads depth 64 and 2 MiB, the borders', () => {
    expect(codeOf('<a>'.repeat(64) + '</a>'.repeat(64))).to.equal('read');
    expect(codeOf(`<a>${'x'.repeat(XML_BYTES_MAX - 7)}</a>`)).to.equal('read');
  });

  it('refuses bytes that are not UTF-8: UTF-16, lone surrogates, overlong forms', () => {
    const utf16 = Buffer.from('\uFEFF<a/>', 'utf16le');
    const surrogate = Buffer.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e]);
    const overlong = Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xbc, 0x3c, 0x2f, 0x61, 0x3e]);
    for (const bytes of [utf16, surrogate, overlong]) {
      expect(codeOf(bytes)).to.equal('ENCODING_UNSUPPORTED');
    }
  });

  it('never fails otherwise than by a refusal', () => {
    const piece = fc.oneof(
      anyString,
      fc.constantFrom(
        '<a>',
        '</a>',
        '<a/>',
        '<',
        '>',
        '"',
        "'",
        '&',
        ';',
        '=',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        ' xmlns:a="b"',
        ':',
        '#',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        codeOf(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });
});
