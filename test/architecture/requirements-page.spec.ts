import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const REQUIREMENTS = Array.from({ length: 58 }, (_, index) => `T-${String(index + 1).padStart(2, '0')}`);

interface Requirement {
  readonly id: string;
  readonly shownBy: readonly { readonly path: string; readonly title: string }[];
  readonly toCome: readonly string[];
}

interface Page {
  readonly requirements: readonly Requirement[];
  readonly capabilities: readonly string[];
}

/** Each requirement is an item of a list, however it is wrapped. */
function read(page: string): Page {
  const [, comes = '', asked = ''] = page.split(/^## .*$/m);
  const items = asked.split(/^- (?=\*\*T-)/m).map((item) => item.replace(/\s+/g, ' '));
  return {
    capabilities: [...comes.matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, name]) => name!),
    requirements: items.slice(1).map((item) => ({
      id: /^\*\*(T-\d+)\*\*/.exec(item)![1]!,
      shownBy: [...item.matchAll(/`([^`]+\.spec\.ts|[^`]+-spec\.ts)`: “([^”]+)”/g)].map(([, path, title]) => ({
        path: path!,
        title: title!,
      })),
      toCome: /To come: ([^.]+)\./.exec(item)?.[1]?.split(', ') ?? [],
    })),
  };
}

/** What is wrong with a page, in words. */
async function faultsOf({ requirements, capabilities }: Page): Promise<string[]> {
  const found = requirements.map(({ id }) => id);
  const faults = REQUIREMENTS.filter((id) => !found.includes(id)).map((id) => `${id} is missing`);
  faults.push(
    ...found
      .filter((id, at) => found.indexOf(id) !== at || !REQUIREMENTS.includes(id))
      .map((id) => `${id} is too many`),
  );
  for (const { id, shownBy, toCome } of requirements) {
    if (shownBy.length + toCome.length === 0) faults.push(`${id} is neither shown nor to come`);
    for (const name of toCome) if (!capabilities.includes(name)) faults.push(`${id}: nothing comes as ${name}`);
    for (const { path, title } of shownBy)
      if (!(await hasTest(path, title))) faults.push(`${id}: no test ${path}: ${title}`);
  }
  const waitedFor = new Set(requirements.flatMap(({ toCome }) => toCome));
  return [...faults, ...capabilities.filter((name) => !waitedFor.has(name)).map((name) => `nothing waits for ${name}`)];
}

async function hasTest(path: string, title: string): Promise<boolean> {
  if (!existsSync(join(ROOT, path))) return false;
  const source = await readFile(join(ROOT, path), 'utf8');
  return ["'", '`', '"'].some(
    (quote) =>
      new RegExp(`\\b(it|describe)\\b.*\\(\\s*${quote}`).test(source) && source.includes(`${quote}${title}${quote}`),
  );
}

let page: string;

beforeAll(async () => {
  page = await readFile(join(ROOT, 'docs/requirements.md'), 'utf8');
});

describe('the page of requirements', () => {
  it('has each of the 58, with a test that is there or a capability that is named', async () => {
    expect(await faultsOf(read(page))).toEqual([]);
  });

  const item = (text: string, id: string): string =>
    new RegExp(`^- \\*\\*${id}\\*\\*[\\s\\S]*?(?=^- \\*\\*T-|$(?![\\s\\S]))`, 'm').exec(text)![0];
  it.each([
    ['a requirement that is gone', (text: string) => text.replace(item(text, 'T-07'), ''), 'T-07 is missing'],
    ['one that is there twice', (text: string) => text + item(text, 'T-58'), 'T-58 is too many'],
    ['one of another list', (text: string) => `${text}- **T-59** More. To come: people.\n`, 'T-59 is too many'],
    [
      'one with neither',
      (text: string) => text.replace(item(text, 'T-04'), '- **T-04** Anybody.\n'),
      'T-04 is neither shown nor to come',
    ],
    [
      'a capability that nobody named',
      (text: string) => text.replace('To come: people', 'To come: magic'),
      'T-02: nothing comes as magic',
    ],
    [
      'a capability that nothing waits for',
      (text: string) => text.replace('- **people**', '- **magic**: more\n- **people**'),
      'nothing waits for magic',
    ],
    [
      'a test of another title',
      (text: string) => text.replace(/(T-20\*\*[\s\S]*?“)/, '$1never '),
      'T-20: no test libs/vetting/src/grants/views.spec.ts: never shows no number of a person, and nothing of distress or of other people',
    ],
    [
      'a test in a file that is gone',
      (text: string) => text.replaceAll('test/e2e/quotes.e2e-spec.ts', 'test/e2e/none.e2e-spec.ts'),
      'T-57: no test test/e2e/none.e2e-spec.ts: says to anybody what is taken, by whom, and what comes back when',
    ],
  ])('is found with %s', async (_, change, fault) => {
    expect(await faultsOf(read(change(page)))).toContain(fault);
  });
});
