import { z } from 'zod';
import { contentCommitment } from '../../../chaincode/contracts/request.js';
import { daysBetween } from '../../../chaincode/domain/dates.js';
import { RequestContent } from '../../../chaincode/domain/financing/request-file.js';
import { Money, WireMoney } from '../../../chaincode/domain/money.js';
import { lotOf, offered, outcome, outcomeId, type Bank, type Deal, type Request } from '../deal.js';
import type { Play } from '../play.js';
import type { ActStep, Step } from '../step.js';
import { told, words } from '../words.js';
import { checked } from './receivable.js';

/** The holder asks its banks, each in private; the lot is reserved meanwhile. */
export function asked(request: Request): readonly ActStep[] {
  const { name, holder, what, face, kind, banks, expiresOn } = request;
  const id = (play: Play): string => play.id('req', name);
  return [
    {
      who: holder,
      act: 'request:open',
      says: ({ cny }) => {
        const sum = told(cny(face));
        return words(
          `asks for ${what.en} on its lot of ${sum}, which is reserved`,
          `以持有份额 ${sum} 申请${what.zh}，份额锁定`,
        );
      },
      body: (play) => ({
        id: id(play),
        productKind: kind,
        lots: [lotOf(play, request)],
        content: contentCommitment(id(play), contentOf(play, request)),
        expiresOn: play.on(expiresOn),
      }),
    },
    ...banks.map((bank): ActStep => ({
      who: holder,
      act: 'request:invite',
      on: id,
      says: () => words(`shows it to ${NAMES[bank].en}`, `向${NAMES[bank].zh}披露申请内容`),
      body: (play) => {
        const { content, opening } = contentOf(play, request);
        return { bank: play.party(bank), content: RequestContent.encode(content), opening };
      },
    })),
  ];
}

/** What each invited bank is told, and what opens the public commitment to it. */
function contentOf(
  play: Play,
  { name, amount, askedOn, dueDate }: Request,
): { content: RequestContent; opening: string } {
  const content = RequestContent.parse({
    amount: play.yuan(amount(play)),
    tenorDays: daysBetween(play.on(askedOn), play.on(dueDate)),
    purpose: play.figures.purpose,
    consents: [],
  });
  return { content, opening: play.hash(`opening ${name}`) };
}

const NAMES = {
  'bank-a': words('bank A', '甲银行'),
  'bank-b': words('bank B', '乙银行'),
} as const;

export function offerId(play: Play, deal: Deal, bank: Bank): string {
  return play.id('ofr', `${deal.name} ${bank}`);
}

const Stored = z.object({ quote: z.object({ net: WireMoney, allInCost: z.string() }) });

/** What the terms come to, as the bank's own act computed it. */
async function quote(
  play: Play,
  deal: Deal,
  bank: Bank,
): Promise<z.output<typeof Stored>['quote']> {
  const path = `/v1/offers/${offerId(play, deal, bank)}`;
  const read = async (): Promise<unknown> => await play.client.read(deal.holder, path);
  return (await play.noted(`offer ${deal.name} ${bank}`, Stored, read)).quote;
}

/** Both banks offer, and neither learns of the other. */
export function offers(deal: Deal): readonly ActStep[] {
  return [deal.winner, deal.rival].map((bank) => ({
    who: bank,
    act: 'offer:make',
    says: (play) => offerWords(play, deal, bank === deal.winner),
    body: async (play) => ({
      id: offerId(play, deal, bank),
      request: play.id('req', deal.name),
      offered: await offered(play, deal, bank),
      validUntil: play.on(deal.expiresOn),
      binding: bank === deal.winner,
      nearDuplicates: null,
    }),
  }));
}

function offerWords(play: Play, deal: Deal, own: boolean): ReturnType<typeof words> {
  if (deal.name === 'purchase') {
    const { rate, rivalRate } = play.figures.purchase;
    const shown = own ? rate : rivalRate;
    return words(`offers a price at ${shown} %, in private`, `私下报价，贴现率 ${shown} %`);
  }
  const { principal, rivalPrincipal, rate, rivalRate } = play.figures[deal.name];
  const sum = told(play.cny(own ? principal : rivalPrincipal));
  const shown = own ? rate : rivalRate;
  return words(`offers ${sum} at ${shown} %, in private`, `私下报价 ${sum}，年利率 ${shown} %`);
}

