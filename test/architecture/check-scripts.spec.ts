import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runScript } from './planted-tree.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-scripts-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe('the check of the lockfile', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const good = { version: '1.0.0', integrity };

  async function check(packages: unknown, lockfileVersion = 3) {
    await write('package-lock.json', JSON.stringify({ lockfileVersion, packages }));
    return runScript('scripts/check-lockfile.mjs', [], folder);
  }

  it('accepts entries with integrity and without a source, and needs none for ourselves, links and bundled packages', async () => {
    const run = await check({
      '': { name: 'mainstay', dependencies: { good: '1.0.0', alias: 'npm:@scope/other@1.0.0', range: '>=1 <2 || 3' } },
      'node_modules/good': good,
      'node_modules/@scope/good': good,
      'node_modules/ours': { resolved: 'libs/ours', link: true },
      'libs/ours': { version: '1.0.0', dependencies: { good: '1.0.0' } },
      'node_modules/good/node_modules/inside': { version: '1.0.0', inBundle: true },
    });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['has no integrity', { version: '1.0.0' }],
    ['has a weak integrity', { ...good, integrity: `sha1-${'A'.repeat(27)}=` }],
    ['has a cut-off integrity', { ...good, integrity: 'sha512-AAAA' }],
    ['names a registry', { ...good, resolved: 'https://registry.example/bad/-/bad-1.0.0.tgz' }],
    ['comes from git', { version: '1.0.0', resolved: 'git+ssh://git@host.example/bad.git#0123abc' }],
    ['comes from plain HTTP', { ...good, resolved: 'http://host.example/bad.tgz' }],
    ['comes from a file', { ...good, resolved: 'file:../bad.tgz' }],
  ])('refuses an entry that %s', async (_case, entry) => {
    const run = await check({ 'node_modules/good': good, 'node_modules/bad': entry });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('node_modules/bad');
    expect(run.stderr).not.toContain('node_modules/good');
  });

  it.each([
    'git+https://host.example/bad.git',
    'github:somebody/bad',
    'somebody/bad#main',
    'https://host.example/bad.tgz',
  ])('refuses a dependency of our own on %s', async (version) => {
    const run = await check({ '': { name: 'mainstay', devDependencies: { bad: version } } });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('the root package takes bad from');
  });

  it('refuses a format that it does not understand', async () => {
    expect((await check({}, 2)).exitCode).toBe(1);
  });
});

describe('the check of words', () => {
  // Put together from parts, as in the script, so that this file passes the check.
  const word = ['es', 'crow'].join('');
  const pathTo = (...parts: string[]) => `/${parts.join('/')}/`;

  async function check(files: Record<string, string | Buffer>) {
    for (const [path, text] of Object.entries(files)) await write(path, text);
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['add', '--all'], { cwd: folder });
    return runScript('scripts/check-words.mjs', [], folder);
  }

  it.each([
    ['the word', `money lies in ${word}`],
    ['the word in capitals', `const ${word.toUpperCase()}_ACCOUNT = 1;`],
    ['the word inside another', `an ${word}ed amount`],
    ['a path of a work folder', `see ${pathTo('work', 'shared')}notes.md`],
    ["a path of the administrator's folder", `"${pathTo('root')}.cache"`],
    ["a path of somebody's folder", `file://${pathTo('home', 'jane.doe')}src`],
    ['a path at the start of a line', `${pathTo('home', 'ci_1')}build`],
  ])('refuses %s, and says where it stands', async (_case, text) => {
    const run = await check({ 'docs/good.md': 'fine\n', 'docs/bad.md': `first line\n${text}\n` });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('docs/bad.md:2:');
    expect(run.stderr).not.toContain('good.md');
  });

  it('refuses the word in the name of a file', async () => {
    expect((await check({ [`libs/${word}.ts`]: 'export {};\n' })).exitCode).toBe(1);
  });

  it('lets a decision record name the word, but no path', async () => {
    expect((await check({ 'docs/adr/0007-held-money.md': `not ${word}\n` })).exitCode).toBe(0);
    expect((await check({ 'docs/adr/0008-paths.md': `${pathTo('root')}x\n` })).exitCode).toBe(1);
  });

  it.each([
    ['a relative path', `libs${pathTo('work')}index.ts and .${pathTo('root')}x`],
    ['a path under a variable', `\${folder}${pathTo('work')}index.ts`],
    ['an address of the web', `https://site.example${pathTo('home', 'jane')}`],
    ['the home folder by itself', '/home/ is where people live'],
  ])('accepts %s', async (_case, text) => {
    expect(await check({ 'good.md': `${text}\n` })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('looks at tracked files only, and at no binary ones or links', async () => {
    await write('.gitignore', 'ignored.md\n');
    await symlink(pathTo('root', 'nowhere'), join(folder, 'link'));
    const files = { 'ignored.md': word, 'image.bin': Buffer.from(`\0${word}`) };
    expect(await check(files)).toMatchObject({ exitCode: 0 });
  });
});
