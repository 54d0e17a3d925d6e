/** PEM (RFC 7468) as Go's encoding/pem reads it: the first block found, whatever its label. */

const BLOCK =
  /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n(?:[^\n:]*:[^\n]*\n)*([^-]*?)-----END \1-----[ \t\r]*(?:\n|$)/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

/** The first PEM block of the text; null if there is none. */
export function decodePem(text: Uint8Array | string): PemBlock | null {
  const source = typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
  const match = BLOCK.exec(source);
  if (match === null) return null;
  const [, label = '', body = ''] = match;
  const digits = body.replaceAll(/[ \t\r\n]/g, '');
  return BASE64.test(digits) ? { label, der: Buffer.from(digits, 'base64') } : null;
}

/** One block with lines of 64 characters, as OpenSSL and Go write it. */
export function encodePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
