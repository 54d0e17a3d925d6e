import type { status } from '@grpc/grpc-js';

/**
 * What a gRPC service is, apart from any transport: bytes in, bytes out. The in-process client and a listening server
 * both drive these.
 */

/** gateway.ErrorDetail: what one peer or orderer said. */
export interface ErrorDetail {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** A call failed with a status. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: status;
  readonly details: readonly ErrorDetail[];

  constructor(code: status, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** @param signal aborts when the client cancels or its deadline passes */
export type UnaryHandler = (request: Buffer, signal: AbortSignal) => Promise<Buffer>;
export type StreamHandler = (request: Buffer, signal: AbortSignal) => AsyncIterable<Buffer>;
export type BidiHandler = (
  requests: AsyncIterable<Buffer>,
  signal: AbortSignal,
) => AsyncIterable<Buffer>;

/** One organisation's services by full method name, such as `/gateway.Gateway/Evaluate`. */
export interface Services {
  readonly unary: ReadonlyMap<string, UnaryHandler>;
  readonly serverStream: ReadonlyMap<string, StreamHandler>;
  readonly bidi: ReadonlyMap<string, BidiHandler>;
}
