import type { LedgerStore } from '../../network/embedded/store/ledger.js';
import { NAMESPACE } from './chain.js';

const OFFERS = { namespace: NAMESPACE, collection: 'offers_BankA_Access' };

/** All that a reader can see of a ledger. */
export interface Picture {
  readonly height: number;
  readonly lastHash: string;
  readonly stateHash: string;
  readonly lots: readonly string[];
  readonly offers: readonly string[];
  readonly history: readonly string[];
  readonly transactions: readonly unknown[];
}

export async function pictureOf(store: LedgerStore): Promise<Picture> {
  const all = { start: '', end: '' };
  const lots: string[] = [];
  for await (const { key, value, metadata, version } of store.state.range(NAMESPACE, all)) {
    lots.push(`${key} ${text(value)} ${text(metadata)} ${version.block}/${version.tx}`);
  }
  const offers: string[] = [];
  for await (const { key, value, version } of store.state.privateRange('BankAMSP', OFFERS, all)) {
    offers.push(`${key} ${text(value)} ${version.block}/${version.tx}`);
  }
  const history: string[] = [];
  for await (const { txId, value } of store.history(NAMESPACE, 'lot1')) {
    history.push(`${txId} ${text(value)}`);
  }
  return {
    height: store.height,
    lastHash: Buffer.from(store.lastHash).toString('hex'),
    stateHash: await store.state.stateHash(),
    lots,
    offers,
    history,
    transactions: ['t1.0', 't8.1', 't8.3', 'none'].map((id) => store.transaction(id)),
  };
}

function text(bytes: Uint8Array | null): string {
  return bytes === null ? '-' : Buffer.from(bytes).toString();
}
