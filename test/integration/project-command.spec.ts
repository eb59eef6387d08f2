import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GitTrial } from '#platform/testing';
import { digestOfContent, readEventsFile } from '#libs/vetting';
import { sha256Hex } from '#platform/kernel';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CommandLine } from '../support/command-line.js';

const ADA = { name: 'Ada Founder', mail: 'ada@example.org' };
const BEN = { name: 'Ben Newcomer', mail: 'ben@example.org' };
const OPAQUE = Buffer.alloc(300, '\0\x01');
const M4 = '# gettext\n';

interface Replayed {
  readonly days: readonly { readonly signals: readonly { readonly rule: string }[] }[];
  readonly guards: readonly object[];
  readonly assumptions: readonly { readonly text: string }[];
  readonly unknownNames: readonly string[];
}

let trial: GitTrial;
let folder: string;
let sentinel: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-project-'));
  sentinel = join(folder, 'was-run');
  trial = new GitTrial();
  trial.commit({ author: ADA, at: '2024-01-01T00:00:00Z', files: { 'src/a.c': 'int a;', 'run.sh': '#!/bin/sh\n' } });
  trial.commit({
    author: BEN,
    at: '2024-01-02T00:00:00Z',
    files: { 'x.bin': OPAQUE, '.gitignore': 'other.m4\n' },
  });
  const attributes = '*.c filter=evil diff=evil\n*.bin diff=evil export-ignore\n';
  trial.commit({
    author: BEN,
    at: '2024-01-03T00:00:00Z',
    files: { '.gitattributes': attributes, 'src/a.c': 'int b;' },
  });
  trial.tag('v1.0', BEN, '2024-01-03T06:00:00Z');
  trial.tag('signed', ADA, '2024-01-04T06:00:00Z');
});
afterAll(async () => {
  trial.remove();
  await rm(folder, { recursive: true, force: true });
});

