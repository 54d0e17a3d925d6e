import { join, resolve } from 'node:path';
import type { ApiClient } from '../../gateway-api/client/api-client.js';
import { RunFile } from '../../gateway-api/story/run.js';
import { tellStory, type Listener, type StoryOutcome } from '../../gateway-api/story/tell.js';
import { lockDirectory } from '../../network/embedded/store/lock.js';
import { ExitCode } from './exit.js';
import { importPlaces } from './import.js';
import type { CommonOptions } from './options.js';
import { ProgressBar } from './progress.js';
import { chapterText, closingText, stepText, storyLine } from './story-told.js';
import { withApi } from './with-api.js';

/** `counterfoil story`: the whole financing story on the ledger, each step shown as it is taken. */
export async function story(options: CommonOptions): Promise<ExitCode> {
  const { lang, json } = options;
  const outcome = await withApi(options, async (client) => {
    const tell = (text: string): void => (json ? undefined : console.log(text));
    return await played(options.data, client, {
      chapter: (chapter) => tell(chapterText(chapter, lang)),
      step: (step) => tell(stepText(step, lang)),
    });
  });
  console.log(json ? JSON.stringify(storyLine(outcome, lang)) : closingText(outcome, lang));
  return outcome.ok ? ExitCode.DONE : ExitCode.REFUSED;
}

/**
 * On the first start the story is told once, behind a bar; one that was cut off goes on.
 * @returns null when it was told before.
 */
export async function firstStory(
  data: string,
  client: ApiClient,
  { lang }: Pick<CommonOptions, 'lang'>,
): Promise<StoryOutcome | null> {
  const last = await new RunFile(storyDirectory(data)).read();
  if (last !== null && last.state !== 'RUNNING') return null;
  const bar = new ProgressBar({ en: 'Playing the demo story', zh: '演示融资全流程' }[lang]);
  const outcome = await played(data, client, {
    chapter: () => undefined,
    step: ({ says }, { at, of }) => bar.show(at, of, says[lang]),
  });
  bar.end();
  return outcome;
}

/** One telling at a time in a data directory. */
async function played(data: string, client: ApiClient, listener: Listener): Promise<StoryOutcome> {
  const directory = storyDirectory(data);
  const held = await lockDirectory(directory);
  try {
    const places = await importPlaces(data);
    return await tellStory({ client, places, file: new RunFile(directory) }, listener);
  } finally {
    await held.release();
  }
}

function storyDirectory(data: string): string {
  return join(resolve(data), 'story');
}
