import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ApiClient } from '../../gateway-api/client/api-client.js';
import { sandboxConsortiumKey } from '../../gateway-api/documents/invoice-hmac.js';
import type { ImportFile } from '../../gateway-api/documents/import-file.js';
import { DocumentStore, type Owner } from '../../gateway-api/documents/store.js';
import { DraftStore } from '../../gateway-api/drafts/draft-store.js';
import {
  importDocuments,
  type ImportOutcome,
  type ImportPlaces,
} from '../../gateway-api/drafts/import-documents.js';
import { knownParties, personas } from '../../gateway-api/drafts/known-parties.js';
import { lockDirectory } from '../../network/embedded/store/lock.js';
import { ExitCode, UsageError } from './exit.js';
import { importLine, importText } from './import-told.js';
import type { CommonOptions, Words } from './options.js';
import { withApi } from './with-api.js';

export interface ImportOptions extends CommonOptions {
  readonly as: string;
}

/** `counterfoil import FILE... --as PERSONA`: papers into drafts, all of them or none. */
export async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const files = await Promise.all(paths.map(async (path) => await fileAt(path, options.lang)));
  const outcome = await withApi(options, async (client) => await imported(client, files, options));
  console.log(
    options.json ? JSON.stringify(importLine(outcome)) : importText(outcome, options.lang),
  );
  return outcome.refused.length > 0 ? ExitCode.REFUSED : ExitCode.DONE;
}

async function imported(
  client: ApiClient,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportOutcome> {
  const everybody = await personas(client);
  const person = everybody.find(({ persona }) => persona === options.as);
  const party = person?.party ?? null;
  if (person === undefined || party === null) {
    const names = everybody.map(({ persona }) => persona).join(', ');
    throw new UsageError(UNKNOWN_PERSONA[options.lang] + names);
  }
  const owner: Owner = { mspId: person.mspId, party };
  const known = await knownParties(client, options.as, everybody);
  return await importDocuments({ owner, files, known }, await importPlaces(options.data));
}

/** Where the data directory keeps drafts, papers and the consortium's key. */
export async function importPlaces(data: string): Promise<ImportPlaces> {
  const directory = resolve(data);
  return {
    drafts: new DraftStore(join(directory, 'drafts'), lockDirectory),
    documents: new DocumentStore(join(directory, 'documents')),
    consortiumKey: await sandboxConsortiumKey(join(directory, 'gateway')),
  };
}

async function fileAt(path: string, lang: CommonOptions['lang']): Promise<ImportFile> {
  try {
    return { name: path, bytes: await readFile(path) };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new UsageError(`${UNREADABLE[lang]}${path}: ${cause.message}`, { cause });
  }
}

const UNKNOWN_PERSONA: Words = {
  en: '--as takes one of: ',
  zh: '--as 须为以下身份之一：',
};
const UNREADABLE: Words = { en: 'cannot read ', zh: '无法读取 ' };
