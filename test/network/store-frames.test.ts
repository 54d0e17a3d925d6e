import { expect } from 'chai';
import * as fc from 'fast-check';
import { openAcknowledged, readAcknowledged } from '../../network/embedded/store/acknowledged.js';
import { LedgerDamaged } from '../../network/embedded/store/errors.js';
import { HEADER_BYTES, encodeFrame } from '../../network/embedded/store/frame-format.js';
import { type FrameFile, createFrames, openFrames } from '../../network/embedded/store/frames.js';
import { memoryDisk } from '../support/disks.js';

const PATH = 'blocks/000001.blk';
const LABEL = 'blocks of programme';

const payload = fc.uint8Array({ maxLength: 60 });
/** What was appended: groups of payloads, each group one write. */
const groups = fc.array(fc.array(payload, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 5,
});

interface Written {
  readonly files: Map<string, Uint8Array>;
  readonly payloads: readonly Uint8Array[];
  /** Offset of the first byte after each group, the file header first. */
  readonly groupEnds: readonly number[];
  /** Frames in the file after each group, 0 first. */
  readonly counts: readonly number[];
}

async function write(content: readonly (readonly Uint8Array[])[]): Promise<Written> {
  const files = new Map<string, Uint8Array>();
  const source = { disk: memoryDisk(files), path: PATH, label: LABEL };
  await createFrames(source);
  const file = await reopened(files, 0);
  const groupEnds = [HEADER_BYTES];
  const counts = [0];
  for (const group of content) {
    await file.append(group);
    groupEnds.push(files.get(PATH)?.length ?? 0);
    counts.push(file.count);
  }
  return { files, payloads: content.flat(), groupEnds, counts };
}

interface Found {
  readonly payloads: readonly Uint8Array[];
  readonly torn: number;
}

async function scan(content: Uint8Array, acknowledged: number | null): Promise<Found> {
  const disk = memoryDisk(new Map([[PATH, content]]));
  const opening = await openFrames({ disk, path: PATH, label: LABEL }, 'read');
  if (opening === null) throw new Error('the file is not there');
  const payloads: Uint8Array[] = [];
  const frames = opening.frames(acknowledged);
  for (let step = await frames.next(); ; step = await frames.next()) {
    if (step.done === true) return { payloads, torn: step.value.torn };
    payloads.push(Uint8Array.from(step.value.payload));
  }
}

/** What a scan gives, or null when it refused by name. */
async function scanOrRefusal(content: Uint8Array, known: number | null): Promise<Found | null> {
  try {
    return await scan(content, known);
  } catch (error) {
    expect(error).to.be.instanceOf(LedgerDamaged);
    return null;
  }
}

async function reopened(files: Map<string, Uint8Array>, keep: number): Promise<FrameFile> {
  const source = { disk: memoryDisk(files), path: PATH, label: LABEL };
  const opening = await openFrames(source, 'write');
  if (opening === null) throw new Error('the file is not there');
  const frames = opening.frames(keep);
  for (let step = await frames.next(); step.done !== true; step = await frames.next());
  return opening.settle(keep);
}

