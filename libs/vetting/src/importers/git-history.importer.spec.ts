import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GitTrial, sshKeyIn } from '#platform/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventKind, EventOf } from '../events/project-event.js';
import { mentionsIn, wantedMentions } from './generators.js';
import { readBlobs, wantedBlobs, type GitBlob } from './git-blobs.js';
import { JsonNode } from './json-node.js';
import { importGitHistory } from './git-history.importer.js';
import { GIT_LOG_ARGUMENTS, readGitLog } from './git-log.reader.js';
import { readTagRecords, type TagRecord } from './git-tags.js';
import type { ImportResult } from './import-result.js';

const ADA = { name: 'Ada Founder', mail: 'Ada@Example.org' };
const BEN = { name: 'Ben Newcomer', mail: 'ben@example.org' };
const EXPORTED_AT = Date.parse('2024-06-01T00:00:00Z');

let keys: string;
let trial: GitTrial;
beforeAll(() => {
  keys = mkdtempSync(join(tmpdir(), 'mainstay-keys-'));
});
afterAll(() => rmSync(keys, { recursive: true, force: true }));

function tagsOf({ git }: { git: (args: string[]) => string }): TagRecord[] {
  const names = git(['tag', '--list'])
    .split('\n')
    .filter((name) => name !== '');
  return names.map((name) => ({
    name,
    commit: git(['rev-parse', `${name}^{commit}`]).trim(),
    object: git(['cat-file', '-t', name]).trim() === 'tag' ? git(['cat-file', 'tag', name]) : null,
  }));
}

async function imported(exportedAt = EXPORTED_AT): Promise<ImportResult> {
  const git = (args: string[]) => trial.git(args).toString('utf8');
  const commits = await readGitLog([trial.git(['log', ...GIT_LOG_ARGUMENTS, '--all'])], 'trial');
  const { contents, sizes } = wantedBlobs(commits);
  const blobs = new Map<string, GitBlob>();
  for (const id of sizes) blobs.set(id, { bytes: trial.git(['cat-file', 'blob', id]).length, content: null });
  for (const id of contents) blobs.set(id, { bytes: 0, content: git(['cat-file', 'blob', id]) });
  // As they are kept in a snapshot file.
  const kept = JsonNode.parse(JSON.stringify({ tags: tagsOf({ git }), blobs: Object.fromEntries(blobs) }), 'kept');
  const { names, programs } = wantedMentions(commits);
  const mentions = new Map([...programs].map((id) => [id, mentionsIn(git(['cat-file', 'blob', id]), names)]));
  return importGitHistory({
    ...{ exportedAt, commits, mentions, tags: readTagRecords(kept) },
    blobs: readBlobs(kept.get('blobs')),
  });
}

function of<Kind extends EventKind>({ events }: ImportResult, kind: Kind): EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

async function withRepository<T>(work: () => T | Promise<T>): Promise<T> {
  trial = new GitTrial();
  try {
    return await work();
  } finally {
    trial.remove();
  }
}

