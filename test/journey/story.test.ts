import { expect } from 'chai';
import { ApiRefusal, Unreachable } from '../../gateway-api/client/api-client.js';
import type { Play } from '../../gateway-api/story/play.js';
import type { Chapter } from '../../gateway-api/story/step.js';
import type { StoryOutcome } from '../../gateway-api/story/tell.js';
import { words } from '../../gateway-api/story/words.js';
import {
  aStoryStage,
  CANARIES,
  ledgerFiles,
  PAPERS_ALONE,
  SECRETS,
  type StoryStage,
} from '../support/story-stage.js';

const MUST_FAIL = [
  'SPLIT_UNBALANCED',
  'STATE_CONFLICT',
  'SEARCH_MISSING',
  'LOT_ENCUMBERED',
  'INVOICE_OVERUSED',
  'INVOICE_CONTRADICTS',
  'ROLE_REQUIRED',
  'KEY_NOT_PINNED',
  'SURPLUS_FORFEITED',
];

describe('the financing story', function () {
  this.timeout(240_000);
  let stage: StoryStage;
  let first: StoryOutcome;
  let play: Play;

  before(async () => {
    stage = await aStoryStage();
    stage.client.cutAfter(20, 60, 110);
    first = await untilTold(async () => await stage.tell({ figures: CANARIES }));
    play = await stage.play();
  });
  after(async () => {
    await stage.close();
  });

  it('goes on where the line was cut, and comes to its end', () => {
    expect(first.steps.filter(({ problem }) => problem !== null)).to.deep.equal([]);
    expect([first.ok, first.run]).to.deep.equal([true, 1]);
  });

  it('shows each refusal that must come', () => {
    const refusals = first.steps.filter(({ expected }) => expected !== null);
    expect(refusals.map(({ shown }) => shown)).to.deep.equal(MUST_FAIL);
  });

  it('leaves every lot redeemed, every instruction paid, and no fen behind', () => {
    const { receivables = [], failures } = first.closing ?? {};
    expect(failures).to.deep.equal([]);
    const total = receivables.reduce((sum, { paid }) => sum + paid.minor, 0n);
    expect([receivables.length, total]).to.deep.equal([6, 283_930_060n]);
    expect(receivables.reduce((sum, { latePaid }) => sum + latePaid.minor, 0n)).to.equal(200_000n);
  });

  describe('keeps a secret', () => {
    it('out of every block', () => {
      const blocks = ledgerFiles(stage.data, '.blk');
      expect(found(blocks, '"1000000.00"')).to.not.deep.equal([]);
      const told = [...SECRETS.map(({ text }) => text), ...PAPERS_ALONE];
      expect(told.filter((text) => found(blocks, text).length > 0)).to.deep.equal([]);
    });

    it('with the organisations that share it', () => {
      const files = ledgerFiles(stage.data, '.pvt');
      for (const { text, members } of SECRETS) {
        const holders = found(files, text).map((name) => /(\w+)\.pvt$/.exec(name)?.[1] ?? name);
        expect(holders.toSorted(), text).to.deep.equal(members.toSorted());
      }
      for (const text of PAPERS_ALONE) expect(found(files, text)).to.deep.equal([]);
    });

    it('out of the log and of every refusal', () => {
      expect(stage.client.refusals.length).to.be.at.least(MUST_FAIL.length);
      const said = JSON.stringify([stage.logged, stage.client.refusals]);
      expect(SECRETS.filter(({ text }) => said.includes(text))).to.deep.equal([]);
    });

    it('from everybody who asks and is not in it', async () => {
      const [own, rival] = ['bank-a', 'bank-b'].map((bank) => play.id('ofr', `pledge ${bank}`));
      const paths = [
        `/v1/requests/${play.id('req', 'pledge')}`,
        `/v1/offers/${own ?? ''}`,
        `/v1/offers/${rival ?? ''}`,
        `/v1/loans/${play.id('loan', 'pledge')}`,
        `/v1/parties/${play.party('supplier-tier1')}`,
      ];
      const heardBy = async (persona: string): Promise<readonly string[]> => {
        const answers = await Promise.all(paths.map(async (path) => await answer(persona, path)));
        const said = JSON.stringify(answers);
        return SECRETS.filter(({ text }) => said.includes(text)).map(({ text }) => text);
      };
      for (const persona of [
        'supplier-tier2',
        'supplier-tier3',
        'dealer',
        'regulator',
        'auditor',
      ]) {
        expect(await heardBy(persona), persona).to.deep.equal([]);
      }
      const { principal, rivalPrincipal, rate, rivalRate, asked } = CANARIES.pledge;
      const told = [CANARIES.purpose, asked];
      expect(await heardBy('supplier-tier1')).to.include.members([principal, rivalPrincipal]);
      expect(await heardBy('bank-a')).to.include.members([...told, principal, rate]);
      expect(await heardBy('bank-a')).to.not.include.members([rivalPrincipal]);
      expect(await heardBy('bank-b')).to.have.members([...told, rivalPrincipal, rivalRate]);
    });

    const answer = async (persona: string, path: string): Promise<unknown> => {
      try {
        return await stage.client.read(persona, path);
      } catch (error) {
        if (error instanceof ApiRefusal) return error.problem;
        throw error;
      }
    };
  });

  it('is told again as a new one, later', async () => {
    const second = await stage.tell();
    expect(second.steps.filter(({ problem }) => problem !== null)).to.deep.equal([]);
    expect([second.ok, second.run]).to.deep.equal([true, 2]);
    const [a, b] = [first, second].map(({ closing }) => closing?.receivables[0]);
    expect(a?.id).to.not.equal(b?.id);
    expect(a?.face).to.deep.equal(b?.face);
  });

  it('breaks off when what must fail is done, or fails with another code', async () => {
    const moves = (on: string, refused?: 'DATE_NOT_FORWARD' | 'ROLE_REQUIRED'): Chapter => ({
      title: words('a test', '测试'),
      steps: [
        {
          who: 'operator',
          act: 'programme:setDate',
          says: () => words('moves on', '推进'),
          body: (play) => ({ date: play.on(on) }),
          ...(refused === undefined ? {} : { refused }),
        },
      ],
    });
    const shown = async (...chapters: readonly Chapter[]): Promise<unknown> => {
      const { ok, steps } = await stage.tell({ chapters });
      return [ok, ...steps.map(({ shown: code }) => code)];
    };
    const after = moves('2026-02-18');
    expect(await shown(moves('2026-02-17', 'DATE_NOT_FORWARD'), after)).to.deep.equal([
      false,
      null,
    ]);
    expect(await shown(moves('2026-02-15', 'ROLE_REQUIRED'), after)).to.deep.equal([
      false,
      'DATE_NOT_FORWARD',
    ]);
    expect(await shown(moves('2026-02-15'), after)).to.deep.equal([false, 'DATE_NOT_FORWARD']);
  });
});

/** Tell until nothing cuts the line any more. */
async function untilTold(tell: () => Promise<StoryOutcome>): Promise<StoryOutcome> {
  for (;;) {
    try {
      return await tell();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }
}

function found(files: ReadonlyMap<string, Buffer>, text: string): string[] {
  return [...files].filter(([, bytes]) => bytes.includes(text)).map(([name]) => name);
}
