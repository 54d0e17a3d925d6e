import { z } from 'zod';
import type { Lot } from '../../chaincode/domain/receivable/lot.js';
import { invoices, lots, receivables } from '../../chaincode/state/kinds.js';
import { decodeRecord } from '../../chaincode/state/record.js';
import type { ApiClient } from '../client/api-client.js';
import { claimReport, type Claimant, type ClaimReport } from './claim-report.js';

const Listed = z.object({ data: z.array(z.unknown()) });

const ClaimantRecord = z.looseObject({
  id: z.string(),
  state: z.string(),
  since: z.string(),
  bank: z.string().nullable().default(null),
  registeredAt: z.string().nullable().default(null),
});

const COLLECTIONS = { LOAN: 'loans', PURCHASE: 'purchases', REQUEST: 'requests' } as const;

/**
 * Read what the report is made from, as `persona`, and make it.
 * @param id a receivable, or a lot `<receivable>:<from>`.
 * @throws ApiRefusal NOT_FOUND.
 */
export async function readClaim(
  client: ApiClient,
  persona: string,
  id: string,
): Promise<ClaimReport> {
  const [receivableId = '', from] = id.split(':');
  if (from !== undefined) await client.read(persona, `/v1/lots/${id}`);
  const read = async (path: string): Promise<string> =>
    JSON.stringify(await client.read(persona, path));
  const receivable = decodeRecord(receivables, await read(`/v1/receivables/${receivableId}`));
  const listed = Listed.parse(await client.read(persona, `/v1/receivables/${receivableId}/lots`));
  const held = listed.data.map((each) => decodeRecord(lots, JSON.stringify(each)));
  const used = [];
  for (const { identity } of receivable.invoices) {
    used.push(decodeRecord(invoices, await read(`/v1/invoices/${identity}`)));
  }
  const claimants = await readClaimants(client, persona, held);
  const records = { receivable, lots: held, invoices: used, claimants };
  return claimReport(records, from === undefined ? null : BigInt(from));
}

/** What reserves or encumbers the lots, each read once. */
async function readClaimants(
  client: ApiClient,
  persona: string,
  held: readonly Lot[],
): Promise<readonly Claimant[]> {
  const claims = held.flatMap(({ claim }) => (claim === null ? [] : [claim]));
  const unique = new Map(claims.map((claim) => [claim.id, claim.kind]));
  const found: Claimant[] = [];
  for (const [id, kind] of unique) {
    const record = await client.read(persona, `/v1/${COLLECTIONS[kind]}/${id}`);
    const { state, since, bank, registeredAt } = ClaimantRecord.parse(record);
    found.push({ kind, id, state, since, bank, registeredAt });
  }
  return found;
}
