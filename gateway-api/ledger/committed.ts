import { common, peer } from '@hyperledger/fabric-protos';

/**
 * What the contract answered in a transaction that is on the ledger, and whether it took effect.
 * @param bytes `protos.ProcessedTransaction`, as qscc `GetTransactionByID` gives it.
 */
export function committedAnswer(bytes: Uint8Array): { valid: boolean; payload: Uint8Array } {
  const processed = peer.ProcessedTransaction.deserializeBinary(bytes);
  const envelope = processed.getTransactionenvelope();
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  );
  const endorsed = actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  const response = peer.ChaincodeAction.deserializeBinary(
    peer.ProposalResponsePayload.deserializeBinary(endorsed).getExtension_asU8(),
  ).getResponse();
  return {
    valid: processed.getValidationcode() === peer.TxValidationCode.VALID,
    payload: response?.getPayload_asU8() ?? new Uint8Array(),
  };
}

/** Number of a block, from `common.Block` as qscc gives it. */
export function blockNumber(bytes: Uint8Array): bigint {
  return BigInt(common.Block.deserializeBinary(bytes).getHeader()?.getNumber() ?? 0);
}

/** `common.BlockchainInfo`, as qscc `GetChainInfo` gives it. */
export function chainInfo(bytes: Uint8Array): { height: bigint; currentBlockHash: string } {
  const info = common.BlockchainInfo.deserializeBinary(bytes);
  return {
    height: BigInt(info.getHeight()),
    currentBlockHash: Buffer.from(info.getCurrentblockhash_asU8()).toString('hex'),
  };
}
