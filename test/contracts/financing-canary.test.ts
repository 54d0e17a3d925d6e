import { expect } from 'chai';
import { z } from 'zod';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import {
  aBrokenPurchase,
  aCancelled,
  aLoanStory,
  aPurchaseStory,
} from '../support/canary-stories.js';
import type { Sent, TappedLedger } from '../support/eavesdropper.js';

const RESOURCES = ['limit', 'exposure', 'request', 'offer', 'loan', 'purchase'];

/** What a secret may hold and the public all the same: it is public by another way (domain.md 2.16). */
const PUBLIC_TOO: readonly RegExp[] = [
  // Ids of public records, and of the parties.
  /\/(request|bank|subjects|subject)$/u,
  // The last day for the money, and what is secured, go out with acceptance and registration.
  /\/(payBy|securedMax)/u,
  // Words and dates of a small choice recognise nothing.
  /\/(currency|kind|mode|basis|order|convention|calendar|pricing|ground|binding|compound|covers|by)$/u,
  /\/(dueDate|quotedFor|validUntil|valueDate|asOf|searchedAt|registeredAt)$/u,
  // Counts.
  /\/(tenorDays|asOfBlock|hits)$/u,
  // A price of nothing, a share of all.
  /\/(dilutionReserve|rebateFactor|advanceRate|penaltySurcharge|outstanding\/currency)$/u,
];

function tells({ where, value }: Sent): boolean {
  const nothing = /^0\.0+$/u.test(value);
  return isOurs(where) && !nothing && !PUBLIC_TOO.some((each) => each.test(where));
}

function isOurs(where: string): boolean {
  return RESOURCES.includes(where.slice(0, where.indexOf(':')));
}

/** Every field of every secret, by the path under which it is sent. */
function fieldsOf(name: string): string[] {
  const bound = Object.entries(TRANSACTIONS).find(([each]) => each === name)?.[1];
  const secret = bound?.command.secret ?? null;
  if (secret === null) return [];
  return Object.keys(secret.shape).map((field) => `${name} /${field}`);
}

describe('what is secret between a bank and its client', () => {
  const stories: readonly (() => Promise<TappedLedger>)[] = [
    () => aLoanStory('RECEIVABLE_PLEDGE'),
    () => aLoanStory('SALE_WITH_RECOURSE'),
    aPurchaseStory,
    aBrokenPurchase,
    () => aCancelled('RECEIVABLE_PLEDGE'),
    () => aCancelled('SALE_WITHOUT_RECOURSE'),
  ];
  const ledgers: TappedLedger[] = [];

  before(async () => {
    for (const story of stories) ledgers.push(await story());
  });

  it('is in no argument, answer, event or public record', () => {
    let looked = 0;
    for (const ledger of ledgers) {
      const heard = ledger.heard();
      for (const { where, value } of ledger.secrets.filter(tells)) {
        looked += 1;
        expect(heard.includes(value), `${where}: ${value}`).to.equal(false);
      }
    }
    expect(looked).to.be.above(150);
  });

  it('was sent in every field there is', () => {
    const sent = new Set(
      ledgers.flatMap(({ secrets }) =>
        secrets.map(({ where }) => where.split('/').slice(0, 2).join('/')),
      ),
    );
    const fields = Object.keys(TRANSACTIONS)
      .filter(isOurs)
      .flatMap(fieldsOf)
      // Null in these stories: a debtor without a group, a purchase without a loss.
      .filter((field) => !['limit:set /group', 'purchase:close /lossEvidence'].includes(field));
    expect(fields.filter((field) => !sent.has(field))).to.deep.equal([]);
  });

  it('is told in public by ids and versions alone', () => {
    const Told = z.array(
      z.strictObject({
        name: z.string(),
        payload: z.strictObject({
          id: z.string().regex(/^[0-9a-f]{64}$/u),
          records: z.array(
            z.strictObject({ type: z.string(), id: z.string(), version: z.number() }),
          ),
        }),
      }),
    );
    for (const { events } of ledgers) {
      const told = Told.parse(events.filter(({ name }) => name === 'private.changed'));
      expect(told.length).to.be.above(5);
    }
  });
});