/** One byte of a file, chosen by a fraction, and a bit of it. */
const place = fc.record({
  fraction: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bit: fc.nat({ max: 7 }),
  /** How many of the groups were acknowledged, as a fraction. */
  acknowledged: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('framed files', () => {
  it('give back what was appended', async () => {
    await fc.assert(
      fc.asyncProperty(groups, async (content) => {
        const { files, payloads } = await write(content);
        const found = await scan(contentOf(files), payloads.length);
        expect(found).to.deep.equal({ payloads, torn: 0 });
        const file = await reopened(files, payloads.length);
        const last = payloads.length - 1;
        expect(Uint8Array.from(await file.read(last))).to.deep.equal(payloads[last]);
      }),
    );
  });

  it('cut anywhere: what was acknowledged is whole, or its loss is named', async () => {
    await fc.assert(
      fc.asyncProperty(groups, place, async (content, { fraction, acknowledged }) => {
        const written = await write(content);
        const whole = contentOf(written.files);
        const length = HEADER_BYTES + Math.floor(fraction * (whole.length - HEADER_BYTES));
        const group = Math.floor(acknowledged * content.length);
        const known = written.counts[group] ?? 0;
        const found = await scanOrRefusal(whole.slice(0, length), known);
        if (length < (written.groupEnds[group] ?? 0)) expect(found).to.equal(null);
        else expectPrefix(found, written.payloads, known);
      }),
      { numRuns: 300 },
    );
  });

  it('one bit flipped anywhere: never wrong data, never a hole', async () => {
    await fc.assert(
      fc.asyncProperty(groups, place, async (content, { fraction, bit, acknowledged }) => {
        const written = await write(content);
        const whole = contentOf(written.files).slice();
        const at = Math.floor(fraction * whole.length);
        whole[at] = (whole[at] ?? 0) ^ (1 << bit);
        const group = Math.floor(acknowledged * content.length);
        const known = written.counts[group] ?? 0;
        const found = await scanOrRefusal(whole, known);
        const lastGroup = written.groupEnds.at(-2) ?? 0;
        if (at < Math.max(written.groupEnds[group] ?? 0, lastGroup)) expect(found).to.equal(null);
        else expectPrefix(found, written.payloads, known);
      }),
      { numRuns: 500 },
    );
  });

  it('zeros where the last write should be: it is cut off when nobody was told of it', async () => {
    await fc.assert(
      fc.asyncProperty(groups, fc.nat(), async (content, seed) => {
        const written = await write(content);
        const whole = contentOf(written.files).slice();
        const start = written.groupEnds.at(-2) ?? 0;
        const from = start + (seed % (whole.length - start));
        whole.fill(0, from);
        const known = written.counts.at(-2) ?? 0;
        expectPrefix(await scanOrRefusal(whole, known), written.payloads, known);
        // One payload may end in zeros of its own: then nothing was lost.
        const all = await scanOrRefusal(whole, written.payloads.length);
        if (all !== null) expect(all.payloads).to.deep.equal(written.payloads);
      }),
    );
  });

  it('frames left out, doubled or exchanged: never another order', async () => {
    const two = fc.tuple(fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(groups, two, fc.nat(2), async (content, [one, other], kind) => {
        const written = await write(content);
        const frames = framesOf(written);
        const i = one % frames.length;
        const j = other % frames.length;
        const order = frames.map((_, nth) => nth);
        if (kind === 0) order.splice(i, 1);
        else if (kind === 1) order.splice(i, 0, j);
        else [order[i], order[j]] = [j, i];
        const header = contentOf(written.files).subarray(0, HEADER_BYTES);
        const parts = order.map((nth) => frames[nth] ?? new Uint8Array(0));
        const found = await scanOrRefusal(Buffer.concat([header, ...parts]), 0);
        if (found !== null) expectPrefix(found, written.payloads, 0);
      }),
    );
  });

  it('take no frame that was written elsewhere in such a file', async () => {
    const one = await write([[Buffer.from('short')], [Buffer.from('mine')]]);
    const other = { ...one, files: new Map([[PATH, contentOf(one.files).slice(0, HEADER_BYTES)]]) };
    const file = await reopened(other.files, 0);
    await file.append([Buffer.from('longer than the other')]);
    await file.append([Buffer.from('its')]);
    const [mine] = framesOf(one);
    const its = contentOf(other.files).subarray(2 * HEADER_BYTES + 'longer than the other'.length);
    const header = contentOf(one.files).subarray(0, HEADER_BYTES);
    const spliced = Buffer.concat([header, mine ?? new Uint8Array(0), its]);
    expect((await scan(spliced, 1)).payloads).to.have.lengthOf(1);
  });

  it('refuse to guess when the record of what was acknowledged is lost', async () => {
    const { files } = await write([[Buffer.from('one')], [Buffer.from('two')]]);
    const whole = contentOf(files);
    expect((await scan(whole, null)).payloads).to.have.lengthOf(2);
    expect(await scanOrRefusal(whole.slice(0, -1), null)).to.equal(null);
  });

  it('take no payload for a later frame', async () => {
    // A frame header as a payload, made with another file's salt, far beyond the torn place.
    const forged = encodeFrame(new Uint8Array(16), { index: 9, group: 1e6 }, new Uint8Array(0));
    const { files } = await write([[Buffer.from('one')], [Buffer.from('torn'), forged]]);
    const whole = contentOf(files).slice();
    const tornByte = HEADER_BYTES + 3 + HEADER_BYTES + HEADER_BYTES;
    whole[tornByte] = (whole[tornByte] ?? 0) ^ 1;
    const found = await scan(whole, 1);
    expect(found.payloads).to.have.lengthOf(1);
    expect(found.torn).to.be.greaterThan(0);
  });

  it('name the frame and the byte', async () => {
    const { files } = await write([[Buffer.from('one')], [Buffer.from('two')]]);
    const whole = contentOf(files).slice();
    const second = HEADER_BYTES + HEADER_BYTES + 3;
    whole[second + HEADER_BYTES] = 0;
    const refused = await scan(whole, 2).catch((error: unknown) => error);
    expect(refused).to.have.deep.property('place', { file: PATH, frame: 1, offset: second });
  });

  it('are not taken for one another', async () => {
    const { files } = await write([[Buffer.from('one')]]);
    const other = { disk: memoryDisk(files), path: PATH, label: 'private data of BankAMSP' };
    const refused = await openFrames(other, 'read').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(LedgerDamaged);
  });

  it('take no append after a failed one', async () => {
    const { files } = await write([[Buffer.from('one')]]);
    const file = await reopened(files, 1);
    const crash = (): void => {
      throw new Error('crash');
    };
    await file.append([Buffer.from('x')], { beforeSync: crash }).catch(() => undefined);
    const second = await file.append([Buffer.from('y')]).catch((error: unknown) => error);
    expect(second).to.be.instanceOf(Error);
  });
});

describe('the record of what was acknowledged', () => {
  it('with any bit flipped or cut anywhere never claims more than was told', async () => {
    const salt = new Uint8Array(16).fill(7);
    const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(counts, place, fc.boolean(), async (steps, { fraction, bit }, cut) => {
        const files = new Map<string, Uint8Array>();
        const disk = memoryDisk(files);
        const record = await openAcknowledged(disk, 'ack', { salt, count: 0 });
        let told = 0;
        for (const step of steps) await record.advance((told += step));
        expect(await readAcknowledged(disk, 'ack', salt)).to.equal(told);
        const bytes = (files.get('ack') ?? new Uint8Array(0)).slice();
        const at = Math.floor(fraction * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        files.set('ack', cut ? bytes.slice(0, at) : bytes);
        const before = told - (steps.at(-1) ?? 0);
        expect(await readAcknowledged(disk, 'ack', salt)).to.be.oneOf([told, before, null]);
      }),
    );
  });

  it('of another file counts for nothing', async () => {
    const disk = memoryDisk();
    await openAcknowledged(disk, 'ack', { salt: new Uint8Array(16), count: 5 });
    expect(await readAcknowledged(disk, 'ack', new Uint8Array(16).fill(1))).to.equal(null);
  });
});

function expectPrefix(found: Found | null, payloads: readonly Uint8Array[], atLeast: number): void {
  if (found === null) throw new Error('it refused what could be cut off');
  expect(found.payloads.length).to.be.at.least(atLeast);
  expect(found.payloads).to.deep.equal(payloads.slice(0, found.payloads.length));
}

/** The bytes of each frame. */
function framesOf({ files, payloads }: Written): readonly Uint8Array[] {
  const whole = contentOf(files);
  let at = HEADER_BYTES;
  return payloads.map((one) => {
    const start = at;
    at += HEADER_BYTES + one.length;
    return whole.slice(start, at);
  });
}

function contentOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return files.get(PATH) ?? new Uint8Array(0);
}
