/** What a transaction's creator may do with a collection. */
export interface Permission {
  readonly read: boolean;
  readonly write: boolean;
}

/** The collections of the chaincode in execution, as its committed definition has them, for one creator. */
export interface CollectionAccess {
  /** The `_lifecycle` keys that the definition lies in: Fabric's simulator reads them at the first private access. */
  readonly definitionKeys: readonly string[];
  /** Whether the definition names it, or it is the implicit collection of an organisation of the channel. */
  exists(collection: string): boolean;
  /** Null when there is no such collection. @see fabric core/common/privdata/store.go RetrieveReadWritePermission */
  permission(collection: string): Permission | null;
}

/** A simulation broke a rule of the peer; the chaincode sees the message. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}
