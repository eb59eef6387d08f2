import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CatalogQueries, type ImportCounts } from '#libs/catalog';
import { createDatabase, dropDatabase, openConnection } from '#platform/database';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { importFile } from '../../apps/cli/src/catalogue/import-file.js';
import { CommandLine, PROJECT } from '../support/command-line.js';

const SHARED = join(PROJECT, '../shared/data/projects/catalogue.csv');

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  database = await openTestDatabase();
  return () => database.close();
});

const catalog = (...args: string[]) => new CommandLine(['catalog', ...args, '--database', database.url]).ends();

async function list(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** As the command does it, without a process of its own. */
async function imported(file: string, source = basename(file)): Promise<ImportCounts | null> {
  const connection = await openConnection(database.url, 'test', null);
  return importFile(connection, file, { source, observedAt: new Date('2026-01-01') }).finally(() =>
    connection.destroy(),
  );
}

async function holdings() {
  const connection = await openConnection(database.url, 'test', null);
  return new CatalogQueries(connection).holdings().finally(() => connection.destroy());
}

/** Of each key the repository that it leads to, and how sure that is. */
async function links(...keys: readonly (string | [string, string])[]): Promise<(string | null)[]> {
  const connection = await openConnection(database.url, 'test', null);
  try {
    const queries = new CatalogQueries(connection);
    const questions = keys.map((key) =>
      typeof key === 'string' ? { key, repositoryUrl: null } : { key: key[0], repositoryUrl: key[1] },
    );
    const found = await queries.resolve(questions);
    const projects = await queries.projects([...found.values()].map(({ projectId }) => projectId));
    return questions.map(({ key }) => {
      const link = found.get(key);
      const project = projects.find(({ id }) => id === link?.projectId);
      return link ? `${project!.repositoryUrl.replace('https://', '')} ${String(link.confidence)}` : null;
    });
  } finally {
    await connection.destroy();
  }
}

describe('an import', () => {
  it('keeps the figure that was observed last, whichever list comes first, and says how many changed', async () => {
    const old = await list(
      'old.csv',
      'repo_url,purls,truck_factor_2021,stars_2024\nhttps://github.com/o/n,pkg:npm/n,1,5\n',
    );
    const scores = 'repo.url,default_score,legacy.org_count,repo.star_count,collection_date\n';
    const recent = await list('recent.csv', `${scores}https://github.com/o/n,0.5,3,9,2025-06-01\n`);
    const before = await list('before.csv', `${scores}https://github.com/o/n,0.4,2,1,2020-06-01\n`);
    expect((await catalog('import', old)).lines).toEqual([
      `${old}: 1 records; 1 new projects, 1 new packages, 2 signals, 0 new other names of packages; 0 skipped`,
    ]);
    expect(await imported(recent)).toMatchObject({ projects: 0, packages: 0, signals: 3 });
    expect(await imported(before)).toMatchObject({ signals: 0 });
    const rows = await database.asOwner<{ text: string }>(
      `SELECT signal || '=' || value || ' ' || source || ' ' || (observed_at AT TIME ZONE 'UTC')::date AS text FROM project_signal ORDER BY signal`,
    );
    expect(rows.map(({ text }) => text)).toEqual([
      'contributorAbsenceFactor=1 old.csv 2021-12-31',
      'openssfScore=0.5 recent.csv 2025-06-01',
      'organisations=3 recent.csv 2025-06-01',
      'stars=9 recent.csv 2025-06-01',
    ]);
  }, 60_000);

  it('of the same file from the same source is no work; from another source it is', async () => {
    const file = await list('same.csv', 'repo_url,purls\nhttps://github.com/o/n,pkg:npm/n\n');
    await imported(file);
    expect((await catalog('import', file)).lines).toEqual([
      `${file} was imported from this source before; nothing was done.`,
    ]);
    expect(await imported(file, 'another')).toMatchObject({ records: 1, projects: 0 });
    expect((await holdings()).imports.map(({ source }) => source)).toEqual(['another', 'same.csv']);
  }, 60_000);

  it.each([
    ['is unknown', 'a,b\n1,2\n', 'This is no list that can be imported.'],
    [
      'breaks off',
      `repo_url,purls\nhttps://github.com/o/n,pkg:npm/n\n"https://github.com/o/m,`,
      'cannot be read any further at record 2',
    ],
    ['says nothing', 'repo_url,purls\nnowhere,pkg:npm/n\n', 'None of the 1 records'],
  ])(
    'of a list that %s keeps nothing',
    async (_why, text, reason) => {
      const { status, lines } = await catalog('import', await list('bad.csv', text));
      expect([status, lines.join()]).toEqual([1, expect.stringContaining(reason)]);
      expect((await holdings()).totals).toEqual({ projects: 0, packages: 0, signals: 0, aliases: 0 });
      expect((await holdings()).imports).toEqual([]);
    },
    60_000,
  );

  it('that is only tried keeps nothing, and shows what is skipped and why', async () => {
    const file = await list('tried.csv', 'repo_url,purls\nhttps://github.com/o/n,pkg:npm/n\nnowhere,\n');
    expect((await catalog('import', '--dry-run', file)).lines).toEqual([
      `${file}: 2 records about 1 repositories, 1 packages, 0 signals, 0 other names of packages; 1 would be skipped. Nothing was imported.`,
      '  record 2 was skipped: it names no source repository',
    ]);
    expect((await holdings()).imports).toEqual([]);
  }, 60_000);

  it('can be taken back; projects stay', async () => {
    const file = await list('back.csv', 'repo_url,purls,stars_2024\nhttps://github.com/o/n,pkg:npm/n,5\n');
    await imported(file);
    expect((await catalog('remove', '--source', 'elsewhere')).status).toBe(1);
    expect((await catalog('remove', '--source', 'back.csv')).status).toBe(0);
    expect((await holdings()).totals).toEqual({ projects: 1, packages: 0, signals: 0, aliases: 0 });
    expect(await imported(file)).toMatchObject({ projects: 0, packages: 1, signals: 1 });
  }, 60_000);
});

describe('a package', () => {
  it('leads to its project by its key, another name, another spelling of a Go module, or the repository it names', async () => {
    const packages = 'pkg:npm/n|pkg:golang/k8s.io/klog|pkg:golang/example.org/lower';
    await catalog(
      'import',
      await list(
        'packages.csv',
        `repo_url,purls\nhttps://github.com/o/n,${packages}\nhttps://github.com/o/m,pkg:npm/m\n`,
      ),
    );
    await imported(await list('aliases.csv', 'alias,purl\npkg:npm/old-n,pkg:npm/n\npkg:npm/m,pkg:npm/n\n'));
    expect(
      await links(
        'npm/n',
        'npm/old-n',
        'npm/m',
        'golang/k8s.io/klog/v2',
        'golang/example.org/Lower',
        'npm/N',
        ['npm/elsewhere', 'https://github.com/o/m'],
        ['npm/n', 'https://github.com/o/m'],
        'npm/unknown',
      ),
    ).toEqual([
      'github.com/o/n 60',
      'github.com/o/n 60',
      'github.com/o/m 60',
      'github.com/o/n 60',
      'github.com/o/n 60',
      null,
      'github.com/o/m 80',
      'github.com/o/n 60',
      null,
    ]);
  }, 60_000);

  it('that a list leads to two repositories is a guess, and any better list moves it', async () => {
    const twice = 'repo_url,purls\nhttps://github.com/before/n,pkg:npm/n\nhttps://github.com/after/n,pkg:npm/n\n';
    await imported(await list('twice.csv', twice));
    expect(await links('npm/n')).toEqual(['github.com/before/n 30']);
    await imported(await list('once.csv', 'repo_url,purls\nhttps://github.com/after/n,pkg:npm/n\n'));
    expect(await links('npm/n')).toEqual(['github.com/after/n 60']);
  }, 60_000);

  it('moves to where registry metadata leads, and not back to a mapping', async () => {
    const said = (repository: string) => JSON.stringify({ purl: 'pkg:npm/n', repository_url: repository });
    await imported(await list('mapping.csv', 'repo_url,purls\nhttps://github.com/o/mapped,pkg:npm/n\n'));
    await imported(await list('registry.json', said('https://github.com/o/stated')));
    await imported(await list('later.csv', 'repo_url,purls\nhttps://github.com/o/later,pkg:npm/n\n'));
    expect(await links('npm/n')).toEqual(['github.com/o/stated 80']);
  }, 60_000);
});

describe('the catalogue of a new installation', () => {
  it('comes with its database, once', async () => {
    const url = new URL('/seeded', database.url).href;
    await createDatabase(new URL('/postgres', database.url).href, 'seeded');
    const migrate = () => new CommandLine(['migrate', '--database', url]).ends();
    try {
      const { lines } = await migrate();
      expect(lines.at(-1)).toMatch(/^The catalogue begins with \d{3} projects/);
      expect((await migrate()).lines).toEqual(['The database has the schema of this version.']);
    } finally {
      await dropDatabase(new URL('/postgres', database.url).href, 'seeded');
    }
  }, 60_000);

  it('is one in which every row can be read, and every other name leads to a package of it', async () => {
    for (const name of ['well-known.csv', 'npm-packages.csv', 'aliases.csv']) {
      expect(await imported(join(PROJECT, 'libs/catalog/seed', name))).toMatchObject({ skipped: 0 });
    }
    expect(
      await database.asOwner(
        'SELECT alias_key FROM package_alias WHERE purl_key NOT IN (SELECT purl_key FROM package)',
      ),
    ).toEqual([]);
  }, 60_000);
});

(existsSync(SHARED) ? describe : describe.skip)('a catalogue of 1,782 repositories', () => {
  it('is imported whole: every repository, every distinct purl, every figure of a column that is known', async () => {
    const rows = (await readFile(SHARED, 'utf8')).trim().split('\n').slice(1);
    const purls = new Set(rows.flatMap((row) => /pkg:[^,"]+/.exec(row)?.[0].split('|') ?? []));
    expect(await imported(SHARED)).toMatchObject({ records: 1_782, projects: 1_782, packages: purls.size, skipped: 0 });
    const counts = await database.asOwner<{ signal: string; n: number }>(
      'SELECT signal, count(*)::int AS n FROM project_signal GROUP BY signal',
    );
    // Figures that the description of the file states.
    expect(Object.fromEntries(counts.map(({ signal, n }) => [signal, n]))).toMatchObject({
      openssfScore: 201,
      contributorAbsenceFactor: 202,
    });
    expect(await imported(SHARED)).toBeNull();
  }, 60_000);

  it('agrees with what ships, but for one repository that has moved since', async () => {
    await imported(SHARED);
    const known = await database.asOwner<{ key: string; url: string }>(
      'SELECT purl_key AS key, repository_url AS url FROM package JOIN project ON project.id = package.project_id WHERE confidence = 60',
    );
    const urls = new Map(known.map(({ key, url }) => [key, url]));
    const shipped = (await readFile(join(PROJECT, 'libs/catalog/seed/well-known.csv'), 'utf8'))
      .trim()
      .split('\n')
      .slice(1);
    const compared = shipped.flatMap((row) => {
      const [url, list = ''] = row.split(',');
      return list.split('|').flatMap((purl) => {
        const other = urls.get(purl.slice('pkg:'.length));
        return other === undefined ? [] : [other === url ? 'same' : `${purl} ${other}`];
      });
    });
    expect(compared.filter((result) => result === 'same').length).toBeGreaterThan(75);
    expect(compared.filter((result) => result !== 'same')).toEqual([
      'pkg:maven/ch.qos.logback/logback-classic https://github.com/ceki/logback',
    ]);
  }, 60_000);
});