describe('the log of a repository', () => {
  it('gives a change for every commit, with people, offsets and the areas of its files', () =>
    withRepository(async () => {
      const sha = trial.commit({
        author: BEN,
        committer: ADA,
        at: '2024-01-02T10:00:00+02:00',
        authoredAt: '2024-01-01T23:30:00-0530',
        files: {
          'configure.ac': 'AC_INIT',
          '.github/workflows/ci.yml': 'jobs:\n',
          'tests/data/x.bin': Buffer.from([0, 1]),
        },
      });
      trial.commit({ author: ADA, at: '2024-01-03T10:00:00Z', files: { 'src/a.c': 'int a;', 'ü \n":x': 'odd' } });
      const [first, second] = of(await imported(), 'change');
      expect(first).toMatchObject({
        sha,
        author: 'ben@example.org',
        committer: 'ada@example.org',
        authorOffset: -330,
        committerOffset: 120,
        approvers: null,
        areas: ['BUILD', 'CI', 'TEST_BINARY'],
        at: { from: Date.parse('2024-01-02T08:00:00Z'), to: Date.parse('2024-01-02T08:00:00Z') },
      });
      expect(second!.areas).toEqual(['OTHER']);
    }));

  it('is the same when it comes in pieces of one byte, and again when it is read twice', () =>
    withRepository(async () => {
      for (let day = 1; day < 5; day += 1)
        trial.commit({
          author: ADA,
          at: `2024-01-0${String(day)}T10:00:00Z`,
          files: { [`f${String(day)}`]: 'x', ':a b': String(day) },
        });
      const bytes = trial.git(['log', ...GIT_LOG_ARGUMENTS]);
      const whole = await readGitLog([bytes], 'trial');
      expect(whole.map(({ files }) => files.map(({ path }) => path))).toEqual([
        [':a b', 'f1'],
        [':a b', 'f2'],
        [':a b', 'f3'],
        [':a b', 'f4'],
      ]);
      expect(
        await readGitLog(
          [...bytes].map((byte) => Buffer.from([byte])),
          'trial',
        ),
      ).toEqual(whole);
      const ids = (result: ImportResult) => result.events.map(({ id }) => id);
      expect(ids(await imported())).toEqual(ids(await imported(EXPORTED_AT + 1)));
    }));

  it('is refused wherever it breaks off, and when it is something else', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T10:00:00Z', files: { a: 'x' } });
      trial.commit({ author: ADA, at: '2024-01-02T10:00:00Z', files: { b: Buffer.from([0]) } });
      const bytes = trial.git(['log', ...GIT_LOG_ARGUMENTS]);
      const codes = new Set<string>();
      for (let length = 1; length < bytes.length; length += 1) {
        // A cut behind a NUL in the list of files cannot be told from a shorter list; git's own status tells it.
        if (bytes[length - 1] === 0) continue;
        const read = await readGitLog([bytes.subarray(0, length)], 'trial').catch((error: { code: string }) => error);
        codes.add(Array.isArray(read) ? `read ${String(length)}` : read.code);
      }
      expect([...codes]).toEqual(['SNAPSHOT_MALFORMED']);
      await expect(readGitLog([bytes.subarray(0, 60)], 'trial')).rejects.toMatchObject({ code: 'SNAPSHOT_MALFORMED' });
      await expect(readGitLog([Buffer.from('commit 123\nAuthor: x\n\0')], 'x')).rejects.toMatchObject({
        code: 'SNAPSHOT_MALFORMED',
        details: { where: 'commit 1' },
      });
    }));

  it('shows what a merge carries that none of its parents had', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T10:00:00Z', files: { a: 'x' } });
      trial.git(['checkout', '--quiet', '-b', 'side']);
      trial.commit({ author: BEN, at: '2024-01-02T10:00:00Z', files: { b: 'x' } });
      trial.git(['checkout', '--quiet', 'main']);
      trial.commit({ author: ADA, at: '2024-01-03T10:00:00Z', files: { c: 'x' } });
      trial.git(['-c', 'user.name=b', '-c', 'user.email=b@example.org', 'merge', '--quiet', '--no-commit', 'side']);
      const merge = trial.commit({ author: BEN, at: '2024-01-04T10:00:00Z', files: { 'm4/evil.m4': 'x' } });
      const changes = of(await imported(), 'change');
      expect(changes.find(({ sha }) => sha === merge)!.areas).toEqual(['BUILD']);
    }));

  it('is not led astray by files whose names look like its own lines', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T10:00:00Z', files: { '\u0001commit': 'x', '1\t2\tx': 'x' } });
      trial.git(['checkout', '--quiet', '-b', 'side']);
      trial.commit({ author: BEN, at: '2024-01-02T10:00:00Z' });
      trial.git(['checkout', '--quiet', 'main']);
      trial.commit({ author: ADA, at: '2024-01-03T10:00:00Z', files: { c: 'x' } });
      const identity = ['-c', 'user.name=b', '-c', 'user.email=b@example.org'];
      trial.git([...identity, 'merge', '--quiet', '--no-ff', '--no-commit', 'side']);
      trial.commit({ author: BEN, at: '2024-01-04T10:00:00Z', files: { ':100644 x': 'x' } });
      trial.commit({ author: BEN, at: '2024-01-05T10:00:00Z', files: { last: 'x' } });
      const commits = await readGitLog([trial.git(['log', ...GIT_LOG_ARGUMENTS])], 'trial');
      expect(commits.map(({ files }) => files.map(({ path }) => path))).toEqual([
        ['\u0001commit', '1\t2\tx'],
        expect.anything(),
        expect.anything(),
        [':100644 x'],
        ['last'],
      ]);
    }));

  it('keeps a name that is not UTF-8 apart from others', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T10:00:00Z' });
      const log = trial
        .git(['log', ...GIT_LOG_ARGUMENTS])
        .toString('latin1')
        .replace('Ada Founder', 'Ad\xe9 Founder');
      const [commit] = await readGitLog([Buffer.from(log, 'latin1')], 'trial');
      expect(commit!.author.name).toBe('Adé Founder');
    }));
});

