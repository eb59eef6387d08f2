import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Tracked pages, and new ones that are about to be. */
function pagesOfTheRepository(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** Where the relative links of a page lead, without the ones that leave the repository. */
function linksOf(text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

/** GitHub's form of a heading in an address. */
function anchorsOf(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

async function brokenLinks(page: string, text: string): Promise<string[]> {
  const broken: string[] = [];
  for (const link of linksOf(text)) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) broken.push(link);
    else if (anchor !== undefined && !anchorsOf(await readFile(join(ROOT, target), 'utf8')).includes(anchor))
      broken.push(link);
  }
  return broken;
}

/** The scripts of package.json that a text tells people to run. */
function scriptsIn(text: string): string[] {
  const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g)];
  return named.map(([, run, short]) => (run ?? short)!);
}

describe('the pages of the repository', () => {
  it.each(pagesOfTheRepository())('%s: its links lead somewhere', async (page) => {
    expect(await brokenLinks(page, await readFile(join(ROOT, page), 'utf8'))).toEqual([]);
  });

  it('name only commands that package.json has', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const texts = await Promise.all(pagesOfTheRepository().map((page) => readFile(join(ROOT, page), 'utf8')));
    const named = texts.flatMap(scriptsIn);
    expect(named).toContain('demo');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('number each decision once, and list every one', async () => {
    const folder = join(ROOT, 'docs/adr');
    const records = (await readdir(folder)).filter((name) => /^\d{4}-/.test(name)).sort();
    const numbers = records.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(
      linksOf(await readFile(join(folder, 'README.md'), 'utf8')).filter((link) => !link.startsWith('0001')),
    ).toEqual(records.slice(1));
  });
});

describe('these checks', () => {
  it('see a link to nothing, and a link to a heading that is not there', async () => {
    const text = '[a](#locks) [b](#none) [c](none.md) [d](../LICENSE) [e](https://site.example/x) `[f](none)`\n';
    expect(await brokenLinks('docs/ledger.md', text)).toEqual(['#none', 'none.md']);
  });

  it('see the commands of a text', () => {
    expect(
      scriptsIn('`npm run demo -- --exit`, `npm test`, `npm start` and npm run --silent mainstay; npm ci'),
    ).toEqual(['demo', 'test', 'start', 'mainstay']);
  });
});
