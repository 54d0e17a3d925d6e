import { z } from 'zod';
import { Money, WireMoney } from '../../../chaincode/domain/money.js';
import { sum } from '../../../chaincode/domain/money.js';
import { outcome, outcomeId, type Deal } from '../deal.js';
import type { Play } from '../play.js';
import type { ActStep } from '../step.js';
import { told, words } from '../words.js';
import { instructionId, type Payout } from './payout.js';

/** The bank applies what the clearing bank paid it to its loan. */
export function applied(deal: Deal, payouts: readonly Payout[]): ActStep {
  return {
    who: deal.winner,
    act: 'loan:applyCollection',
    on: (play) => outcomeId(play, deal),
    says: ({ cny }) => {
      const collected = payouts.map(({ amount }) => cny(amount));
      const total = told(sum('CNY', collected));
      return words(`applies ${total} to its loan`, `以回款 ${total} 冲抵融资`);
    },
    body: (play) => ({ instructions: payouts.map((payout) => instructionId(play, payout)) }),
  };
}

const Account = z.object({
  private: z.object({ surpluses: z.array(z.object({ amount: WireMoney })) }),
});

/** What the loan left over is the borrower's, within two working days. */
export function surplusReturned(deal: Deal, on: string): ActStep {
  return {
    who: deal.winner,
    act: 'loan:returnSurplus',
    on: (play) => outcomeId(play, deal),
    says: async (play) => {
      const rest = told(await surplusOf(play, deal));
      return words(`returns the surplus of ${rest} to the borrower`, `向借款人返还余款 ${rest}`);
    },
    body: async (play) => ({
      reference: `${play.figures.reference}-${deal.name}-back`,
      valueDate: play.on(on),
      amount: Money.encode(await surplusOf(play, deal)),
    }),
  };
}

/** As the loan's account had it before it was returned. */
async function surplusOf(play: Play, deal: Deal): Promise<Money> {
  const read = async (): Promise<unknown> =>
    await play.client.read(deal.winner, `/v1/loans/${outcomeId(play, deal)}`);
  const { surpluses } = (await play.noted(`surplus ${deal.name}`, Account, read)).private;
  return sum(
    'CNY',
    surpluses.map(({ amount }) => Money.decode(amount)),
  );
}

/** 尾款: of a purchase, what was not paid for at once. */
export function balancePaid(deal: Deal, payouts: readonly Payout[]): ActStep {
  const balance = (play: Play): string => play.figures.purchase.balance;
  return {
    who: deal.winner,
    act: 'purchase:returnSurplus',
    on: (play) => outcomeId(play, deal),
    says: (play) => {
      const rest = told(play.cny(balance(play)));
      return words(`pays the seller its balance of ${rest}`, `向卖方支付尾款 ${rest}`);
    },
    body: (play) => ({
      instructions: payouts.map((payout) => instructionId(play, payout)),
      reference: `${play.figures.reference}-${deal.name}-balance`,
      valueDate: play.on(payouts.at(-1)?.on ?? deal.dueDate),
      amount: play.yuan(balance(play)),
    }),
  };
}

/** Over: the registration is cancelled, and the bank's limit is free again. */
export function ended(deal: Deal): readonly ActStep[] {
  const { resource } = outcome(deal);
  return [
    {
      who: deal.winner,
      act: `${resource}:close`,
      on: (play) => outcomeId(play, deal),
      says: () => words('cancels the registration and closes', '注销登记，结清'),
      body: async (play) => {
        const registrationCancelled = await play.seal(deal.winner, {
          name: `cancellation ${deal.name}`,
          content: { cancelled: outcomeId(play, deal) },
        });
        return resource === 'loan'
          ? { registrationCancelled }
          : { registrationCancelled, lossEvidence: null };
      },
    },
    {
      who: deal.winner,
      act: 'offer:restore',
      on: (play) => play.id('ofr', `${deal.name} ${deal.winner}`),
      says: () => words('takes the exposure off its limit', '恢复授信额度'),
      body: (play) => ({ request: play.id('req', deal.name), outstanding: null }),
    },
  ];
}