const project = (...args: string[]) => new CommandLine(['project', ...args]).ends();
const file = async (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const keyPair = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

/** Every setting of a clone that names a program which some command of git would run. */
function plantPrograms(): void {
  const touch = `sh -c 'touch ${sentinel}; cat' #`;
  const settings = {
    'core.fsmonitor': touch,
    'core.pager': touch,
    'core.editor': touch,
    'core.sshCommand': touch,
    'core.askPass': touch,
    'core.hooksPath': join(folder, 'hooks'),
    'diff.external': touch,
    'diff.evil.command': touch,
    'diff.evil.textconv': touch,
    'filter.evil.smudge': touch,
    'filter.evil.clean': touch,
    'filter.evil.process': touch,
    'gpg.program': touch,
    'gpg.ssh.program': touch,
    'log.showSignature': 'true',
    'pager.log': touch,
    'remote.origin.url': `ext::${touch}`,
    'remote.origin.promisor': 'true',
    'protocol.ext.allow': 'always',
    'tar.umask': 'user',
    'alias.log': `!touch ${sentinel}`,
  };
  for (const [name, value] of Object.entries(settings)) trial.git(['config', name, value]);
}

describe('mainstay project snapshot', () => {
  it('reads a clone whose settings name programs, and runs none of them', async () => {
    plantPrograms();
    trial.git(['diff', 'HEAD~1', 'HEAD']);
    expect(existsSync(sentinel)).toBe(true);
    await rm(sentinel);
    const events = join(folder, 'events.json');
    const archive = await file(
      'demo.tar.gz',
      gzipSync(trial.git(['archive', '--format=tar', '--prefix=demo-1.0/', 'v1.0'])),
    );
    expect(existsSync(sentinel)).toBe(true);
    await rm(sentinel);
    const { status, lines } = await project(
      'snapshot',
      '--clone',
      trial.folder,
      '--events',
      events,
      '--archive',
      archive,
      '--tag',
      'v1.0',
    );
    expect(existsSync(sentinel)).toBe(false);
    expect([status, lines[0]]).toEqual([0, expect.stringMatching(/^clone: .*, \d+ events$/)]);
    const kinds = readEventsFile(await readFile(events), 'events').events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'change')).toHaveLength(3);
    expect(kinds).toEqual(expect.arrayContaining(['binary', 'ignoreRule', 'release', 'archiveComparison']));
    expect((await stat(events)).mode & 0o777).toBe(0o600);
  }, 60_000);

  it('compares an archive with the tree as it is stored, names what is not explained, and takes pins for it', async () => {
    const good = {
      'src/a.c': 'int b;',
      'run.sh': '#!/bin/sh\n',
      'x.bin': OPAQUE,
      '.gitignore': 'other.m4\n',
    };
    const shipped = new GitTrial();
    shipped.commit({ author: BEN, at: '2024-01-03T00:00:00Z', files: { ...good, 'm4/build-to-host.m4': M4 } });
    const archive = await file(
      'xz-1.0.tar.gz',
      gzipSync(shipped.git(['archive', '--format=tar', '--prefix=xz-1.0/', 'HEAD'])),
    );
    shipped.remove();
    const asked = ['snapshot', '--clone', trial.folder, '--archive', archive, '--tag', 'v1.0'];
    const manifest = await file(
      'manifest.json',
      JSON.stringify({
        version: 1,
        tag: 'v1.0',
        commit: trial.head,
        files: [
          { path: 'm4/build-to-host.m4', sha256: 'x', generator: 'autopoint', upstream: 'gettext!/build-to-host.m4' },
        ],
      }),
    );
    const pins = async (digest: string) =>
      file('pins.json', JSON.stringify({ version: 1, pins: { 'gettext!/build-to-host.m4': digest } }));
    const gate = await project(...asked, '--fail-on-findings');
    expect(gate.lines.at(-1)).toMatch(/^1 findings: /);
    expect(gate.lines).toContain('  1 files of v1.0 are not in xz-1.0.tar.gz: .gitattributes');
    expect([gate.status, (await project(...asked)).status]).toEqual([1, 0]);
    const unexplained = ({ lines }: { lines: string[] }) => lines.filter((line) => line.includes('NOT EXPLAINED'));
    expect(unexplained(await project(...asked, '--manifest', manifest))).toEqual([
      '  NOT EXPLAINED in the archive: m4/build-to-host.m4',
    ]);
    expect(unexplained(await project(...asked, '--manifest', manifest, '--pins', await pins(sha256Hex(M4))))).toEqual(
      [],
    );
    expect(
      unexplained(await project(...asked, '--manifest', manifest, '--pins', await pins(sha256Hex('other')))),
    ).toHaveLength(1);
  }, 60_000);

  it('reads every kind of file, says what is missing, and writes a file whose signature is checked', async () => {
    const { privateKey, publicKey } = keyPair();
    const [secret, shown] = [await file('key.pem', privateKey), await file('key.pub.pem', publicKey)];
    const box = await file(
      'list.mbox',
      'From a@x Mon Jan  1 00:00:00 2024\nFrom: kim@example.org\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <1@x>\n\nYou have lost interest.\n',
    );
    const list = await file(
      'issues.json',
      JSON.stringify([
        { id: '1', thread: null, from: 'kim@example.org', date: '2024-01-01', inReplyTo: null, text: 'Thanks' },
      ]),
    );
    const members = await file('members.json', JSON.stringify([{ login: 'ada', role: 'admin' }]));
    const packument = await file(
      'demo.json',
      JSON.stringify({ name: 'demo', versions: { '1.0.0': { dist: {} } }, time: { '1.0.0': '2024-01-01T00:00:00Z' } }),
    );
    const out = join(folder, 'snapshot.json');
    const asked = [
      'snapshot',
      '--messages',
      box,
      list,
      '--membership',
      members,
      '--registry',
      packument,
      '--out',
      out,
      '--key',
      secret,
      '--json',
    ];
    const { status, lines } = await project(...asked);
    const summary = JSON.parse(lines.join('\n')) as {
      collected: { source: string; events: number }[];
      missing: { needed: string; blind: string[] }[];
    };
    expect([status, summary.collected.map(({ source, events }) => [source, events])]).toEqual([
      0,
      [
        ['messages', 1],
        ['messages', 1],
        ['membership', 1],
        ['registry', 1],
      ],
    ]);
    const blind = new Map(summary.missing.map((one) => [one.needed, one.blind]));
    expect(blind.get('--archive')).toEqual(['S20']);
    expect(blind.get('--clone and --registry')).toEqual(['S23']);
    expect(blind.get('--clone')).toContain('S21');
    expect([...blind.values()].flat()).not.toContain('S29');
    const text = await readFile(out, 'utf8');
    expect(text).not.toContain(Buffer.from('lost interest').toString('base64').slice(2, 12));
    expect((await project('verify', out, '--key', shown)).lines).toEqual([
      expect.stringMatching(/: 2 of 4 parts are inside and have the digests .* Of 2 only the digest is kept/),
      'The signature is of that key: the file is as it was signed.',
    ]);
    expect((await project('verify', out)).lines[1]).toMatch(/^It has a signature that was not checked\./);
    const unsigned = join(folder, 'unsigned.json');
    expect((await project('snapshot', '--membership', members, '--out', unsigned)).lines).toContain(
      `Wrote ${unsigned}, readable by you alone.`,
    );
    expect((await project('verify', unsigned)).lines[1]).toMatch(/^It is not signed: anybody/);
    await writeFile(out, text.replace('"kind": "mbox"', '"kind": "mbax"'));
    expect(await project('verify', out, '--key', shown)).toEqual({
      status: 1,
      lines: [expect.stringMatching(/^The signature of .* does not fit/)],
    });
  }, 60_000);

  it('compares with signed snapshots of earlier runs: a tag that moved, a member who is gone', async () => {
    const { privateKey, publicKey } = keyPair();
    const secret = await file('again.pem', privateKey);
    const shown = await file('again.pub.pem', publicKey);
    const members = (...people: string[]) => JSON.stringify(people.map((login) => ({ login, role: 'admin' })));
    const first = join(folder, 'first.json');
    const asked = ['snapshot', '--clone', trial.folder, '--membership'];
    const before = await file('before.json', members('ada', 'ben'));
    expect((await project(...asked, before, '--out', first, '--key', secret)).status).toBe(0);
    trial.git(['tag', '--force', 'moving', 'HEAD~1']);
    trial.git(['tag', '--delete', 'signed']);
    trial.tag('signed', BEN, '2024-02-01T00:00:00Z');
    trial.git(['tag', '--force', 'v1.0', 'HEAD~1']);
    const events = join(folder, 'later.json');
    const after = await file('after.json', members('ada'));
    const previous = ['--previous', first, '--previous-key'];
    expect((await project(...asked, after, ...previous, shown, '--events', events)).status).toBe(0);
    const found = readEventsFile(await readFile(events), 'events').events;
    const told = found.filter(({ kind }) => kind === 'tagMove' || kind === 'revocation');
    expect(told).toMatchObject([
      { kind: expect.any(String), at: { from: expect.any(Number) } },
      { kind: expect.any(String), at: { from: expect.any(Number) } },
    ]);
    expect(told).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'tagMove', tag: 'v1.0', by: null, isFloating: false })]),
    );
    expect(told).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'revocation', by: 'unknown', holders: 1 })]),
    );
    const other = await file('other.pub.pem', keyPair().publicKey);
    const refused = { status: 1, lines: [expect.stringMatching(/^The signature of first\.json/)] };
    expect(await project(...asked, after, ...previous, other)).toEqual(refused);
  }, 60_000);

  it('finds who took a package over beside the history, links names that are said to be one, and warns of others', async () => {
    const version = (name: string) => ({ _npmUser: { name }, maintainers: [{ name, email: `${name}@npm.example` }] });
    const packument = await file(
      'taken.json',
      JSON.stringify({
        ...{ name: 'demo', versions: { '1.0.0': version('ada'), '2.0.0': version('zed') } },
        time: { '1.0.0': '2024-01-04T06:00:00Z', '2.0.0': '2024-05-01T00:00:00Z' },
      }),
    );
    const names = {
      version: 1,
      people: [
        ['zed', 'BEN@example.org'],
        ['ada', 'ada@example.org', 'slip'],
      ],
    };
    const people = await file('people.json', JSON.stringify(names));
    const replayed = async (...more: string[]) => {
      const events = join(folder, 'taken-events.json');
      const asked = ['snapshot', '--clone', trial.folder, '--registry', packument, '--events', events, ...more];
      const { lines } = await project(...asked);
      const replay = new CommandLine(['vetting', 'replay', events, '--tier', 'T0', '--json', ...more]);
      return { told: lines, found: JSON.parse((await replay.ends()).lines.join('\n')) as Replayed };
    };
    const rules = ({ days }: Replayed) => new Set(days.flatMap(({ signals }) => signals.map(({ rule }) => rule)));
    const { found } = await replayed();
    expect(rules(found)).toContain('S30');
    expect(rules(found)).toContain('S21');
    expect(found.guards).toContainEqual(expect.objectContaining({ guard: 'G15', blocked: true, answer: 'REFUSED' }));
    expect(found.assumptions.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^No change of the history by zed is 30 days old when pkg:npm\/demo goes there/),
    );
    const linked = await replayed('--people', people);
    expect(rules(linked.found)).not.toContain('S30');
    expect(linked.found.unknownNames).toEqual(['slip']);
    expect(linked.told).toContainEqual(
      expect.stringMatching(/^ {2}warning, 1 times: a name .*NAME_UNKNOWN.*people\.json slip/),
    );
  }, 60_000);

  it('calls a snapshot of another project what it is, which counts as a finding', async () => {
    const other = new GitTrial();
    other.commit({ author: ADA, at: '2024-01-01T00:00:00Z' });
    other.tag('other-1', ADA, '2024-01-02T00:00:00Z');
    const foreign = join(folder, 'foreign.json');
    await project('snapshot', '--clone', other.folder, '--out', foreign);
    other.remove();
    const asked = ['snapshot', '--clone', trial.folder, '--previous', foreign, '--fail-on-findings'];
    const { status, lines } = await project(...asked);
    expect(lines).toContainEqual(
      expect.stringMatching(/no tag of an earlier snapshot is left: it is of another project/),
    );
    expect(status).toBe(1);
  }, 60_000);

  it.each<[string, () => Promise<string[]> | string[], RegExp]>([
    ['nothing to read', () => [], /^Name something to read/],
    ['a folder that is not there', () => ['--clone', join(folder, 'none')], /^git could not read .*none/],
    ['a folder that is no clone', () => ['--clone', folder], /^git could not read/],
    ['a file that is not there', () => ['--messages', join(folder, 'none')], /cannot be read: there is no such file/],
    ['a file without a name', () => ['--messages', ''], /^The name of a file is empty\.$/],
    ['a folder for a file', () => ['--messages', folder], /cannot be read: it is a folder\.$/],
    [
      'a file that is no mbox',
      async () => ['--messages', await file('bad.mbox', 'hello')],
      /^bad\.mbox cannot be read at its start/,
    ],
    [
      'JSON that breaks off',
      async () => ['--membership', await file('cut.json', '[{"login":')],
      /^cut\.json cannot be read at line 1/,
    ],
    [
      'a key twice',
      async () => ['--registry', await file('twice.json', '{"a":1,"a":2}')],
      /^twice\.json has the key "a" twice/,
    ],
    [
      'a nest',
      async () => ['--registry', await file('deep.json', '['.repeat(100_000))],
      /^deep\.json is nested more than 64 levels deep/,
    ],
    [
      'a snapshot of another kind',
      async () => ['--membership', await file('p.json', '{"info":{},"releases":{}}')],
      /is a snapshot of the kind pypi-project/,
    ],
    [
      'an archive without its tag',
      () => ['--clone', trial.folder, '--archive', 'x'],
      /^Each --archive needs its --tag/,
    ],
    [
      'a tag that is not there',
      async () => ['--clone', trial.folder, '--archive', await file('a.tar', ''), '--tag', 'v9'],
      /^The clone has no tag v9/,
    ],
    [
      'an archive that breaks off',
      async () => ['--clone', trial.folder, '--archive', await file('a.tar', 'x'), '--tag', 'v1.0'],
      /^The archive a\.tar cannot be read: it breaks off/,
    ],
    [
      'a key that is none',
      async () => [
        '--registry',
        await file('d.json', '{"name":"d","versions":{},"time":{}}'),
        '--out',
        join(folder, 'o.json'),
        '--key',
        await file('k', 'x'),
      ],
      /^The key that was named is not usable: an Ed25519 private key as PEM/,
    ],
    [
      'a place that cannot be written',
      async () => [
        '--registry',
        await file('d.json', '{"name":"d","versions":{},"time":{}}'),
        '--out',
        join(folder, 'no/o.json'),
      ],
      /cannot be used: there is no such file or folder\.$/,
    ],
    [
      'a snapshot of the future',
      async () => {
        const taken = { takenAt: '2999-01-01T00:00:00Z', kind: 'membership', content: { members: [] } };
        const text = JSON.stringify({ ...taken, digest: digestOfContent(taken.content) });
        return ['--membership', await file('future.json', text)];
      },
      /^future\.json says that it was taken at 2999-01-01T00:00:00\.000Z, which lies in the future\.$/,
    ],
    [
      'a version of the future, which a replay would refuse',
      async () => {
        const time = { '1.0.0': '2999-01-01T00:00:00Z' };
        return ['--registry', await file('f.json', JSON.stringify({ name: 'f', versions: { '1.0.0': {} }, time }))];
      },
      /^pkg:npm\/f@1\.0\.0 tells of 2999-01-01, which lies in the future\.$/,
    ],
    [
      'a package that is not there',
      async () => ['--registry', await file('d.json', '{"name":"d","versions":{},"time":{}}'), '--package', 'e'],
      /^No snapshot of the package e was given\. There are: d$/,
    ],
    ['pins without a manifest', () => ['--pins', 'none'], /^--pins does nothing without --manifest\.$/],
    ['a key without --out', () => ['--clone', '.', '--key', 'k'], /^--key does nothing without --out\.$/],
    [
      'a key for nothing',
      () => ['--clone', '.', '--previous-key', 'k'],
      /^--previous-key does nothing without --previous\.$/,
    ],
    ['a package without a registry', () => ['--package', 'd'], /^--package does nothing without --registry\.$/],
    [
      'a maintainer without messages',
      () => ['--maintainer', 'a@x.org'],
      /^--maintainer does nothing without --messages\.$/,
    ],
    [
      'a maintainer who has no address',
      () => ['--messages', 'm', '--maintainer', 'not an address'],
      /^"not an address" is no mail address/,
    ],
    [
      'one file for two outputs',
      () => ['--clone', '.', '--out', join(folder, 'x.json'), '--events', join(folder, './x.json')],
      /x\.json would be written over/,
    ],
    ['an output in place of an input', () => ['--messages', 'm', '--events', './m'], /m would be written over/],
    [
      'a name of two people',
      async () => [
        '--clone',
        trial.folder,
        '--people',
        await file('p', '{"version":1,"people":[["a","b"],["b","c"]]}'),
      ],
      /^p cannot be read at \/people\/1\/0: this should be a name that stands here once/,
    ],
    [
      'a clone without a commit',
      async () => {
        const empty = await mkdtemp(join(folder, 'empty-'));
        execFileSync('git', ['init', '--quiet', empty]);
        return ['--clone', empty];
      },
      /^The checked-out branch of .*empty-.* has no commit\.$/,
    ],
    [
      'a shallow clone',
      async () => {
        const shallow = await mkdtemp(join(folder, 'shallow-'));
        execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${trial.folder}`, shallow]);
        return ['--clone', shallow];
      },
      /^The clone .*shallow-.* is shallow: its history is cut\. Run "git fetch --unshallow"/,
    ],
  ])(
    'ends with status 1 and one plain line for %s',
    async (_case, args, line) => {
      expect(await project('snapshot', ...(await args()))).toEqual({ status: 1, lines: [expect.stringMatching(line)] });
    },
    60_000,
  );
});
