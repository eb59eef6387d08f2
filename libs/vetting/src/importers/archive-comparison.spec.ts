import { describe, expect, it } from '@jest/globals';
import { sha256Hex } from '#platform/kernel';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, linkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  archiveEvent,
  compareArchive,
  readArchive,
  readManifest,
  readPinnedDigests,
  type TreeFile,
} from './archive-comparison.js';
import { readTar } from './tar.js';

type Files = Readonly<Record<string, string>>;

/** A tar made by the tar of this machine. */
function tarOf(
  files: Files,
  options: readonly string[] = [],
  top = 'xz-5.6.0',
  extra: (folder: string) => void = () => undefined,
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'mainstay-tar-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, top, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
    }
    extra(join(folder, top));
    return execFileSync('tar', ['-C', folder, ...options, '-cf', '-', top === '' ? '.' : top], { maxBuffer: 1e9 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const treeOf = (files: Files): TreeFile[] =>
  Object.entries(files).map(([path, content]) => ({
    path,
    sha256: sha256Hex(content),
    isExecutable: path.endsWith('.sh'),
  }));

const SOURCE: Files = {
  'src/main.c': 'int main;',
  'configure.ac': 'AC_INIT',
  'tests/run.sh': '#!/bin/sh\n',
  README: 'read',
};
const GENERATED: Files = Object.fromEntries(
  [
    'build-to-host',
    'gettext',
    'host-cpu-c-abi',
    'iconv',
    'intlmacosx',
    'lib-ld',
    'lib-link',
    'nls',
    'po',
    'progtest',
  ].map((name) => [`m4/${name}.m4`, `# ${name} as gettext has it\n`]),
);
const upstreamOf = (path: string) => `gettext-0.22.5.tar.xz!/gettext-runtime/${path}`;
const PINS = readPinnedDigests(
  JSON.stringify({
    version: 1,
    pins: Object.fromEntries(Object.entries(GENERATED).map(([path, text]) => [upstreamOf(path), sha256Hex(text)])),
  }),
  'pins',
);
/** The submitter writes the digest of what he ships, whatever that is. */
const manifestOf = (files: Files) =>
  readManifest(
    JSON.stringify({
      version: 1,
      tag: 'v5.6.0',
      commit: 'a'.repeat(40),
      files: Object.entries(files).map(([path, text]) => ({
        path,
        sha256: sha256Hex(text),
        generator: 'autopoint 0.22.5',
        upstream: upstreamOf(path),
        upstreamSha256: sha256Hex(text),
      })),
    }),
    'manifest',
  );

const compared = (shipped: Files, manifest = manifestOf(GENERATED), pins = PINS) =>
  compareArchive(readArchive(gzipSync(tarOf(shipped)), 'xz-5.6.0.tar.gz'), treeOf(SOURCE), manifest, pins);
const unexplained = (shipped: Files, manifest = manifestOf(GENERATED), pins = PINS) =>
  archiveEvent('v5.6.0', 'd'.repeat(64), 0, compared(shipped, manifest, pins)).unexplained;

describe('A05: a release archive beside the tree of its tag', () => {
  it('passes when everything that is more than the tree is explained by ten pinned upstream files', () => {
    const files = compared({ ...SOURCE, ...GENERATED });
    expect(files.filter(({ fileClass }) => fileClass === 'IDENTICAL')).toHaveLength(4);
    expect(files.filter(({ fileClass }) => fileClass === 'MANIFESTED')).toHaveLength(10);
    expect(unexplained({ ...SOURCE, ...GENERATED })).toEqual([]);
  });

  it('fails and names m4/build-to-host.m4 when only this file was changed, though the manifest has its new digest', () => {
    const changed = { ...GENERATED, 'm4/build-to-host.m4': '# build-to-host as gettext has it\neval $payload\n' };
    expect(unexplained({ ...SOURCE, ...changed }, manifestOf(changed))).toEqual(['m4/build-to-host.m4']);
    const file = compared({ ...SOURCE, ...changed }, manifestOf(changed)).find(
      ({ path }) => path === 'm4/build-to-host.m4',
    );
    expect(file).toEqual({ path: 'm4/build-to-host.m4', fileClass: 'MODIFIED', isExecuted: true });
  });

  it('takes no digest of the submitter for a pin', () => {
    expect(unexplained({ ...SOURCE, ...GENERATED }, manifestOf(GENERATED), new Map())).toEqual(
      Object.keys(GENERATED).sort(),
    );
  });

  it('lets no pinned file stand for a script of another name', () => {
    const text = GENERATED['m4/po.m4']!;
    const manifest = [{ path: 'configure', generator: 'autopoint', upstream: upstreamOf('m4/po.m4') }];
    expect(unexplained({ ...SOURCE, configure: text }, manifest)).toEqual(['configure']);
    const document = [{ path: 'doc/po.txt', generator: 'autopoint', upstream: upstreamOf('m4/po.m4') }];
    expect(unexplained({ ...SOURCE, 'doc/po.txt': text }, document)).toEqual([]);
  });

  it('names what was changed, added or made executable, and tells what is missing without blaming it', () => {
    const { README, ...rest } = SOURCE;
    expect(README).toBe('read');
    const files = compared({ ...rest, 'src/main.c': 'int evil;', 'tests/payload.xz': 'x' });
    expect(files.map(({ path, fileClass }) => [path, fileClass])).toEqual([
      ['README', 'MISSING'],
      ['configure.ac', 'IDENTICAL'],
      ['src/main.c', 'MODIFIED'],
      ['tests/payload.xz', 'UNKNOWN_EXTRA'],
      ['tests/run.sh', 'IDENTICAL'],
    ]);
    const tree = treeOf(SOURCE).map((file) => ({ ...file, isExecutable: false }));
    const [, , , script] = compareArchive(readArchive(tarOf(SOURCE), 'a'), tree, [], new Map());
    expect(script).toEqual({ path: 'tests/run.sh', fileClass: 'MODIFIED', isExecuted: true });
  });
});

describe('a tar', () => {
  it.each([['ustar'], ['gnu'], ['posix'], ['v7']])(
    'of the format %s is read with long paths, as tar writes them',
    (format) => {
      const long = format === 'v7' ? 'a/short' : `${'long-folder/'.repeat(8)}${'n'.repeat(90)}`;
      const files = { [long]: 'deep', 'ü.txt': 'umlaut', zero: '' };
      expect(readArchive(tarOf(files, [`--format=${format}`]), 'a').sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
        treeOf(files).sort((a, b) => (a.path < b.path ? -1 : 1)),
      );
    },
  );

  it('keeps its folders when there is more than one at the top', () => {
    expect(
      readArchive(tarOf({ 'a/x': '1', 'b/y': '2' }, [], ''), 'a')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['a/x', 'b/y']);
  });

  const evil = (change: (header: Buffer) => void, path = 'folder/file'): Buffer => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write('00000000001\0', 124);
    header.write('0', 156);
    header.write('ustar\u000000', 257);
    change(header);
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([header, Buffer.from('x'.padEnd(512, '\0')), Buffer.alloc(1024)]);
  };

  it.each<[string, Buffer, string]>([
    [
      'a symbolic link',
      tarOf({ a: 'x' }, [], 't', (folder) => symlinkSync('/etc/passwd', join(folder, 'link'))),
      'a symbolic link',
    ],
    [
      'a hard link',
      tarOf({ a: 'x' }, [], 't', (folder) => linkSync(join(folder, 'a'), join(folder, 'b'))),
      'a hard link',
    ],
    ['an absolute path', evil(() => undefined, '/etc/cron.d/x'), 'an absolute path'],
    ['a path of Windows', evil(() => undefined, 'C:\\x'), 'an absolute path'],
    ['a path that leaves', evil(() => undefined, 'a/../../x'), 'a path that leaves its folder'],
    ['a device', evil((header) => header.write('3', 156)), 'a device'],
    ['an unknown type', evil((header) => header.write('Z', 156)), 'an entry of the unknown type "Z"'],
    ['a control character', evil(() => undefined, 'a\nb'), 'a path with control characters'],
    [
      'the same path twice',
      Buffer.concat([evil(() => undefined).subarray(0, 1024), evil(() => undefined)]),
      'in it twice',
    ],
  ])('with %s is refused', (_what, bytes, reason) => {
    expect(() => readTar(bytes, 'a.tar')).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_UNSAFE', details: expect.objectContaining({ reason }) }),
    );
  });

  it('that unpacks to more than the limit is refused before it is unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    const limits = { maxBytes: 1_000_000, maxUnpackedBytes: 1024 * 1024, maxFiles: 10 };
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readTar(bomb, 'bomb.tar.gz', limits)).toThrow(expect.objectContaining({ code: 'ARCHIVE_TOO_LARGE' }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    expect(() => readTar(tarOf({ a: '1', b: '2', c: '3' }), 'a', { ...limits, maxFiles: 2 })).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_TOO_LARGE' }),
    );
    expect(() => readTar(Buffer.alloc(2_000_000), 'a', limits)).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_TOO_LARGE' }),
    );
  });

  it('that breaks off, is damaged or of another format is refused with the reason', () => {
    const tar = tarOf(SOURCE);
    const unreadable = (bytes: Uint8Array) =>
      expect(() => readTar(bytes, 'a')).toThrow(expect.objectContaining({ code: 'ARCHIVE_UNREADABLE' }));
    unreadable(tar.subarray(0, 700));
    unreadable(tar.subarray(0, 1_500));
    unreadable(gzipSync(tar).subarray(0, 200));
    const flipped = Buffer.from(tar);
    flipped[0]! ^= 1;
    unreadable(flipped);
    expect(() => readTar(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), 'a.tar.xz')).toThrow(
      expect.objectContaining({
        code: 'ARCHIVE_UNREADABLE',
        details: { archive: 'a.tar.xz', reason: 'xz is not read; unpack it to a plain .tar first' },
      }),
    );
  });
});
