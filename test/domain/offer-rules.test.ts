import { expect } from 'chai';
import { reject } from '../../chaincode/domain/financing/offer-rules.js';
import { REJECTED_MAX } from '../../chaincode/domain/financing/request-file.js';
import { offers, requestFiles, requests } from '../../chaincode/state/financing-kinds.js';
import { decodeRecord } from '../../chaincode/state/record.js';
import { anAct } from '../support/act.js';
import { anId, refusalIn } from '../support/build.js';
import { financedUpTo } from '../support/financed.js';
import { dealPlace, OFFER, offersPlace, REQUEST } from '../support/financing.js';

describe('rejecting offers', () => {
  it('ends with the fiftieth of one bank', async () => {
    const scene = await financedUpTo('offer');
    const { ledger, holder } = scene;
    const text = (record: unknown): string => JSON.stringify(record);
    const offer = decodeRecord(offers, text(ledger.record('offer', [OFFER], offersPlace(scene))));
    const stored = ledger.record('request', [REQUEST], dealPlace(scene));
    const file = decodeRecord(requestFiles, text(stored));
    const others = Array.from({ length: REJECTED_MAX }, (_, at) => anId('ofr', `other ${at}`));
    const act = anAct({ party: holder.id });
    const request = decodeRecord(requests, text(ledger.record('request', [REQUEST])));
    const before = { request, offer, file: { ...file, rejected: others.slice(1) } };
    expect(reject(before, act).rejected).to.have.length(REJECTED_MAX);
    const full = { request, offer, file: { ...file, rejected: others } };
    expect(refusalIn(() => reject(full, act))).to.equal('REJECTIONS_EXHAUSTED');
  });
});
