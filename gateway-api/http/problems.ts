import {
  ERRORS,
  isErrorCode,
  type ErrorCode,
  type ErrorKind,
} from '../../chaincode/domain/errors.js';

interface ProblemRow {
  readonly status: number;
  readonly title: { readonly en: string; readonly zh: string };
  readonly retryable: boolean;
}

/** The gateway's own codes; the contract's are in chaincode/domain/errors.ts. */
export const PROBLEMS = {
  VALIDATION_FAILED: {
    status: 400,
    title: { en: 'The request is not of its published shape', zh: '请求不符合公布的格式' },
    retryable: false,
  },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    title: { en: 'A write needs an Idempotency-Key', zh: '写操作须带 Idempotency-Key' },
    retryable: false,
  },
  TOKEN_INVALID: {
    status: 401,
    title: { en: 'The bearer token is missing or not known', zh: '访问令牌缺失或无效' },
    retryable: false,
  },
  ORG_NOT_ALLOWED: {
    status: 403,
    title: { en: 'This organisation cannot send that kind of act', zh: '所属机构不能发起该类操作' },
    retryable: false,
  },
  NOT_FOUND: {
    status: 404,
    title: { en: 'Nothing here, or nothing you may see', zh: '不存在或无权查看' },
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: { en: 'The resource takes other methods', zh: '该资源不支持此方法' },
    retryable: false,
  },
  HOST_NOT_ALLOWED: {
    status: 421,
    title: { en: 'A sandbox answers to this machine by its own name', zh: '沙箱仅响应本机地址' },
    retryable: false,
  },
  VERSION_MISMATCH: {
    status: 412,
    title: { en: 'The record has changed since you read it', zh: '记录已变更，请重新读取' },
    retryable: false,
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: { en: 'The body is larger than a command may be', zh: '请求体过大' },
    retryable: false,
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: { en: 'Send application/json', zh: '请使用 application/json' },
    retryable: false,
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: {
      en: 'The Idempotency-Key was used for another request',
      zh: 'Idempotency-Key 已用于其他请求',
    },
    retryable: false,
  },
  INTERNAL: {
    status: 500,
    title: { en: 'The fault is ours', zh: '系统内部错误' },
    retryable: false,
  },
  ENDORSEMENT_MISMATCH: {
    status: 502,
    title: { en: 'The peers do not agree', zh: '各节点结果不一致' },
    retryable: true,
  },
  CONTRACT_ERROR: {
    status: 502,
    title: { en: 'The contract failed', zh: '合约执行失败' },
    retryable: false,
  },
  MVCC_EXHAUSTED: {
    status: 409,
    title: { en: 'Others kept changing the same record', zh: '同一记录并发变更过多' },
    retryable: true,
  },
  ENDORSEMENT_UNAVAILABLE: {
    status: 503,
    title: { en: 'A peer cannot be reached', zh: '背书节点暂不可用' },
    retryable: true,
  },
  COMMIT_UNKNOWN: {
    status: 504,
    title: {
      en: 'Not known yet whether it is on the ledger: repeat with the same Idempotency-Key',
      zh: '尚不确定是否已上链，请用相同 Idempotency-Key 重试',
    },
    retryable: true,
  },
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof PROBLEMS;
export type Language = 'en' | 'zh';

/** One thing wrong in a request: RFC 6901 pointer, code, detail. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What goes wrong on the way to an answer; the error handler makes the document of it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode | ErrorCode;
  readonly more: ProblemMore;

  constructor(code: ProblemCode | ErrorCode, more: ProblemMore = {}) {
    super(code, { cause: more.cause });
    this.code = code;
    this.more = more;
  }
}

export interface ProblemMore {
  readonly detail?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly txId?: string;
  readonly peers?: readonly { readonly mspId: string; readonly message: string }[];
  readonly cause?: unknown;
}

/** RFC 9457, media type `application/problem+json`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly facts: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly txId?: string;
  readonly endorsements?: readonly { readonly mspId: string; readonly message: string }[];
}

/** The HTTP status of a contract's refusal: from its kind, nowhere else. */
export function httpStatus(kind: ErrorKind): number {
  switch (kind) {
    case 'invalid':
      return 422;
    case 'forbidden':
      return 403;
    case 'missing':
      return 404;
    case 'conflict':
    case 'stale':
      return 409;
    case 'internal':
      return 500;
  }
}

export function statusOf(code: ProblemCode | ErrorCode): number {
  return isErrorCode(code) ? httpStatus(ERRORS[code].kind) : PROBLEMS[code].status;
}

/** What a code means, whoever can meet it; null for one that is neither the contract's nor ours. */
export function describeCode(code: string): {
  readonly code: string;
  readonly status: number;
  readonly title: { readonly en: string; readonly zh: string };
} | null {
  if (isErrorCode(code)) return { code, status: statusOf(code), title: ERRORS[code].title };
  if (!isProblemCode(code)) return null;
  return { code, status: statusOf(code), title: PROBLEMS[code].title };
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** The document of a problem, in the reader's language; `code` is never translated. */
export function problemDocument(
  { code, more }: Problem,
  { instance, language }: { readonly instance: string; readonly language: Language },
): ProblemDocument {
  const { title } = isErrorCode(code) ? ERRORS[code] : PROBLEMS[code];
  return {
    type: `/problems/${code}`,
    title: title[language],
    status: statusOf(code),
    detail: more.detail ?? sentence(title[language], more.facts ?? {}),
    instance,
    code,
    retryable: isErrorCode(code) ? false : PROBLEMS[code].retryable,
    facts: more.facts ?? {},
    ...(more.errors === undefined ? {} : { errors: more.errors }),
    ...(more.txId === undefined ? {} : { txId: more.txId }),
    ...(more.peers === undefined ? {} : { endorsements: more.peers }),
  };
}

function sentence(title: string, facts: Readonly<Record<string, string>>): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return told.length === 0 ? title : `${title} (${told.join(', ')})`;
}