describe('forged dates', () => {
  it('are warned about and pushed between the time of the parent and that of the export', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-10T00:00:00Z' });
      const back = trial.commit({ author: BEN, at: '2019-01-01T00:00:00Z' });
      const future = trial.commit({ author: BEN, at: '2030-01-01T00:00:00Z' });
      const far = trial.commit({ author: BEN, at: '2024-06-01T00:00:00Z', authoredAt: '2020-01-01T00:00:00Z' });
      const early = trial.commit({ author: BEN, at: '2024-01-01T00:00:00Z', authoredAt: '2024-05-01T00:00:00Z' });
      const result = await imported();
      const times = new Map(of(result, 'change').map(({ sha, at }) => [sha, at]));
      const instantOf = (text: string) => ({ from: Date.parse(text), to: Date.parse(text) });
      expect(times.get(back)).toEqual(instantOf('2024-01-10T00:00:00Z'));
      expect(times.get(future)).toEqual({ from: EXPORTED_AT, to: EXPORTED_AT });
      expect(times.get(early)).toEqual({ from: EXPORTED_AT, to: EXPORTED_AT });
      const warned = result.warnings.map(({ code, source }) => `${code} ${source}`);
      expect(warned.sort()).toEqual(
        [
          `AUTHOR_AFTER_COMMITTER ${early}`,
          `AUTHOR_DATE_FAR ${far}`,
          `COMMITTER_RUNS_BACKWARDS ${back}`,
          `COMMITTER_RUNS_BACKWARDS ${early}`,
          `DATE_IN_FUTURE ${future}`,
        ].sort(),
      );
    }));

  it('that are no dates leave the whole time open in which the commit can have been made', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-10T00:00:00Z' });
      trial.commit({ author: BEN, at: '2024-02-10T00:00:00Z' });
      const log = trial
        .git(['log', ...GIT_LOG_ARGUMENTS])
        .toString('utf8')
        .replaceAll('2024-02-10T00:00:00', '2024-02-31T00:00:00');
      const commits = await readGitLog([Buffer.from(log)], 'trial');
      const { events, warnings } = importGitHistory({
        ...{ exportedAt: EXPORTED_AT, commits, tags: [] },
        ...{ blobs: new Map(), mentions: null },
      });
      expect(events[1]!.at).toEqual({ from: Date.parse('2024-01-10T00:00:00Z'), to: EXPORTED_AT });
      expect(warnings).toEqual([{ code: 'DATE_UNREADABLE', source: commits[1]!.sha }]);
    }));
});

describe('people', () => {
  it('are followed over names and addresses, and the first of each is no news', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T00:00:00Z' });
      trial.commit({ author: BEN, at: '2024-01-02T00:00:00Z' });
      trial.commit({ author: { name: 'Benjamin N', mail: BEN.mail }, at: '2024-01-03T00:00:00Z' });
      trial.commit({ author: { name: BEN.name, mail: 'other@example.net' }, at: '2024-01-04T00:00:00Z' });
      trial.commit({ author: { name: 'root', mail: 'root@a.example' }, at: '2024-01-05T00:00:00Z' });
      trial.commit({ author: { name: 'root', mail: 'root@b.example' }, at: '2024-01-06T00:00:00Z' });
      expect(of(await imported(), 'identity').map(({ account, shows, value }) => [account, shows, value])).toEqual([
        ['ben@example.org', 'NAME', 'Benjamin N'],
        ['ben@example.org', 'MAIL', 'other@example.net'],
      ]);
    }));
});

