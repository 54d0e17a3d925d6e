/** What the unit of work needs of a peer; the one implementation over Fabric's stub is `stub-port.ts`. */
export interface StatePort {
  /** Committed values in the order of `keys`; an absent one is empty. */
  readonly getPublic: (keys: readonly string[]) => Promise<readonly Uint8Array[]>;
  readonly getPrivate: (collection: string, key: string) => Promise<Uint8Array>;
  readonly putPublic: (key: string, value: Uint8Array) => Promise<void>;
  readonly putPrivate: (collection: string, key: string, value: Uint8Array) => Promise<void>;
  /** A serialised `common.SignaturePolicyEnvelope` that guards the key from now on. */
  readonly setKeyPolicy: (key: string, policy: Uint8Array) => Promise<void>;
  readonly setEvent: (name: string, payload: Uint8Array) => void;
  /** Public records whose composite key begins so, in key order. Evaluations only. */
  readonly scanPublic: (type: string, attributes: readonly string[]) => AsyncIterable<Uint8Array>;
  readonly scanPrivate: (
    collection: string,
    type: string,
    attributes: readonly string[],
  ) => AsyncIterable<Uint8Array>;
}

/** The signed facts of one transaction. */
export interface Transaction {
  readonly txId: string;
  /** Seconds since 1970 (UTC) of the proposal's timestamp. */
  readonly timestamp: bigint;
  readonly creator: {
    readonly mspId: string;
    /** SHA-256 of the certificate's SubjectPublicKeyInfo, hex. */
    readonly key: string;
    /** Organisational units of the certificate: NodeOUs say `admin`, `client`, `peer`. */
    readonly units: readonly string[];
  };
  /** The one transient entry named `secret`; null when there is no transient data at all. */
  readonly secret: Uint8Array | null;
}
