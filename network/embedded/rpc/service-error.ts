import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { asBuffer } from '../messages/fields.js';
import { RpcError } from './rpc.js';

const DETAIL_TYPE = 'type.googleapis.com/gateway.ErrorDetail';

/** An error as grpc-js's own client gives it out: code, details, and the peers' words in the trailer. */
export function serviceError(error: unknown): ServiceError {
  const failure = error instanceof RpcError ? error : internal(error);
  const metadata = new Metadata();
  if (failure.details.length > 0) {
    metadata.set('grpc-status-details-bin', statusDetails(failure));
  }
  const { code, message: details } = failure;
  const message = `${code} ${status[code]}: ${details}`;
  return Object.assign(new Error(message, { cause: error }), { code, details, metadata });
}

/** A fault of ours: the caller learns that there was one, the operator finds it as the cause. */
function internal(error: unknown): RpcError {
  const failure = new RpcError(status.INTERNAL, 'the peer failed');
  failure.cause = error;
  return failure;
}

/** google.rpc.Status with one Any for each detail. */
function statusDetails(error: RpcError): Buffer {
  const result = new google.rpc.Status();
  result.setCode(error.code);
  result.setMessage(error.message);
  const any = error.details.map((detail) => {
    const message = new gateway.ErrorDetail();
    message.setAddress(detail.address);
    message.setMspId(detail.mspId);
    message.setMessage(detail.message);
    const wrapped = result.addDetails();
    wrapped.setTypeUrl(DETAIL_TYPE);
    wrapped.setValue(message.serializeBinary());
    return wrapped;
  });
  result.setDetailsList(any);
  return asBuffer(result.serializeBinary());
}
