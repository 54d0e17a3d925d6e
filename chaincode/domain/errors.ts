/** How a refusal answers its caller; the HTTP status derives from it and from nothing else. */
export type ErrorKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'stale' | 'internal';
