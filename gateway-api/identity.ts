import type { LedgerIdentity } from './ledger/client.js';

/** An organisation's place in the programme. */
export type OrganisationKind = 'CORE' | 'ACCESS' | 'BANK' | 'REGULATOR';

/** Somebody the gateway acts for. */
export interface Principal {
  /** The word `--as` and the sandbox token take. */
  readonly persona: string;
  readonly mspId: string;
  readonly organisation: OrganisationKind;
  /** True for the organisation whose bank clears the programme's money. */
  readonly clears: boolean;
  /** `org_…`; null for somebody who is not a party (yet). */
  readonly party: string | null;
  readonly name: { readonly en: string; readonly zh: string };
  readonly identity: LedgerIdentity;
}

/** Who may come in, and as whom. */
export interface Principals {
  readonly byToken: (token: string) => Principal | null;
  readonly all: () => readonly Principal[];
}
