import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CHART } from '#libs/ledger';

const ROOT = resolve(import.meta.dirname, '../..');

let page: string;

beforeAll(async () => {
  page = await readFile(join(ROOT, 'docs/ledger.md'), 'utf8');
});

/** The cells of the table below a heading, without the head of the table. */
function tableOf(title: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  const lines = (section ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const withoutTicks = (text: string): string => text.replaceAll('`', '');

async function sourcesOf(folder: string): Promise<string> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith('.ts') && !name.endsWith('spec.ts'));
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n');
}

describe('the page of the ledger', () => {
  it('shows the chart of accounts as it is in the code', () => {
    const shown = tableOf('Accounts').map(([code, book, side, floor]) => [
      withoutTicks(code!),
      { book, side, hasFloor: floor === 'yes' },
    ]);
    expect(Object.fromEntries(shown)).toEqual(CHART);
    expect(shown).toHaveLength(Object.keys(CHART).length);
  });

  it('shows every kind of posting with its key, and none that the code does not post', async () => {
    const posted = [...(await sourcesOf('libs')).matchAll(/\bkind: '(\w+)',\s+idem: `([^`]+)`/g)].map(
      ([, kind, idem]) => `${kind!} ${idem!.replace(/\$\{(?:[^{}]|\([^()]*\))+\}/g, '*')}`,
    );
    const shown = tableOf('Postings').map(([kind, key]) => withoutTicks(`${kind!} ${key!.replace(/<[^<>]+>/g, '*')}`));
    expect(posted.length).toBeGreaterThan(0);
    expect(shown.sort()).toEqual(posted.sort());
  });

  it('names in its rows only accounts of the chart', () => {
    const named = tableOf('Postings').flatMap(([, , rows]) =>
      [...rows!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!),
    );
    expect(named.filter((code) => !(code in CHART))).toEqual([]);
  });

  it('calls an account unused exactly when nothing posts to it', async () => {
    const used = new Set([...(await sourcesOf('libs')).matchAll(/\baccount\('([\w.]+)'/g)].map(([, code]) => code!));
    const unused = tableOf('Accounts')
      .filter((cells) => cells[5]!.startsWith('Later: '))
      .map(([code]) => withoutTicks(code!));
    expect(unused.sort()).toEqual(
      Object.keys(CHART)
        .filter((code) => !used.has(code))
        .sort(),
    );
  });

  it('knows every SQLSTATE of our own', async () => {
    const raised = new Set(
      [...(await sourcesOf('migrations')).matchAll(/ERRCODE = '(MS\d+)'/g)].map(([, code]) => code),
    );
    const shown = new Set([...page.matchAll(/\bMS\d+/g)].map(([code]) => code));
    expect([...shown].sort()).toEqual([...raised].sort());
  });

  it('names as guards only what the schema has', async () => {
    const schema = await readFile(join(ROOT, 'schema.sql'), 'utf8');
    const guards = tableOf('Invariants, and what enforces each').flatMap(([, by]) =>
      [...by!.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name!),
    );
    expect(guards.length).toBeGreaterThan(8);
    expect(guards.filter((name) => !new RegExp(`\\b${name}\\b`).test(schema))).toEqual([]);
  });
});
