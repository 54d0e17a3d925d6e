import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ApiClient } from '../../gateway-api/client/api-client.js';
import type { StoryOutcome } from '../../gateway-api/story/tell.js';
import { openGateway, type RunningGateway } from '../../gateway-api/main.js';
import { UsageError } from './exit.js';
import { logLine } from './log.js';
import type { CommonOptions, Words } from './options.js';
import { prepareSandbox } from './prepare.js';
import { firstStory } from './story.js';
import { removeServerFile, runningServer, writeServerFile } from './server-file.js';

export const DEFAULT_PORT = 7400;

export interface StartOptions extends CommonOptions {
  readonly port: number;
  readonly fresh: boolean;
  readonly open: boolean;
}

/** `counterfoil start`: open, prepare, serve, until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const data = resolve(options.data);
  const running = await runningServer(data);
  if (running !== null) {
    throw new UsageError(
      { en: `already running at ${running}`, zh: `已在运行：${running}` }[options.lang],
    );
  }
  if (options.fresh) await rm(data, { recursive: true, force: true });
  const gateway = await openGateway({ dataDirectory: data, port: options.port, log: logLine });
  try {
    const client = new ApiClient({ url: gateway.url, language: options.lang });
    await prepareSandbox(client, gateway.principals);
    tellProblem(await firstStory(data, client, options), options);
    await writeServerFile(data, gateway.url);
    welcome(gateway, { ...options, data });
    await untilStopped();
  } finally {
    await removeServerFile(data);
    await gateway.close();
  }
}

/** A ledger that plays no story serves all the same; but not in silence. */
function tellProblem(told: StoryOutcome | null, { lang }: StartOptions): void {
  if (told === null || told.ok) return;
  const last = told.steps.at(-1);
  const failures = [last?.problem ?? '', ...(told.closing?.failures ?? [])].join('; ');
  process.stderr.write(`${BROKEN_STORY[lang]}${last?.says[lang] ?? ''}: ${failures}\n`);
}

const BROKEN_STORY: Words = { en: 'The demo story broke off: ', zh: '演示流程中断：' };

function welcome({ url, network }: RunningGateway, options: StartOptions): void {
  const { data, json, lang } = options;
  if (json) {
    console.log(JSON.stringify({ ok: true, url, data, height: network.height }));
    return;
  }
  const rows: readonly (readonly [Words, string])[] = [
    [{ en: 'HTTP API', zh: '接口地址' }, `${url}/v1`],
    [{ en: 'OpenAPI', zh: '接口文档' }, `${url}/openapi.json`],
    [{ en: 'Personas', zh: '演示身份' }, `${url}/sandbox/personas`],
    [{ en: 'Data', zh: '数据目录' }, data],
    [{ en: 'Blocks', zh: '区块高度' }, network.height.toString()],
  ];
  console.log(`\nCounterfoil 存根 — ${SANDBOX[lang]}\n`);
  for (const [label, value] of rows) console.log(`  ${label[lang].padEnd(10)} ${value}`);
  console.log(`\n${STOP[lang]}`);
}

const SANDBOX: Words = {
  en: 'sandbox on the embedded ledger; every company in it is invented',
  zh: '沙箱（内嵌账本），其中企业均为虚构',
};
const STOP: Words = { en: 'Ctrl-C stops it; the data stay.', zh: '按 Ctrl-C 停止，数据保留。' };

function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
}
