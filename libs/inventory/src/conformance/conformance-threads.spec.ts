import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE_MS, SECOND_MS } from '#platform/kernel';
import type { UploadedDocument } from './conformance-messages.js';
import { ConformanceThreads } from './conformance-threads.js';

const UNBOUND = { ms: MINUTE_MS, heapMb: 1_024 };

let folder: string;
let threads: ConformanceThreads;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-conformance-'));
});
afterEach(() => threads.onModuleDestroy());
afterAll(() => rm(folder, { recursive: true }));

/** Threads with other limits than those of a real worker. */
class LimitedThreads extends ConformanceThreads {
  constructor(protected override readonly limits: typeof UNBOUND) {
    super(null);
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

async function document(name: string, text: string, formatVersion = '1.6'): Promise<UploadedDocument> {
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, fileName: name, sha256: digest(text), format: 'cyclonedx-json', formatVersion };
}

const bom = (components: readonly object[], more: object = {}): string =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, ...more });
const library = (more: object = {}): object => ({ type: 'library', name: 'left', ...more });
const GOOD = bom([library()]);

describe('a thread that compares', () => {
  it('takes each document of a zip by its digest, one after the other', async () => {
    threads = new LimitedThreads(UNBOUND);
    const bad = bom([{ name: 'no type' }]);
    const path = join(folder, 'files.zip');
    await writeFile(path, zipSync({ 'a/good.json': strToU8(GOOD), 'b/bad.json': strToU8(bad) }));
    const kind = { path, fileName: 'files.zip', format: 'cyclonedx-json', formatVersion: '1.6' };
    const outcomes = await Promise.all([bad, GOOD].map((text) => threads.check({ ...kind, sha256: digest(text) })));
    expect(outcomes).toMatchObject([{ result: 'NO', errorCount: 1 }, { result: 'YES' }]);
  });

  it('is not started for what has no schema here', async () => {
    threads = new LimitedThreads({ ...UNBOUND, ms: 1 });
    const request = await document('bom.xml', '<bom/>');
    expect(await threads.check({ ...request, format: 'cyclonedx-xml' })).toEqual({
      result: 'NOT_CHECKED',
      reason: 'XML',
    });
  });

  it('says that a file is gone', async () => {
    threads = new LimitedThreads(UNBOUND);
    const request = await document('gone.json', GOOD);
    await rm(request.path);
    expect(await threads.check(request)).toEqual({ result: 'NOT_CHECKED', reason: 'FILE_GONE' });
  });

  it('fails, so that the job comes again, when it is ended in the middle, and when a file is another one', async () => {
    threads = new LimitedThreads(UNBOUND);
    const checking = threads.check(await document('cut.json', GOOD));
    setTimeout(() => void threads.onModuleDestroy(), 20);
    await expect(checking).rejects.toThrow('the thread ended');
    const other = { ...(await document('other.json', GOOD)), sha256: digest('another') };
    await expect(threads.check(other)).rejects.toThrow('does not hold the document');
    expect(await threads.check(await document('next.json', GOOD))).toMatchObject({ result: 'YES' });
  });
});

/** Components within components, as deep as they are read. */
function nested(levels: number): object {
  let component = library();
  for (let level = 1; level < levels; level += 1) component = library({ components: [component] });
  return component;
}

/** Texts that patterns with a way back try in ever more ways. */
const LONG = 100_000;
const SLOW_TEXTS = [
  `${'a'.repeat(LONG)}!`,
  `${'1-'.repeat(LONG)}!`,
  `${'a@'.repeat(LONG)}`,
  `http://${'a.'.repeat(LONG)}!`,
  `http://${'%41'.repeat(LONG)}%`,
  `urn:cdx:${'0'.repeat(LONG)}`,
  `${'2026-01-01T00:00:00.'}${'0'.repeat(LONG)}`,
  `${':'.repeat(LONG)}`,
  `${'a+a/'.repeat(LONG)}`,
];

/** Every text of a component and of what belongs to it is the slow one. */
function slow(text: string): object {
  return library({
    'mime-type': text,
    'bom-ref': text,
    cpe: text,
    purl: text,
    swid: { tagId: text, name: text, url: text },
    hashes: [{ alg: 'SHA-256', content: text }],
    licenses: [{ license: { id: text, url: text } }, { expression: text }],
    externalReferences: [{ type: 'vcs', url: text }],
    supplier: { url: [text], contact: [{ email: text }] },
    evidence: { occurrences: [{ location: text }] },
    releaseNotes: { type: 'major', timestamp: text, notes: [{ locale: text, text: { content: text } }] },
  });
}

const eightUnknown = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`f${String(at)}`, 1]));

describe('a document that is made to hold the thread', () => {
  it.each<[string, () => string]>([
    ['components nested a thousand times', () => bom([nested(1_000)])],
    ['200,000 equal components', () => bom(Array.from({ length: 200_000 }, () => library()))],
    [
      '100,000 components with ten errors each',
      () => bom(Array.from({ length: 100_000 }, (_, index) => Object.assign({ type: 'x', name: index }, eightUnknown))),
    ],
    ['texts that patterns are slow with', () => bom(SLOW_TEXTS.map(slow), { serialNumber: SLOW_TEXTS[5] })],
    [
      'a list of a million equal references',
      () => bom([library()], { dependencies: [{ ref: 'a', dependsOn: Array.from({ length: 1_000_000 }, () => 'b') }] }),
    ],
  ])(
    'has an outcome within the limits, and the next one is checked: %s',
    async (_name, make) => {
      threads = new LimitedThreads({ ms: 10 * SECOND_MS, heapMb: 512 });
      const began = performance.now();
      const outcome = await threads.check(await document('hostile.json', make()));
      const seconds = (performance.now() - began) / SECOND_MS;
      expect(seconds).toBeLessThan(20);
      const said = outcome.result === 'NOT_CHECKED' ? outcome.reason : outcome.result;
      expect(['YES', 'NO', 'TOOK_TOO_LONG', 'TOOK_TOO_MUCH_MEMORY']).toContain(said);
      expect(JSON.stringify(outcome).length).toBeLessThan(20_000);
      expect(await threads.check(await document('next.json', GOOD))).toMatchObject({ result: 'YES' });
    },
    MINUTE_MS,
  );

  it.each([
    ['time', { ...UNBOUND, ms: 5 }, 'TOOK_TOO_LONG'],
    ['memory', { ...UNBOUND, heapMb: 16 }, 'TOOK_TOO_MUCH_MEMORY'],
  ])('is given up when it takes too much %s', async (_name, limits, reason) => {
    threads = new LimitedThreads(limits);
    const large = bom(Array.from({ length: 100_000 }, (_, at) => library({ version: String(at) })));
    expect(await threads.check(await document('large.json', large))).toEqual({ result: 'NOT_CHECKED', reason });
  });
});