/** One offer is accepted, with its yearly cost signed; the other is turned down. */
export function acceptance(deal: Deal): readonly ActStep[] {
  const { name, holder, winner, rival } = deal;
  const { resource } = outcome(deal);
  return [
    {
      who: holder,
      act: 'offer:accept',
      on: (play) => offerId(play, deal, winner),
      says: async (play) => {
        const { allInCost } = await quote(play, deal, winner);
        return words(
          `accepts the offer of ${NAMES[winner].en}, signing its cost of ${allInCost} % a year`,
          `接受${NAMES[winner].zh}报价，签署年化综合成本 ${allInCost} %`,
        );
      },
      body: async (play) => ({
        request: play.id('req', name),
        bank: play.party(winner),
        loan: resource === 'loan' ? outcomeId(play, deal) : null,
        purchase: resource === 'purchase' ? outcomeId(play, deal) : null,
        allInCost: (await quote(play, deal, winner)).allInCost,
      }),
    },
    {
      who: rival,
      act: 'offer:restore',
      on: (play) => offerId(play, deal, rival),
      says: () =>
        words('sees that the request is over: its limit is free', '获悉申请已结束，恢复授信额度'),
      body: (play) => ({ request: play.id('req', name), outstanding: null }),
    },
  ];
}

export function registered(deal: Deal): ActStep {
  const { name, winner, kind } = deal;
  const isPledge = kind === 'RECEIVABLE_PLEDGE';
  return {
    who: winner,
    act: `${outcome(deal).resource}:register`,
    on: (play) => outcomeId(play, deal),
    says: () =>
      isPledge
        ? words('registers: the pledge exists from here', '办理登记，质押自此设立')
        : words('registers the sale', '办理转让登记'),
    body: async (play) => ({
      registeredAt: play.at(deal.paidOn, '02:00:00'),
      number: `${play.figures.registry}${['pledge', 'recourse', 'purchase', 'last'].indexOf(name)}`,
      document: await play.seal(winner, {
        name: `registration ${name}`,
        content: { registry: '动产融资统一登记', lot: lotOf(play, deal) },
      }),
    }),
  };
}

export function searched(deal: Deal): ActStep {
  const { name, winner, holders } = deal;
  return {
    who: winner,
    act: `${outcome(deal).resource}:search`,
    on: (play) => outcomeId(play, deal),
    says: () =>
      words(
        'searches the registry for every holder on the title path: nothing comes before',
        '登记后查询全部流转持有人，无在先登记',
      ),
    body: async (play) => ({
      subjects: holders.map((holder) => play.party(holder)),
      searchedAt: play.at(deal.paidOn, '02:30:00'),
      hits: [],
      document: await play.seal(winner, {
        name: `search ${name}`,
        content: { search: '动产融资统一登记', hits: 0 },
      }),
    }),
  };
}

/** G5: always before money moves. */
export function verifiedByBank({ winner, paidOn, invoice, identity }: Deal): ActStep {
  return checked({ who: winner, on: paidOn, invoice, identity });
}

/** The money goes out, to the fen what the offer came to. */
export function paidOut(deal: Deal): ActStep {
  const { name, winner } = deal;
  const { resource } = outcome(deal);
  return {
    who: winner,
    act: resource === 'loan' ? 'loan:disburse' : 'purchase:pay',
    on: (play) => outcomeId(play, deal),
    says: async (play) => {
      const net = told(await netOf(play, deal));
      return resource === 'loan'
        ? words(`pays the loan out: ${net}`, `放款 ${net}`)
        : words(`pays the price, ${net}: title passes`, `支付价款 ${net}，所有权转移`);
    },
    body: async (play) => ({
      reference: `${play.figures.reference}-${name}-out`,
      valueDate: play.on(deal.paidOn),
      net: (await quote(play, deal, winner)).net,
    }),
  };
}

async function netOf(play: Play, deal: Deal): Promise<Money> {
  return Money.decode((await quote(play, deal, deal.winner)).net);
}

export function acknowledged(deal: Deal): readonly ActStep[] {
  if (outcome(deal).resource === 'purchase') return [];
  return [
    {
      who: deal.holder,
      act: 'loan:acknowledge',
      on: (play) => outcomeId(play, deal),
      says: () => words('acknowledges that the money came', '确认款项到账'),
      body: () => ({}),
    },
  ];
}

/** From the acceptance to the money. */
export function closed(deal: Deal): readonly Step[] {
  return [
    ...acceptance(deal),
    registered(deal),
    verifiedByBank(deal),
    searched(deal),
    paidOut(deal),
    ...acknowledged(deal),
  ];
}
