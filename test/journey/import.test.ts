import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { DEMO_DIRECTORY, DEMO_FILES } from '../../gateway-api/documents/demo/demo-parties.js';

/** The command without its launcher, whose work `npm test` has done. */
const MAIN = new URL('../../scripts/main.js', import.meta.url).href;
const COMMAND = `import('${MAIN}').then(({ main }) => main(process.argv.slice(1)))`;
const PAPERS = DEMO_FILES.map((name) => fileURLToPath(new URL(name, DEMO_DIRECTORY)));

const Entry = z.looseObject({ status: z.string(), number: z.string().optional() });
const Line = z.object({
  drafts: z.array(Entry),
  rows: z.array(Entry),
  orders: z.array(Entry),
  refused: z.array(z.object({ code: z.string(), pointer: z.string(), file: z.string() })),
  unknownParties: z.array(z.object({ name: z.string().nullable() })),
});

interface Ran {
  readonly exit: number;
  readonly line: z.output<typeof Line>;
}

describe('counterfoil import', () => {
  let data: string;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'counterfoil-'));
  });
  after(async () => {
    await rm(data, { recursive: true });
  });

  const counterfoil = async (...args: readonly string[]): Promise<{ exit: number; out: string }> =>
    await new Promise((resolve) => {
      const all = ['--input-type=module', '-e', COMMAND, 'import', ...args, '--data', data];
      execFile(process.execPath, all, (error, out) => {
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out });
      });
    });
  const importing = async (...args: readonly string[]): Promise<Ran> => {
    const { exit, out } = await counterfoil(...args, '--as', 'core-enterprise', '--json');
    return { exit, line: Line.parse(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')) };
  };

  it('reads the demo’s papers, and knows everybody in them', async () => {
    const { exit, line } = await importing(...PAPERS);
    expect([exit, line.refused, line.unknownParties]).to.deep.equal([0, [], []]);
    expect([line.drafts.length, line.rows.length, line.orders.length]).to.deep.equal([5, 4, 2]);
  });

  it('refuses what contradicts itself, says where, and ends with 1', async () => {
    const path = join(data, 'broken.xml');
    await writeFile(path, '<Invoice><cbc:ID>1</Invoice>');
    const { exit, line } = await importing(...PAPERS, path);
    expect([exit, line.drafts, line.refused.map(({ code }) => code)]).to.deep.equal([
      1,
      [],
      ['XML_MALFORMED'],
    ]);
  });

  it('ends with 2 when it is called wrongly', async () => {
    const wrong = [
      ['--as', 'core-enterprise'],
      [join(data, 'nowhere.xml'), '--as', 'core-enterprise'],
      [PAPERS[0] ?? '', '--as', 'nobody'],
      [PAPERS[0] ?? ''],
    ];
    const exits: number[] = [];
    for (const args of wrong) exits.push((await counterfoil(...args)).exit);
    expect(exits).to.deep.equal([2, 2, 2, 2]);
  });
});
