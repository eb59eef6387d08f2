import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packFiles } from './pack-files.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mainstay-pack-'));
});
afterAll(() => rm(home, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(home, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

function contentOf(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
}

describe('files that are sent', () => {
  it('keep their paths below the folder that they have in common, whatever the order', async () => {
    const [one, two] = [await file('app/web/package-lock.json', '{}'), await file('app/api/go.sum', 'x')];
    const packed = await packFiles([one, two, one], []);
    expect(contentOf(packed.bytes)).toEqual({ 'web/package-lock.json': '{}', 'api/go.sum': 'x' });
    expect((await packFiles([two, one], [])).bytes).toEqual(packed.bytes);
  });

  it('put a manifest beside the only file, from wherever it is, and else leave it where it is', async () => {
    const [lock, manifest] = [await file('m/lock/yarn.lock', 'l'), await file('m/other/package.json', 'm')];
    expect(contentOf((await packFiles([lock], [manifest])).bytes)).toEqual({ 'yarn.lock': 'l', 'package.json': 'm' });
    const third = await file('m/third/go.sum', 's');
    expect(Object.keys(contentOf((await packFiles([lock, third], [manifest])).bytes)).sort()).toEqual([
      'lock/yarn.lock',
      'other/package.json',
      'third/go.sum',
    ]);
    const twin = await file('m/twin/yarn.lock', 't');
    await expect(packFiles([lock], [twin])).rejects.toMatchObject({ messageKey: 'cli.upload.sameName' });
  });

  it('are seen by who unpacks them, also when their name begins with a dot', async () => {
    const packed = await packFiles([await file('d/.package-lock.json', '{}'), await file('d/.x/a.lock', 'a')], []);
    expect(contentOf(packed.bytes)).toEqual({ 'package-lock.json': '{}', '.x/a.lock': 'a' });
  });

  it('are unpacked before they are packed with others, unless they are several themselves', async () => {
    const [plain, packed] = [await file('g/a.json', 'a'), await file('g/b.json.gz', gzipSync('b'))];
    expect(contentOf((await packFiles([plain, packed], [])).bytes)).toEqual({ 'a.json': 'a', 'b.json.gz': 'b' });
    const zip = await file('g/c.zip', zipSync({ 'c.json': new Uint8Array([99]) }));
    await expect(packFiles([plain, zip], [])).rejects.toMatchObject({ messageKey: 'cli.upload.archiveAmongSeveral' });
    expect((await packFiles([zip], [])).fileName).toBe('c.zip');
  });

  it('are at most a hundred', async () => {
    const files = await Promise.all(Array.from({ length: 101 }, (_, at) => file(`many/${String(at)}.json`, '{}')));
    await expect(packFiles(files, [])).rejects.toMatchObject({ code: 'TOO_MANY_FILES' });
  });
});
