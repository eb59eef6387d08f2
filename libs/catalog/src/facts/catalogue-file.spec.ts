import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogueRecords } from './catalogue-file.js';
import type { CatalogueRecord } from './catalogue-facts.js';

const OBSERVED = new Date('2026-01-02T00:00:00Z');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(content: string | Buffer): Promise<CatalogueRecord[]> {
  const file = join(folder, 'list');
  writeFileSync(file, content);
  const records: CatalogueRecord[] = [];
  for await (const record of catalogueRecords(file, { observedAt: OBSERVED })) records.push(record);
  return records;
}

/** `signal=value@day` of the project and of its packages. */
async function shown(content: string | Buffer): Promise<string[][]> {
  const text = ({ signal, value, observedAt }: { signal: string; value: number; observedAt: Date }) =>
    `${signal}=${String(Number(value.toFixed(3)))}@${observedAt.toISOString().slice(0, 10)}`;
  return (await read(content)).map((record) => {
    if ('reason' in record) return [`${String(record.record)} ${record.reason}`];
    if ('aliasKey' in record) return [`${record.aliasKey} -> ${record.key}`];
    const packages = record.packages.flatMap(({ key, confidence, signals }) => [
      `${key} ${String(confidence)}`,
      ...signals.map(text),
    ]);
    return [record.repositoryUrl, ...record.signals.map(text), ...packages];
  });
}

const CATALOGUE = `repo_url,ecosystems,purls,language,license,stars_2024,last_activity_at,truck_factor_2021,openssf_criticality_2021,unknown_column
https://github.com/Own/Name.git,npm,pkg:npm/%40own/name|pkg:npm/Other|nonsense,Rust,"BSD 3-Clause ""New""",0,2024-12-01,1,,9
not a repository,npm,pkg:npm/x,,,,,,,
https://github.com/own/second,npm,,,,many,soon,-1,NaN,
`;

describe('a catalogue of repositories', () => {
  it('gives packages and figures with the year of their column; empty is not known, and zero is zero', async () => {
    expect(await shown(CATALOGUE)).toEqual([
      [
        'https://github.com/own/name',
        'stars=0@2024-12-31',
        'contributorAbsenceFactor=1@2021-12-31',
        'monthsSinceActivity=0.986@2024-12-31',
        'npm/%40own/name 60',
        'npm/Other 60',
      ],
      ['2 NO_REPOSITORY'],
      ['https://github.com/own/second'],
    ]);
  });

  it('keeps language and licence as they are stated', async () => {
    expect((await read(CATALOGUE))[0]).toMatchObject({ language: 'Rust', licence: 'BSD 3-Clause "New"' });
  });

  it.each([
    ['with a byte order mark', `\uFEFF${CATALOGUE}`],
    ['with line ends of Windows', CATALOGUE.replaceAll('\n', '\r\n')],
    ['packed with gzip', gzipSync(CATALOGUE)],
    ['after empty lines', `\n\n${CATALOGUE}`],
  ])('is read alike %s', async (_how, content) => {
    expect(await shown(content)).toEqual(await shown(CATALOGUE));
  });
});

describe('OpenSSF criticality scores', () => {
  it('of the second version are observed when they were collected', async () => {
    const table = `repo.url,repo.language,repo.license,repo.star_count,legacy.org_count,depsdev.dependent_count,default_score,collection_date
https://github.com/own/name,Go,MIT,5,3,100,0.61234,2024-05-06T01:02:03Z
https://github.com/own/other,Go,MIT,5,3,,0.5,
`;
    expect(await shown(table)).toEqual([
      [
        'https://github.com/own/name',
        'stars=5@2024-05-06',
        'organisations=3@2024-05-06',
        'dependents=100@2024-05-06',
        'openssfScore=0.612@2024-05-06',
      ],
      [
        'https://github.com/own/other',
        'stars=5@2026-01-02',
        'organisations=3@2026-01-02',
        'openssfScore=0.5@2026-01-02',
      ],
    ]);
  });

  it('of the first version are known by other names, with units in brackets', async () => {
    const table = `platform,repo_url,created_since(m),org_count,comment_frequency,dependents_count,criticality_score,truckfactor
Cargo,https://github.com/own/name,87,7,1.1,7280,0.6612,1
`;
    expect(await shown(table)).toEqual([
      [
        'https://github.com/own/name',
        'monthsSinceCreation=87@2026-01-02',
        'organisations=7@2026-01-02',
        'commentsPerIssue=1.1@2026-01-02',
        'mentions=7280@2026-01-02',
        'openssfScore=0.661@2026-01-02',
        'contributorAbsenceFactor=1@2026-01-02',
      ],
    ]);
  });
});

describe('other names of packages', () => {
  it('are pairs of keys, without versions', async () => {
    const table = 'alias,purl\npkg:npm/request@2,pkg:npm/%40new/request\npkg:npm/a,pkg:npm/a@1\nx,pkg:npm/a\n';
    expect(await shown(table)).toEqual([['npm/request -> npm/%40new/request'], ['2 INVALID_PURL'], ['3 INVALID_PURL']]);
  });
});

