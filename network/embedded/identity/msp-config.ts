import { msp } from '@hyperledger/fabric-protos';

export interface MspParts {
  readonly mspId: string;
  readonly rootPem: string;
  readonly tlsRootPem: string;
  readonly revocationListPem: string | null;
}

/**
 * An organisation's `MSPConfig` for a channel configuration, as configtxgen reads it from an MSP
 * directory with NodeOUs (msp/configbuilder.go): the four units, all certified by the one root.
 */
export function mspConfig({
  mspId,
  rootPem,
  tlsRootPem,
  revocationListPem,
}: MspParts): msp.MSPConfig {
  const root = Buffer.from(rootPem);
  const content = new msp.FabricMSPConfig();
  content.setName(mspId);
  content.setRootCertsList([root]);
  content.setTlsRootCertsList([Buffer.from(tlsRootPem)]);
  content.setRevocationListList(revocationListPem === null ? [] : [Buffer.from(revocationListPem)]);
  content.setCryptoConfig(defaultHashes());
  content.setFabricNodeOus(nodeUnits(root));
  const config = new msp.MSPConfig();
  config.setType(0);
  config.setConfig(content.serializeBinary());
  return config;
}

function defaultHashes(): msp.FabricCryptoConfig {
  const config = new msp.FabricCryptoConfig();
  config.setSignatureHashFamily('SHA2');
  config.setIdentityIdentifierHashFunction('SHA256');
  return config;
}

function nodeUnits(root: Uint8Array): msp.FabricNodeOUs {
  const unit = (name: string): msp.FabricOUIdentifier => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setCertificate(root);
    identifier.setOrganizationalUnitIdentifier(name);
    return identifier;
  };
  const units = new msp.FabricNodeOUs();
  units.setEnable(true);
  units.setClientOuIdentifier(unit('client'));
  units.setPeerOuIdentifier(unit('peer'));
  units.setAdminOuIdentifier(unit('admin'));
  units.setOrdererOuIdentifier(unit('orderer'));
  return units;
}
