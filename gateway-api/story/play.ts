import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { addDays, CalendarDate, daysBetween } from '../../chaincode/domain/dates.js';
import { idOf, type IdPrefix } from '../../chaincode/domain/identifiers.js';
import { Money, type WireMoney } from '../../chaincode/domain/money.js';
import { invariant } from '../../chaincode/domain/refusal.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import type { ApiClient } from '../client/api-client.js';
import type { Owner } from '../documents/store.js';
import type { ImportPlaces } from '../drafts/import-documents.js';
import type { PersonaView } from '../drafts/known-parties.js';
import { SANDBOX_BEGINS } from '../sandbox/found.js';
import type { Figures } from './figures.js';
import type { Run, RunFile } from './run.js';
import type { Words } from './words.js';

/** What a telling stands on. */
export interface PlayParts {
  readonly client: ApiClient;
  readonly everybody: readonly PersonaView[];
  readonly places: ImportPlaces;
  readonly figures: Figures;
  readonly file: RunFile;
  readonly run: Run;
}

/** The story's calendar: weekends, and the holidays that fall on the same days every year. */
export const CALENDAR = 'CN-sandbox';

/** One telling: who the people are, and everything that its acts name, the same however often it is asked. */
export class Play {
  readonly client: ApiClient;
  readonly places: ImportPlaces;
  readonly figures: Figures;
  readonly everybody: readonly PersonaView[];
  readonly #file: RunFile;
  #run: Run;

  constructor({ client, everybody, places, figures, file, run }: PlayParts) {
    this.client = client;
    this.everybody = everybody;
    this.places = places;
    this.figures = figures;
    this.#file = file;
    this.#run = run;
  }

  get run(): Run {
    return this.#run;
  }

  /** Whose papers a persona's are. */
  owner(persona: string): Owner {
    const found = this.everybody.find((each) => each.persona === persona);
    invariant(found?.party !== undefined && found.party !== null, `the sandbox has a ${persona}`);
    return { mspId: found.mspId, party: found.party };
  }

  name(persona: string): Words {
    const found = this.everybody.find((each) => each.persona === persona);
    return found?.name ?? { en: persona, zh: persona };
  }

  party(persona: string): string {
    return this.owner(persona).party;
  }

  id(prefix: IdPrefix, name: string): string {
    return idOf(prefix, this.#derived(`${prefix} ${name}`).subarray(0, 16));
  }

  /** `<receivable>:<first unit>`. @param before the amount of the lots before it, 0.00 for the first. */
  lot(receivable: string, before = '0.00'): string {
    return `${this.id('rcv', receivable)}:${this.cny(before).minor + 1n}`;
  }

  /** 256 bits of this telling, hex: a seed, or the commitment of something nobody is shown. */
  hash(name: string): string {
    return this.#derived(`hash ${name}`).toString('hex');
  }

  /** The commitment of a paper of `by`, which it hands to the others named. */
  async seal(
    by: string,
    { name, content, to = [] }: { name: string; content: object | Uint8Array; to?: string[] },
  ): Promise<string> {
    const bytes = content instanceof Uint8Array ? content : Buffer.from(canonicalJson(content));
    const owner = this.owner(by);
    const sealed = await this.places.documents.seal(owner, bytes, this.hash(`seal ${name}`));
    for (const other of to) {
      await this.places.documents.share(sealed, owner, this.owner(other));
    }
    return sealed;
  }

  /** A date of the first telling, as many days later as this one began later. */
  on(date: string): CalendarDate {
    const later = daysBetween(CalendarDate.parse(SANDBOX_BEGINS), this.#run.from);
    return addDays(CalendarDate.parse(date), later);
  }

  /** An instant of the registry on that date, Shanghai's morning. */
  at(date: string, time: string): string {
    return `${this.on(date)}T${time}Z`;
  }

  /** The number of a paper: from the second telling on it says which, for no paper counts twice. */
  numbered(number: string): string {
    return this.#run.number === 1 ? number : `${number}-${this.#run.number}`;
  }

  /** The name of a receipt on the ledger: nobody without the consortium's key can try bank references. */
  receipt(account: string, bankRef: string): string {
    const key = Buffer.from(this.places.consortiumKey.key, 'hex');
    return createHmac('sha256', key).update(canonicalJson({ account, bankRef })).digest('hex');
  }

  readonly cny = (amount: string): Money => Money.decode(this.yuan(amount));

  readonly yuan = (amount: string): WireMoney => ({ currency: 'CNY', amount });

  /** Read something that later acts say again, and remember it for the case that the telling is cut off. */
  async noted<S extends z.ZodType>(
    name: string,
    schema: S,
    read: () => Promise<unknown>,
  ): Promise<z.output<S>> {
    const known = this.#run.noted[name];
    if (known !== undefined) return schema.parse(JSON.parse(known));
    const found = await read();
    const value = schema.parse(found);
    const noted = { ...this.#run.noted, [name]: JSON.stringify(found) };
    await this.save({ ...this.#run, noted });
    return value;
  }

  async save(run: Run): Promise<void> {
    await this.#file.write(run);
    this.#run = run;
  }

  #derived(label: string): Buffer {
    return createHmac('sha256', Buffer.from(this.#run.seed, 'hex')).update(label).digest();
  }
}
