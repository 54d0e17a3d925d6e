/** Who the companies in an import are: registered parties, or what to register. */
import type { Identifier, PartyDraft } from './draft.js';
import { identifyingKeys } from './identifier.js';
import type { Refuse } from './import-identity.js';

/** Party ids by `identifierKey`. */
export type KnownParties = ReadonlyMap<string, string>;

export type PartyRole = 'SELLER' | 'BUYER' | 'PAYEE';

/** A company to register before its documents can be proposed. */
export interface UnknownParty {
  readonly name: string | null;
  readonly country: string | null;
  readonly identifiers: readonly Identifier[];
  readonly roles: readonly PartyRole[];
  readonly files: readonly string[];
}

interface Group {
  readonly keys: Set<string>;
  readonly parties: PartyDraft[];
  readonly roles: Set<PartyRole>;
  readonly files: Set<string>;
}

/** Looks each party up and collects those that nobody knows, one entry a company. */
export class PartyBook {
  readonly #known: KnownParties;
  readonly #refuse: Refuse;
  readonly #groups = new Map<string, Group>();

  constructor(known: KnownParties, refuse: Refuse) {
    this.#known = known;
    this.#refuse = refuse;
  }

  /** @returns the party with the id of the registered one, or with null, and then it is among `unknown`. */
  resolve(party: PartyDraft, role: PartyRole, file: string): PartyDraft {
    const keys = identifyingKeys(party.identifiers);
    const ids = new Set(keys.flatMap((key) => this.#known.get(key) ?? []));
    const [partyId] = ids;
    if (ids.size > 1) {
      this.#refuse('PARTY_AMBIGUOUS', { file, pointer: '' }, { name: party.name ?? '', role });
    }
    if (partyId !== undefined) return { ...party, partyId };
    const group = this.#groupOf(keys.length > 0 ? keys : [`NAME:${party.name ?? ''}`]);
    group.parties.push(party);
    group.roles.add(role);
    group.files.add(file);
    return party;
  }

  get unknown(): readonly UnknownParty[] {
    return [...new Set(this.#groups.values())].map(({ parties, roles, files }) => {
      const identifiers = new Map(
        parties.flatMap((p) => p.identifiers.map((i) => [`${i.scheme}:${i.value}`, i] as const)),
      );
      return {
        name: parties.find(({ name }) => name !== null)?.name ?? null,
        country: parties.find(({ country }) => country !== null)?.country ?? null,
        identifiers: [...identifiers.values()],
        roles: [...roles],
        files: [...files],
      };
    });
  }

  /** The group under any of the keys; groups that turn out to be one company are merged into the largest. */
  #groupOf(keys: readonly string[]): Group {
    const found = [...new Set(keys.flatMap((key) => this.#groups.get(key) ?? []))];
    const [group = emptyGroup(), ...others] = found.sort((a, b) => b.keys.size - a.keys.size);
    for (const other of others) merge(group, other);
    for (const key of keys) group.keys.add(key);
    for (const key of [...keys, ...others.flatMap((other) => [...other.keys])]) {
      this.#groups.set(key, group);
    }
    return group;
  }
}

function emptyGroup(): Group {
  return { keys: new Set(), parties: [], roles: new Set(), files: new Set() };
}

function merge(group: Group, other: Group): void {
  for (const key of other.keys) group.keys.add(key);
  for (const party of other.parties) group.parties.push(party);
  for (const role of other.roles) group.roles.add(role);
  for (const file of other.files) group.files.add(file);
}
