/** PEM (RFC 7468) as Go's encoding/pem reads it: the first block found, whatever its label. */

const BLOCK = /-----BEGIN ([^\r\n-]*)-----\r?\n([A-Za-z0-9+/=\r\n\t ]*)-----END \1-----/;

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
  return { label, der: Buffer.from(body, 'base64') };
}

/** One block with lines of 64 characters, as OpenSSL and Go write it. */
export function encodePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