describe('releases', () => {
  it('tell a new signer, and who announced the key a week before', () =>
    withRepository(async () => {
      const ada = sshKeyIn(keys, 'ada');
      const ben = sshKeyIn(keys, 'ben');
      trial.commit({ author: ADA, at: '2024-01-01T00:00:00Z', files: { KEYS: `${ada.fingerprint}\n` } });
      trial.tag('v1.0', ADA, '2024-01-02T00:00:00Z', ada.file);
      trial.commit({
        author: ADA,
        at: '2024-01-10T00:00:00Z',
        files: { KEYS: `${ada.fingerprint}\n${ben.fingerprint}\n` },
      });
      trial.tag('v1.1', ADA, '2024-01-12T00:00:00Z', ada.file);
      trial.commit({ author: BEN, at: '2024-01-13T00:00:00Z', files: { a: 'x' } });
      trial.tag('v1.2', BEN, '2024-01-20T00:00:00Z', ben.file);
      trial.tag('v1.3', BEN, '2024-01-21T00:00:00Z');
      trial.git(['tag', 'light']);
      const result = await imported();
      const rows = of(result, 'release').map(({ version, author, signer, key, isNewSigner, keyAnnouncedBy }) => [
        version,
        author,
        signer,
        key,
        isNewSigner,
        keyAnnouncedBy,
      ]);
      expect(rows).toEqual([
        ['v1.0', 'ada@example.org', 'ada@example.org', ada.fingerprint, true, false],
        ['v1.1', 'ada@example.org', 'ada@example.org', ada.fingerprint, false, 'NEWCOMER'],
        ['v1.2', 'ben@example.org', 'ben@example.org', ben.fingerprint, true, 'EXISTING_SIGNER'],
        ['v1.3', 'ben@example.org', null, null, null, null],
      ]);
      expect(result.warnings).toContainEqual({ code: 'LIGHTWEIGHT_TAG', source: 'tag light' });
      expect(result.warnings).toContainEqual({ code: 'SIGNATURE_NOT_VERIFIED', source: 'tag v1.2' });
    }));

  it('do not count a key as announced that was added six days before, and see who announced his own', () =>
    withRepository(async () => {
      const ada = sshKeyIn(keys, 'ada-2');
      const ben = sshKeyIn(keys, 'ben-2');
      trial.commit({ author: ADA, at: '2024-01-01T00:00:00Z' });
      trial.tag('v1', ADA, '2024-01-01T12:00:00Z', ada.file);
      trial.commit({ author: BEN, at: '2024-02-01T00:00:00Z', files: { 'README.md': `signed by ${ben.fingerprint}` } });
      trial.tag('v2', BEN, '2024-02-07T23:00:00Z', ben.file);
      trial.tag('v3', BEN, '2024-02-08T00:00:00Z', ben.file);
      expect(of(await imported(), 'release').map(({ keyAnnouncedBy }) => keyAnnouncedBy)).toEqual([
        false,
        false,
        'NEWCOMER',
      ]);
    }));
});

