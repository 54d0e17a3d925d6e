import { Contract, type Context } from '../../chaincode/fabric.js';

/**
 * A contract for the peer's own tests: every kind of access that a chaincode has, and nothing else. Its methods are not
 * decorated, so the shim's dispatcher calls each with strings.
 */
export class TrialContract extends Contract {
  constructor() {
    super('trial');
  }

  async put(ctx: Context, key: string, value: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(value));
  }

  async get(ctx: Context, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getState(key)).toString();
  }

  async remove(ctx: Context, key: string): Promise<void> {
    await ctx.stub.deleteState(key);
  }

  /** Reads one key and writes another: conflicts with whoever writes the first. */
  async copy(ctx: Context, from: string, to: string): Promise<void> {
    await ctx.stub.putState(to, await ctx.stub.getState(from));
  }

  /** Reads what it has itself written before. */
  async putThenGet(ctx: Context, key: string, value: string): Promise<string> {
    await ctx.stub.putState(key, Buffer.from(value));
    return await this.get(ctx, key);
  }

  async list(ctx: Context, start: string, end: string): Promise<string> {
    const keys: string[] = [];
    for await (const { key } of ctx.stub.getStateByRange(start, end)) keys.push(key);
    return keys.join(',');
  }

  /** Looks at the first key of a range and leaves the rest. */
  async first(ctx: Context, start: string, end: string): Promise<string> {
    for await (const { key } of ctx.stub.getStateByRange(start, end)) return key;
    return '';
  }

  /**
   * Writes down how many keys a range has: a key that comes into the range makes it wrong.
   * @param range start and end, with `..` between
   */
  async count(ctx: Context, range: string, into: string): Promise<void> {
    const [start = '', end = ''] = range.split('..');
    const keys = await this.list(ctx, start, end);
    await ctx.stub.putState(into, Buffer.from(String(keys.split(',').length)));
  }

  async event(ctx: Context, key: string, name: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(name));
    ctx.stub.setEvent(name, Buffer.from(key));
  }

  async refuse(_ctx: Context, message: string): Promise<void> {
    await Promise.reject(new Error(message));
  }

  /** Differs from peer to peer. */
  async differ(ctx: Context, key: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(String(Math.random())));
  }

  async putPrivate(ctx: Context, collection: string, key: string): Promise<void> {
    const value = ctx.stub.getTransient().get('value') ?? new Uint8Array(0);
    await ctx.stub.putPrivateData(collection, key, value);
  }

  async getPrivate(ctx: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateData(collection, key)).toString();
  }

  async getPrivateHash(ctx: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateDataHash(collection, key)).toString('hex');
  }

  async purgePrivate(ctx: Context, collection: string, key: string): Promise<void> {
    await ctx.stub.purgePrivateData(collection, key);
  }

  /** Reads a private value and writes a public one under the same key, as an acceptance does. */
  async publish(ctx: Context, collection: string, key: string): Promise<void> {
    const value = await ctx.stub.getPrivateData(collection, key);
    if (value.length === 0) throw new Error('nothing to publish');
    await ctx.stub.putState(key, Buffer.from('published'));
  }

  /** @param policy a SignaturePolicyEnvelope in base64 */
  async guard(ctx: Context, key: string, policy: string): Promise<void> {
    await ctx.stub.setStateValidationParameter(key, Buffer.from(policy, 'base64'));
  }

  async readThenGuard(ctx: Context, key: string, policy: string): Promise<void> {
    await ctx.stub.getState(key);
    await this.guard(ctx, key, policy);
  }

  async guardOf(ctx: Context, key: string): Promise<string> {
    const policy = await ctx.stub.getStateValidationParameter(key);
    return policy === undefined ? 'none' : Buffer.from(policy).toString('base64');
  }

  async history(ctx: Context, key: string): Promise<string> {
    const values: string[] = [];
    for await (const change of ctx.stub.getHistoryForKey(key)) {
      values.push(change.isDelete ? '-' : Buffer.from(change.value).toString());
    }
    return values.join(',');
  }

  /** Keys of the range from `r/` on that begin at the bookmark, the next bookmark and the count. */
  async page(ctx: Context, size: string, bookmark: string): Promise<string> {
    const query = ctx.stub.getStateByRangeWithPagination('r/', 'r0', Number(size), bookmark);
    const keys: string[] = [];
    for await (const { key } of query) keys.push(key);
    const { metadata } = await query;
    return `${keys.join(',')}|${metadata.bookmark}|${metadata.fetchedRecordsCount}`;
  }

  async pageThenPut(ctx: Context, size: string, key: string): Promise<void> {
    await this.page(ctx, size, '');
    await ctx.stub.putState(key, Buffer.from('x'));
  }

  async putThenPage(ctx: Context, key: string, size: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from('x'));
    await this.page(ctx, size, '');
  }

  async query(ctx: Context, selector: string): Promise<void> {
    await ctx.stub.getQueryResult(selector);
  }

  /** Asks for something when nobody waits for it any more. */
  async leave(ctx: Context): Promise<void> {
    const later = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await ctx.stub.getState('a');
    };
    TrialContract.#left = later().then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    await Promise.resolve();
  }

  async left(_ctx: Context): Promise<string> {
    return await TrialContract.#left;
  }

  static #left: Promise<string> = Promise.resolve('never asked');
}
