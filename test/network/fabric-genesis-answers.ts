/**
 * The channel configuration that Fabric 3.1.5's configtxgen makes of the programme's organisations,
 * element by element: path, kind, version, who may change it, and for a policy its type and bytes.
 * Left out are the two values that hold certificates.
 */
export const GENESIS_ELEMENTS = `
/Channel group 0 Admins
/Channel/Admins policy 0 Admins 3 CgZBZG1pbnMQAQ==
/Channel/Application group 0 Admins
/Channel/Application/AccessMSP group 0 Admins
/Channel/Application/AccessMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoPEg0KCUFjY2Vzc01TUBAB
/Channel/Application/AccessMSP/AnchorPeers value 0 Admins Cg4KCTEyNy4wLjAuMRDzPg==
/Channel/Application/AccessMSP/Endorsement policy 0 Admins 1 EggSBggBEgIIABoPEg0KCUFjY2Vzc01TUBAD
/Channel/Application/AccessMSP/Readers policy 0 Admins 1 EhASDggBEgIIABICCAESAggCGg8SDQoJQWNjZXNzTVNQEAEaDxINCglBY2Nlc3NNU1AQAxoPEg0KCUFjY2Vzc01TUBAC
/Channel/Application/AccessMSP/Writers policy 0 Admins 1 EgwSCggBEgIIABICCAEaDxINCglBY2Nlc3NNU1AQARoPEg0KCUFjY2Vzc01TUBAC
/Channel/Application/Admins policy 0 Admins 1 EhQSEggDEgIIABICCAESAggCEgIIAxoNEgsKB0NvcmVNU1AQARoPEg0KCUFjY2Vzc01TUBABGg4SDAoIQmFua0FNU1AQARoOEgwKCEJhbmtCTVNQEAE=
/Channel/Application/BankAMSP group 0 Admins
/Channel/Application/BankAMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoOEgwKCEJhbmtBTVNQEAE=
/Channel/Application/BankAMSP/AnchorPeers value 0 Admins Cg4KCTEyNy4wLjAuMRDbRg==
/Channel/Application/BankAMSP/Endorsement policy 0 Admins 1 EggSBggBEgIIABoOEgwKCEJhbmtBTVNQEAM=
/Channel/Application/BankAMSP/Readers policy 0 Admins 1 EhASDggBEgIIABICCAESAggCGg4SDAoIQmFua0FNU1AQARoOEgwKCEJhbmtBTVNQEAMaDhIMCghCYW5rQU1TUBAC
/Channel/Application/BankAMSP/Writers policy 0 Admins 1 EgwSCggBEgIIABICCAEaDhIMCghCYW5rQU1TUBABGg4SDAoIQmFua0FNU1AQAg==
/Channel/Application/BankBMSP group 0 Admins
/Channel/Application/BankBMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoOEgwKCEJhbmtCTVNQEAE=
/Channel/Application/BankBMSP/AnchorPeers value 0 Admins Cg4KCTEyNy4wLjAuMRDDTg==
/Channel/Application/BankBMSP/Endorsement policy 0 Admins 1 EggSBggBEgIIABoOEgwKCEJhbmtCTVNQEAM=
/Channel/Application/BankBMSP/Readers policy 0 Admins 1 EhASDggBEgIIABICCAESAggCGg4SDAoIQmFua0JNU1AQARoOEgwKCEJhbmtCTVNQEAMaDhIMCghCYW5rQk1TUBAC
/Channel/Application/BankBMSP/Writers policy 0 Admins 1 EgwSCggBEgIIABICCAEaDhIMCghCYW5rQk1TUBABGg4SDAoIQmFua0JNU1AQAg==
/Channel/Application/Capabilities value 0 Admins CggKBFYyXzUSAA==
/Channel/Application/CoreMSP group 0 Admins
/Channel/Application/CoreMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoNEgsKB0NvcmVNU1AQAQ==
/Channel/Application/CoreMSP/AnchorPeers value 0 Admins Cg4KCTEyNy4wLjAuMRCLNw==
/Channel/Application/CoreMSP/Endorsement policy 0 Admins 1 EggSBggBEgIIABoNEgsKB0NvcmVNU1AQAw==
/Channel/Application/CoreMSP/Readers policy 0 Admins 1 EhASDggBEgIIABICCAESAggCGg0SCwoHQ29yZU1TUBABGg0SCwoHQ29yZU1TUBADGg0SCwoHQ29yZU1TUBAC
/Channel/Application/CoreMSP/Writers policy 0 Admins 1 EgwSCggBEgIIABICCAEaDRILCgdDb3JlTVNQEAEaDRILCgdDb3JlTVNQEAI=
/Channel/Application/Endorsement policy 0 Admins 1 EhQSEggDEgIIABICCAESAggCEgIIAxoNEgsKB0NvcmVNU1AQAxoPEg0KCUFjY2Vzc01TUBADGg4SDAoIQmFua0FNU1AQAxoOEgwKCEJhbmtCTVNQEAM=
/Channel/Application/LifecycleEndorsement policy 0 Admins 1 EhQSEggDEgIIABICCAESAggCEgIIAxoNEgsKB0NvcmVNU1AQAxoPEg0KCUFjY2Vzc01TUBADGg4SDAoIQmFua0FNU1AQAxoOEgwKCEJhbmtCTVNQEAM=
/Channel/Application/Readers policy 0 Admins 3 CgdSZWFkZXJz
/Channel/Application/RegulatorMSP group 0 Admins
/Channel/Application/RegulatorMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoSEhAKDFJlZ3VsYXRvck1TUBAB
/Channel/Application/RegulatorMSP/AnchorPeers value 0 Admins Cg4KCTEyNy4wLjAuMRCrVg==
/Channel/Application/RegulatorMSP/Readers policy 0 Admins 1 EhASDggBEgIIABICCAESAggCGhISEAoMUmVndWxhdG9yTVNQEAEaEhIQCgxSZWd1bGF0b3JNU1AQAxoSEhAKDFJlZ3VsYXRvck1TUBAC
/Channel/Application/RegulatorMSP/Writers policy 0 Admins 1 EgwSCggBEgIIABICCAEaEhIQCgxSZWd1bGF0b3JNU1AQARoSEhAKDFJlZ3VsYXRvck1TUBAC
/Channel/Application/Writers policy 0 Admins 3 CgdXcml0ZXJz
/Channel/BlockDataHashingStructure value 0 Admins CP////8P
/Channel/Capabilities value 0 Admins CggKBFYzXzASAA==
/Channel/HashingAlgorithm value 0 Admins CgZTSEEyNTY=
/Channel/Orderer group 0 Admins
/Channel/Orderer/Admins policy 0 Admins 3 CgZBZG1pbnMQAQ==
/Channel/Orderer/BatchSize value 0 Admins CPQDEICAgAUYgICAAQ==
/Channel/Orderer/BatchTimeout value 0 Admins CgUyMDBtcw==
/Channel/Orderer/BlockValidation policy 0 Admins 1 EggSBggBEgIIABoQEg4KCk9yZGVyZXJNU1AQBA==
/Channel/Orderer/Capabilities value 0 Admins CggKBFYyXzASAA==
/Channel/Orderer/ChannelRestrictions value 0 Admins -
/Channel/Orderer/OrdererMSP group 0 Admins
/Channel/Orderer/OrdererMSP/Admins policy 0 Admins 1 EggSBggBEgIIABoQEg4KCk9yZGVyZXJNU1AQAQ==
/Channel/Orderer/OrdererMSP/Endpoints value 0 Admins Cg4xMjcuMC4wLjE6NzA1MA==
/Channel/Orderer/OrdererMSP/Readers policy 0 Admins 1 EggSBggBEgIIABoOEgwKCk9yZGVyZXJNU1A=
/Channel/Orderer/OrdererMSP/Writers policy 0 Admins 1 EggSBggBEgIIABoOEgwKCk9yZGVyZXJNU1A=
/Channel/Orderer/Readers policy 0 Admins 3 CgdSZWFkZXJz
/Channel/Orderer/Writers policy 0 Admins 3 CgdXcml0ZXJz
/Channel/Readers policy 0 Admins 3 CgdSZWFkZXJz
/Channel/Writers policy 0 Admins 3 CgdXcml0ZXJz
`
  .trim()
  .split('\n');

/** The five metadata slots of configtxgen's block, hex. */
export const GENESIS_METADATA = '0a020a00 - - - -';