describe('what is prepared in a tree', () => {
  it('an ignore rule counts when it names a build input, and only the lines that are new', () =>
    withRepository(async () => {
      trial.commit({ author: ADA, at: '2024-01-01T00:00:00Z', files: { 'm4/.gitignore': '*.o\n/intl.m4\n' } });
      const files = {
        'm4/.gitignore': '*.o\n/intl.m4\n!keep.m4\n# x.m4\nbuild-to-host.m4\n',
        '.gitignore': 'node_modules/\ninstall-hook.sh\n',
      };
      trial.commit({ author: BEN, at: '2024-01-02T00:00:00Z', files });
      expect(of(await imported(), 'ignoreRule').map(({ path, by }) => [path, by])).toEqual([
        ['m4/intl.m4', 'ada@example.org'],
        ['install-hook.sh', 'ben@example.org'],
        ['m4/build-to-host.m4', 'ben@example.org'],
      ]);
    }));

  it('an added binary has its size and the hours until the first tag that contains it', () =>
    withRepository(async () => {
      const blob = Buffer.alloc(5_000, 'a\0');
      trial.commit({ author: BEN, at: '2024-02-23T12:00:00Z', files: { 'tests/bad.xz': blob } });
      trial.commit({ author: BEN, at: '2024-02-23T13:00:00Z', files: { 'tests/bad.xz': Buffer.alloc(10) } });
      trial.tag('v5.6.0', BEN, '2024-02-24T05:00:00Z');
      trial.tag('v5.6.1', ADA, '2024-03-24T05:00:00Z');
      trial.commit({ author: BEN, at: '2024-04-01T00:00:00Z', files: { 'late.bin': Buffer.from([0]) } });
      expect(
        of(await imported(), 'binary').map(({ path, bytes, hasGenerator, hoursBeforeTag, taggerIsAuthor }) => [
          path,
          bytes,
          hasGenerator,
          hoursBeforeTag,
          taggerIsAuthor,
        ]),
      ).toEqual([
        ['tests/bad.xz', 5_000, false, 17, true],
        ['late.bin', 1, false, null, null],
      ]);
    }));

  it('a binary has no generator when no program of the tree names it by then, and else that is not known', () =>
    withRepository(async () => {
      const bytes = Buffer.from([0, 1]);
      const files = {
        'named.bin': bytes,
        'listed.bin': bytes,
        'quiet.bin': bytes,
        'a b.bin': bytes,
        'later.bin': bytes,
      };
      trial.commit({
        author: ADA,
        at: '2024-01-01T00:00:00Z',
        files: { 'gen/make.py': 'open("out/named.bin", "wb")' },
      });
      trial.commit({
        author: BEN,
        at: '2024-01-02T00:00:00Z',
        files: { ...files, 'Makefile.am': 'DATA = listed.bin\n' },
      });
      const text = 'quiet.bin and xquiet.bin';
      trial.commit({
        author: BEN,
        at: '2024-01-03T00:00:00Z',
        files: { 'README.md': text, 'gen/late.sh': 'later.bin' },
      });
      const known = of(await imported(), 'binary').map(({ path, hasGenerator }) => `${path} ${String(hasGenerator)}`);
      expect(known.sort()).toEqual([
        'a b.bin null',
        'later.bin false',
        'listed.bin null',
        'named.bin null',
        'quiet.bin false',
      ]);
    }));

  it('an attribute that calls a binary a text hides nothing when the reader has no attributes', () =>
    withRepository(async () => {
      trial.commit({
        author: BEN,
        at: '2024-01-01T00:00:00Z',
        files: { '.gitattributes': '*.bin diff\n', 'x.bin': Buffer.from([0, 1, 2]) },
      });
      const bare = trial.git(['clone', '--quiet', '--bare', '.', 'bare.git']);
      expect(bare).toHaveLength(0);
      const log = trial.git(['--git-dir', 'bare.git', 'log', ...GIT_LOG_ARGUMENTS]);
      const [commit] = await readGitLog([log], 'bare');
      expect(commit!.files.find(({ path }) => path === 'x.bin')).toMatchObject({ isBinary: true });
    }));

  it('changed contacts, thinner reporting and dropped checks are read from the history', () =>
    withRepository(async () => {
      const workflow =
        'on: push\njobs:\n  test:\n    steps: []\n  asan:\n    steps:\n      - run: cc -fsanitize=address,undefined a.c\n';
      const policy = '# Security\n\nWrite to ada@example.org within 7 days.\n\n- version\n- steps\n- impact\n';
      trial.commit({
        author: ADA,
        at: '2024-01-01T00:00:00Z',
        files: { 'SECURITY.md': policy, '.github/workflows/ci.yml': workflow, 'fuzz/fuzz_xml.c': 'int f;' },
      });
      const thin = '# Security\n\nWrite to ben@example.org within 30 days.\n';
      trial.commit({ author: BEN, at: '2024-01-02T00:00:00Z', files: { 'SECURITY.md': thin } });
      const fewer = 'on: push\njobs:\n  test:\n    steps:\n      - run: cc -fsanitize=address a.c\n';
      trial.commit({
        author: BEN,
        at: '2024-01-03T00:00:00Z',
        files: { '.github/workflows/ci.yml': fewer, 'fuzz/fuzz_xml.c': null },
      });
      const result = await imported();
      expect(of(result, 'contactChange')).toMatchObject([
        {
          resource: 'SECURITY.md',
          proposer: 'ben@example.org',
          beneficiary: 'ben@example.org',
          replacesOld: true,
          thinsReporting: true,
          secondPerson: null,
        },
      ]);
      expect(
        of(result, 'checkReduction')
          .map(({ check, by }) => [check, by])
          .sort(),
      ).toEqual([
        ['fuzz target fuzz/fuzz_xml.c', 'ben@example.org'],
        ['job .github/workflows/ci.yml: asan', 'ben@example.org'],
        ['sanitizer undefined in .github/workflows/ci.yml', 'ben@example.org'],
      ]);
    }));
});
