import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PackageLink, PackageQuestion } from '#libs/catalog';
import { MINUTE_MS } from '#platform/kernel';
import { ReadingThreads, type ReadingTask } from './reading-threads.js';

const PROJECT: PackageLink = {
  projectId: '018f0000-0000-7000-8000-000000000001' as PackageLink['projectId'],
  confidence: 60,
};
const UNBOUND = { ms: MINUTE_MS, heapMb: 1_024 };

let folder: string;
let threads: ReadingThreads;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-threads-'));
});
afterEach(() => threads.onModuleDestroy());
afterAll(() => rm(folder, { recursive: true }));

/** Threads with other limits than those of a real worker. */
class LimitedThreads extends ReadingThreads {
  constructor(protected override readonly limits: typeof UNBOUND) {
    super();
  }
}

async function task(name: string, text: string, more: Partial<ReadingTask> = {}): Promise<ReadingTask> {
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, fileName: name, resolve: () => Promise.resolve(new Map()), onStage: () => undefined, ...more };
}

const requirements = (count: number): string =>
  Array.from({ length: count }, (_, at) => `p${String(at)}==1.0`).join('\n');

describe('a thread that reads', () => {
  it('asks once for the projects of all packages, and hands back rows that have them', async () => {
    threads = new LimitedThreads(UNBOUND);
    const asked: (readonly PackageQuestion[])[] = [];
    const stages: string[] = [];
    const rows = await threads.read(
      await task('two.txt', 'a==1.0\nb==1.0\na==2.0\n', {
        resolve: (questions) => {
          asked.push(questions);
          return Promise.resolve(new Map([['pypi/a', PROJECT]]));
        },
        onStage: ({ stage }) => stages.push(stage),
      }),
    );
    expect(asked.map((questions) => questions.map(({ key }) => key))).toEqual([['pypi/a', 'pypi/b']]);
    expect(rows).toMatchObject({ counts: { components: 3, resolved: 2 } });
    expect([...new Set(stages)]).toEqual(['parsing', 'resolving', 'measuring']);
  });

  it('reads one upload after the other, and goes on after a refusal', async () => {
    threads = new LimitedThreads(UNBOUND);
    const [refused, read] = await Promise.all([
      threads.read(await task('empty', '')),
      threads.read(await task('one.txt', 'a==1.0\n')),
    ]);
    expect(refused).toMatchObject({ code: 'EMPTY_FILE' });
    expect(read).toMatchObject({ counts: { components: 1 } });
  });

  it.each([
    ['longer than it may', { ...UNBOUND, ms: 1 }],
    ['more memory than it may', { ...UNBOUND, heapMb: 16 }],
  ])('gives up what takes %s', async (_name, limits) => {
    threads = new LimitedThreads(limits);
    expect(await threads.read(await task('large.txt', requirements(150_000)))).toMatchObject({
      code: 'READING_GAVE_UP',
    });
  });

  it('fails, and leaves the job to come again, when the projects cannot be looked up', async () => {
    threads = new LimitedThreads(UNBOUND);
    const lost = await task('lost.txt', 'a==1.0\n', { resolve: () => Promise.reject(new Error('no database')) });
    await expect(threads.read(lost)).rejects.toThrow('no database');
    expect(await threads.read(await task('next.txt', 'a==1.0\n'))).toMatchObject({ counts: { components: 1 } });
  });

  it('fails when the file is gone, and when it is ended in the middle', async () => {
    threads = new LimitedThreads(UNBOUND);
    const gone = { ...(await task('gone.txt', 'a==1.0\n')), path: join(folder, 'nothing') };
    await expect(threads.read(gone)).rejects.toThrow('ENOENT');
    const reading = threads.read(
      await task('cut.txt', requirements(150_000), { onStage: () => void threads.onModuleDestroy() }),
    );
    await expect(reading).rejects.toThrow('the thread ended');
  });
});
