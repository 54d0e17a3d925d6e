import { type Block, SLOT, headerBytes } from '../blocks.js';
import { type ChannelConfig, policyAt } from '../config/bundle.js';
import { decodeSignatureHeader } from '../messages/common.js';
import { decoded, fields } from '../messages/fields.js';
import { validSigners } from '../policy/evaluate.js';

const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';

/**
 * Whether the orderers that the configuration asks for have signed a block. Genesis is signed by nobody.
 * @see fabric protoutil/blockutils.go `BlockSignatureVerifier`
 */
export async function isSignedByOrderer(block: Block, config: ChannelConfig): Promise<boolean> {
  const metadata = decoded(() => metadataOf(block));
  if (metadata === null) return false;
  const { value, signatures } = metadata;
  const header = headerBytes(block);
  const signers = await validSigners(
    signatures.map(({ signatureHeader, creator, signature }) => ({
      identity: creator,
      data: Buffer.concat([value, signatureHeader, header]),
      signature,
    })),
    config.members,
  );
  return policyAt(config, BLOCK_VALIDATION).isSatisfiedBy(signers);
}

interface MetadataSignature {
  readonly signatureHeader: Buffer;
  readonly creator: Buffer;
  readonly signature: Buffer;
}

function metadataOf(block: Block): {
  readonly value: Buffer;
  readonly signatures: readonly MetadataSignature[];
} {
  const m = fields(block.metadata[SLOT.SIGNATURES] ?? new Uint8Array(0));
  const signatures = m.list(2).map((each) => {
    const inner = fields(each);
    const signatureHeader = inner.bytes(1);
    const { creator } = decodeSignatureHeader(signatureHeader);
    return { signatureHeader, creator, signature: inner.bytes(2) };
  });
  return { value: m.bytes(1), signatures };
}
