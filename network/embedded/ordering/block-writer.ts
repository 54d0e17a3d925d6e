import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { type Block, type BlockHeader, SLOT_COUNT, dataHash, headerBytes } from '../blocks.js';
import { encode } from '../messages/common.js';

/** Somebody who signs with an identity of the channel. */
export interface SigningIdentity {
  /** A SerializedIdentity. */
  readonly serialized: Uint8Array;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** A block as the orderer makes it: signed, not yet validated. */
export interface NewBlock {
  readonly header: BlockHeader;
  readonly data: readonly Uint8Array[];
  /** Slots 0 and 1. */
  readonly signatures: Uint8Array;
  readonly lastConfig: Uint8Array;
}

export interface BlockInput {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly data: readonly Uint8Array[];
  /** The last block that holds a configuration. */
  readonly lastConfig: number;
}

/**
 * Make a block as an orderer does. The signature covers the metadata value, the signer's header and the block's header;
 * validation flags and commit hash are each peer's own and signed by nobody.
 * @see fabric orderer/common/multichannel/blockwriter.go
 */
export async function writeBlock(
  { number, previousHash, data, lastConfig }: BlockInput,
  signer: SigningIdentity,
): Promise<NewBlock> {
  const header = { number, previousHash, dataHash: dataHash(data) };
  const last = new common.LastConfig();
  last.setIndex(lastConfig);
  const value = metadataValue(last);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.serialized);
  signatureHeader.setNonce(randomBytes(24));
  const signatureHeaderBytes = encode(signatureHeader);
  const signature = new common.MetadataSignature();
  signature.setSignatureHeader(signatureHeaderBytes);
  const signed = Buffer.concat([value, signatureHeaderBytes, headerBytes(header)]);
  signature.setSignature(await signer.sign(signed));
  const signatures = new common.Metadata();
  signatures.setValue(value);
  signatures.setSignaturesList([signature]);
  const lastConfigSlot = new common.Metadata();
  lastConfigSlot.setValue(encode(last));
  return { header, data, signatures: encode(signatures), lastConfig: encode(lastConfigSlot) };
}

/** The block as a peer keeps it, its verdicts in place. */
export function validatedBlock(made: NewBlock, flags: Uint8Array): Block {
  const empty = new Uint8Array(0);
  const metadata = [made.signatures, made.lastConfig, flags, empty, empty];
  if (metadata.length !== SLOT_COUNT) throw new Error('a block has five metadata slots');
  return { ...made.header, data: made.data, metadata };
}

function metadataValue(last: common.LastConfig): Buffer {
  const value = new common.OrdererBlockMetadata();
  value.setLastConfig(last);
  // Raft keeps its own state here, which one orderer without Raft does not have.
  value.setConsenterMetadata(encode(new common.Metadata()));
  return encode(value);
}
