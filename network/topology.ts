import {
  CLEARING,
  DIRECTORY,
  dealCollection,
  deskCollection,
  offersCollection,
} from '../chaincode/state/collections.js';

/**
 * What an organisation is in a programme. `core` is the core enterprise, `access` the one through
 * which suppliers and dealers take part, `regulator` reads and signs but endorses nothing.
 */
export type OrganisationKind = 'core' | 'access' | 'bank' | 'regulator' | 'orderer';

export interface Organisation {
  readonly mspId: string;
  readonly kind: OrganisationKind;
  /** Where the organisation's node listens: its peer, or for the orderer's organisation the orderer. */
  readonly host: string;
  readonly port: number;
}

export interface Topology {
  readonly channel: string;
  readonly chaincode: string;
  readonly organisations: readonly Organisation[];
  /** The bank whose accounts the money moves through. */
  readonly clearingBank: string;
}

/** A collection of the chaincode definition; policies are in Fabric's policy language. */
export interface Collection {
  readonly name: string;
  readonly memberPolicy: string;
  readonly endorsementPolicy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
}

export const PROGRAMME: Topology = {
  channel: 'programme',
  chaincode: 'counterfoil',
  clearingBank: 'BankAMSP',
  organisations: [
    { mspId: 'CoreMSP', kind: 'core', host: '127.0.0.1', port: 7051 },
    { mspId: 'AccessMSP', kind: 'access', host: '127.0.0.1', port: 8051 },
    { mspId: 'BankAMSP', kind: 'bank', host: '127.0.0.1', port: 9051 },
    { mspId: 'BankBMSP', kind: 'bank', host: '127.0.0.1', port: 10051 },
    { mspId: 'RegulatorMSP', kind: 'regulator', host: '127.0.0.1', port: 11051 },
    { mspId: 'OrdererMSP', kind: 'orderer', host: '127.0.0.1', port: 7050 },
  ],
};

/** The organisations whose peers run the chaincode and endorse. */
export function endorsingOrganisations(topology: Topology): Organisation[] {
  return topology.organisations.filter(({ kind }) => kind !== 'regulator' && kind !== 'orderer');
}

/** The organisations of the channel's Application group: all that have a peer. */
export function peerOrganisations(topology: Topology): Organisation[] {
  return topology.organisations.filter(({ kind }) => kind !== 'orderer');
}

export function ordererOrganisations(topology: Topology): Organisation[] {
  return topology.organisations.filter(({ kind }) => kind === 'orderer');
}

/** Every public write has been computed by a bank's own machine and by a trading side's. */
export function chaincodePolicy(topology: Topology): string {
  return `AND(${any(banks(topology))}, ${any(traders(topology))})`;
}

/** Three of four must agree to a new definition; written out, since MAJORITY would count the regulator. */
export function lifecyclePolicy(topology: Topology): string {
  return quorum(topology, 'peer');
}

/** Who may change the channel's configuration on the application's side. */
export function applicationAdminsPolicy(topology: Topology): string {
  return quorum(topology, 'admin');
}

/** The private data collections, in the order in which the definition lists them. */
export function collections(topology: Topology): Collection[] {
  const access = ids(topology, 'access');
  const perBank = banks(topology).flatMap((bank) => [
    collection(deskCollection(bank), [bank], any([bank])),
    ...traders(topology).flatMap((org) => [
      // One peer besides the endorser must hold an offer before it is signed: the bank alone endorses.
      {
        ...collection(offersCollection(bank, org), [bank, org], any([bank])),
        requiredPeerCount: 1,
      },
      collection(dealCollection(bank, org), [bank, org], all([bank, org])),
    ]),
  ]);
  const clearing = [topology.clearingBank, ...access];
  return [
    ...perBank,
    collection(DIRECTORY, traders(topology), any(traders(topology))),
    // A client of another organisation may cause a write here; it still cannot read.
    { ...collection(CLEARING, clearing, all(clearing)), memberOnlyWrite: false },
  ];
}

function collection(
  name: string,
  members: readonly string[],
  endorsementPolicy: string,
): Collection {
  return {
    name,
    memberPolicy: any(members, 'member'),
    endorsementPolicy,
    requiredPeerCount: 0,
    maxPeerCount: members.length - 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
  };
}

function quorum(topology: Topology, role: 'peer' | 'admin'): string {
  const members = endorsingOrganisations(topology).map(({ mspId }) => principal(mspId, role));
  const needed = Math.max(members.length - 1, Math.floor(members.length / 2) + 1);
  return `OutOf(${needed}, ${members.join(', ')})`;
}

function banks(topology: Topology): string[] {
  return ids(topology, 'bank');
}

function traders(topology: Topology): string[] {
  return [...ids(topology, 'core'), ...ids(topology, 'access')];
}

function ids(topology: Topology, wanted: OrganisationKind): string[] {
  return topology.organisations.filter(({ kind }) => kind === wanted).map(({ mspId }) => mspId);
}

function any(mspIds: readonly string[], role: 'peer' | 'member' = 'peer'): string {
  return `OR(${mspIds.map((id) => principal(id, role)).join(', ')})`;
}

function all(mspIds: readonly string[]): string {
  return `AND(${mspIds.map((id) => principal(id, 'peer')).join(', ')})`;
}

function principal(mspId: string, role: string): string {
  return `'${mspId}.${role}'`;
}