describe('results of Scorecard', () => {
  const result = {
    date: '2024-02-03',
    repo: { name: 'github.com/own/name' },
    scorecard: { version: 'v5.0.0' },
    score: 7,
    checks: [
      { name: 'Dangerous-Workflow', score: 10 },
      { name: 'License', score: 0 },
      { name: 'Maintained', score: 0 },
      { name: 'Fuzzing', score: -1 },
      { name: '__proto__', score: 5 },
      { name: 'Invented', score: 3 },
    ],
  };
  const facts = [
    'https://github.com/own/name',
    'scorecard.Dangerous-Workflow=10@2024-02-03',
    'scorecard.License=0@2024-02-03',
    'scorecard.Maintained=0@2024-02-03',
    'scorecard.Invented=3@2024-02-03',
    // (10 * 10 + 2.5 * 0) / 12.5: without activity, which is measured apart, and without what is inconclusive.
    'postureScore=8@2024-02-03',
  ];

  it.each([
    ['alone', JSON.stringify(result)],
    ['alone over several lines', JSON.stringify(result, null, 2)],
    ['in a list', JSON.stringify([result])],
    ['one a line', `${JSON.stringify(result)}\n`],
  ])('are each check and the mean of what is measured nowhere else: %s', async (_how, content) => {
    expect(await shown(content)).toEqual([facts]);
  });

  it('go on after a line that is none, and say which one', async () => {
    const line = JSON.stringify(result);
    const inconclusive = JSON.stringify({ ...result, checks: [{ name: 'Fuzzing', score: -1 }] });
    expect(await shown(`${line}\n{broken\n[]\n${inconclusive}\n{"repo":{},"checks":[]}\n`)).toEqual([
      facts,
      ['2 NOT_A_RECORD'],
      ['3 NOT_A_RECORD'],
      ['4 NO_FACTS'],
      ['5 NO_REPOSITORY'],
    ]);
  });
});

describe('answers of public services', () => {
  it('of deps.dev say where a package comes from, with the certainty of registry metadata', async () => {
    const version = (system: string, name: string, related: object[]) => ({
      versionKey: { system, name, version: '1' },
      isDeprecated: false,
      relatedProjects: related,
    });
    const source = { projectKey: { id: 'github.com/own/name' }, relationType: 'SOURCE_REPO' };
    const tracker = { projectKey: { id: 'github.com/own/issues' }, relationType: 'ISSUE_TRACKER' };
    const lines = [
      version('NPM', '@own/name', [tracker, source]),
      version('MAVEN', 'org.own:name', [source]),
      version('GO', 'example.org/own/name', [source]),
      version('NPM', 'lost', [tracker]),
      version('UNHEARD', 'x', [source]),
      { projectKey: { id: 'github.com/own/name' }, starsCount: 3 },
    ];
    expect(await shown(lines.map((line) => JSON.stringify(line)).join('\n'))).toEqual([
      ['https://github.com/own/name', 'npm/%40own/name 80', 'isDeprecated=0@2026-01-02'],
      ['https://github.com/own/name', 'maven/org.own/name 80', 'isDeprecated=0@2026-01-02'],
      ['https://github.com/own/name', 'golang/example.org/own/name 80', 'isDeprecated=0@2026-01-02'],
      ['4 NO_REPOSITORY'],
      ['5 INVALID_PURL'],
      ['6 NOT_A_RECORD'],
    ]);
    expect(
      await shown(JSON.stringify({ projectKey: { id: 'github.com/own/name' }, starsCount: 3, license: 'MIT' })),
    ).toEqual([['https://github.com/own/name', 'stars=3@2026-01-02']]);
  });

  it('of ecosyste.ms have figures of the package and of its repository', async () => {
    const answer = {
      purl: 'pkg:npm/name',
      repository_url: 'https://github.com/own/name',
      dependent_packages_count: 10,
      dependent_repos_count: 25,
      downloads: 1_000,
      downloads_period: 'last-month',
      latest_release_published_at: '2025-01-01T00:00:00.000Z',
      last_synced_at: '2026-01-01T00:00:00.000Z',
      status: null,
      critical: true,
      maintainers: [{ login: 'x' }, { login: 'y' }],
      repo_metadata: { archived: false, pushed_at: '2025-07-02T00:00:00.000Z', stargazers_count: 7 },
    };
    const list = [
      answer,
      { ...answer, purl: 'pkg:npm/other', maintainers: [], downloads_period: 'total', repo_metadata: null },
    ];
    expect(await shown(JSON.stringify(list))).toEqual([
      [
        'https://github.com/own/name',
        'monthsSinceActivity=6.012@2026-01-01',
        'isArchived=0@2026-01-01',
        'isOnCuratedSet=1@2026-01-01',
        'stars=7@2026-01-01',
        'npm/name 80',
        'dependents=25@2026-01-01',
        'downloads=1000@2026-01-01',
        'publishers=2@2026-01-01',
        'isDeprecated=0@2026-01-01',
      ],
      [
        'https://github.com/own/name',
        'monthsSinceActivity=11.992@2026-01-01',
        'isOnCuratedSet=1@2026-01-01',
        'npm/other 80',
        'dependents=25@2026-01-01',
        'isDeprecated=0@2026-01-01',
      ],
    ]);
  });
});

describe('what is no list', () => {
  it.each([
    ['a table of something else', 'name,price\nx,1\n', 'UNKNOWN_CATALOGUE'],
    ['JSON of something else', '{"a":1}', 'UNKNOWN_CATALOGUE'],
    ['nothing', '', 'MALFORMED_CATALOGUE'],
    ['white space', '\n \n', 'MALFORMED_CATALOGUE'],
    ['broken JSON', '{"repo":', 'MALFORMED_CATALOGUE'],
    ['a quote that does not end', `${CATALOGUE}"https://github.com/a/b,`, 'MALFORMED_CATALOGUE'],
    ['half of what gzip packed', gzipSync(CATALOGUE).subarray(0, 40), 'MALFORMED_CATALOGUE'],
  ])('is refused: %s', async (_what, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });
});
