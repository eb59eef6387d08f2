import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseId } from '#platform/kernel';
import { CommandLine, PROJECT } from '../support/command-line.js';
import { FUNDING_JSON, givenManifest } from '../support/given-manifests.js';
import { givenMaintainer, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

const SAMPLES = join(PROJECT, '../shared/data/projects/funding');

let api: TestApi;
let maintainer: Caller;
let stranger: Caller;
let projectId: string;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());
beforeEach(async () => {
  ({ maintainer, projectId } = await givenMaintainer(api));
  stranger = await api.givenPerson(`Stranger ${key()}`);
});

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly channels: readonly { readonly type: string; readonly address: string | null }[];
  readonly plans: readonly object[];
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
}
const MANIFEST = `id kind status sha256 channels { type address } plans { name amount { minor currency } frequency }
  entity { name } history { year income } warnings { code count }`;

async function seen(as?: Caller): Promise<Shown[]> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Project { fundingManifests { ${MANIFEST} } } } }`;
  const { data, errors } = await api.gql(query, { id: projectId }, as);
  expect(errors).toBeUndefined();
  return (data!.node as { fundingManifests: Shown[] }).fundingManifests;
}

async function imported(fileName: string, content: string, as = maintainer) {
  return api.mutate<{ fundingManifest: Shown | null }>(
    'importFundingManifest',
    'ImportFundingManifestInput',
    `fundingManifest { ${MANIFEST} }`,
    { projectId, fileName, content },
    as,
  );
}

async function act(name: 'publish' | 'discard', fundingManifestId: string, as = maintainer): Promise<string[]> {
  const mutation = `${name}FundingManifest`;
  const type = `${name === 'publish' ? 'Publish' : 'Discard'}FundingManifestInput`;
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', { fundingManifestId }, as);
  return userErrors.map(({ code }) => code);
}

async function exported(format: string, as?: Caller) {
  const query = `query ($id: ID!) { exportFundingManifest(projectId: $id, format: ${format}) { fileName text toFill leftOut } }`;
  const { data, errors } = await api.gql(query, { id: projectId }, as);
  expect(errors).toBeUndefined();
  return data!.exportFundingManifest as { text: string; fileName: string; toFill: string[]; leftOut: number } | null;
}

/** What the project's maintainer sees of it among the figures, and in the score that is made of them. */
async function incomeShare(): Promise<{ readonly signal: readonly object[]; readonly term: readonly object[] }> {
  await api.settle();
  const query = `query ($id: ID!) { node(id: $id) { ... on Project { standing { signals { signal value source observedAt }
    scores { score { terms { signal figure value } } } } } } }`;
  const { data, errors } = await api.gql(query, { id: projectId }, maintainer);
  expect(errors).toBeUndefined();
  const { signals, scores } = (data!.node as { standing: Standing }).standing;
  const named = (rows: readonly Named[], name: string) => rows.filter(({ signal }) => signal === name);
  const terms = scores.flatMap(({ score }) => score.terms);
  return { signal: named(signals, 'incomeShare'), term: named(terms, 'fundingGap') };
}

interface Named {
  readonly signal: string;
}

interface Standing {
  readonly signals: readonly Named[];
  readonly scores: readonly { readonly score: { readonly terms: readonly Named[] } }[];
}

describe('an imported manifest', () => {
  it('is a draft that only maintainers see, with amounts in minor units, and no mail address anywhere', async () => {
    const { fundingManifest } = await imported('funding.json', JSON.stringify(FUNDING_JSON));
    expect(fundingManifest).toMatchObject({
      kind: 'FUNDING_JSON',
      status: 'DRAFT',
      channels: [{ type: 'bank', address: 'Ask for it' }],
      plans: [{ name: 'Upkeep', amount: { minor: '300000', currency: 'GBP' }, frequency: 'monthly' }],
      entity: { name: 'The library team' },
      history: [{ year: 2025, income: '1000' }],
      warnings: [{ code: 'EMAIL_ADDRESS', count: 1 }],
    });
    expect([await seen(), await seen(stranger), await exported('FUNDING_YML', stranger)]).toEqual([[], [], null]);
    expect(await seen(maintainer)).toEqual([fundingManifest]);
    const stored = await api.database.asOwner('SELECT * FROM funding_manifest');
    expect(JSON.stringify(stored)).not.toContain('team@mail');
  });

  it('is published by a maintainer, replaced by the next of its kind, and gone with its content when discarded', async () => {
    const id = await givenManifest(api, projectId, maintainer, { isPublished: true });
    expect((await seen()).map(({ status }) => status)).toEqual(['PUBLISHED']);
    const next = (await imported('funding.json', JSON.stringify({ ...FUNDING_JSON, version: 'v1.1.0' })))
      .fundingManifest!;
    expect((await seen(maintainer)).map(({ status }) => status)).toEqual(['DRAFT', 'PUBLISHED']);
    expect(await act('publish', next.id)).toEqual([]);
    expect((await seen()).map((shown) => shown.id)).toEqual([next.id]);
    expect(await act('publish', next.id)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await act('discard', next.id)).toEqual([]);
    expect(await act('discard', next.id)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await seen(maintainer)).toEqual([]);
    const rows = await api.database.asOwner('SELECT status, content FROM funding_manifest WHERE id = ANY($1)', [
      [parseId('fmn', id), parseId('fmn', next.id)],
    ]);
    expect(rows).toEqual(Array(2).fill({ status: 'discarded', content: null }));
  });

  it('of the same bytes is the one that is there', async () => {
    const first = await imported('FUNDING.yml', 'github: them\n');
    const again = await imported('.github/FUNDING.yml', 'github: them\n');
    expect(again.fundingManifest!.id).toBe(first.fundingManifest!.id);
    const other = await imported('FUNDING.yml', 'github: [them, us]\n');
    expect((await seen(maintainer)).map(({ id }) => id)).toEqual([other.fundingManifest!.id]);
  });

  it('is for maintainers to import, publish and discard, and for as long as they are', async () => {
    expect((await imported('FUNDING.yml', 'github: them\n', stranger)).userErrors).toMatchObject([
      { code: 'NOT_MAINTAINER' },
    ]);
    const id = await givenManifest(api, projectId, maintainer);
    expect(await act('publish', id, stranger)).toEqual(['FUNDING_MANIFEST_NOT_FOUND']);
    expect(await act('discard', id, stranger)).toEqual(['FUNDING_MANIFEST_NOT_FOUND']);
    await api.database.asOwner(`UPDATE project_claim SET status = 'withdrawn' WHERE project_id = $1`, [
      parseId('prj', projectId),
    ]);
    expect(await act('publish', id)).toEqual(['FUNDING_MANIFEST_NOT_FOUND']);
    expect(await seen(maintainer)).toEqual([]);
  });

  it.each([
    ['FUNDING_MANIFEST_OF_DRIPS', 'FUNDING.json', '{"drips":{"ethereum":{"ownedBy":"0x1"}}}'],
    ['FUNDING_MANIFEST_IS_POINTER', 'funding.json', '../.github/funding.json\n'],
    ['FUNDING_MANIFEST_EMPTY', 'FUNDING.yml', 'github:\ncustom:\n'],
    ['FUNDING_MANIFEST_UNKNOWN', 'some.json', '[]'],
    ['YAML_ALIAS_FORBIDDEN', 'FUNDING.yml', 'github: &a [x]\ncustom: *a\n'],
    ['MALFORMED_JSON', 'funding.json', '{'],
    ['FUNDING_MANIFEST_VERSION_UNSUPPORTED', 'funding.json', JSON.stringify({ ...FUNDING_JSON, version: 'v2.0.0' })],
    [
      'FUNDING_AMOUNT_INEXACT',
      'funding.json',
      JSON.stringify(FUNDING_JSON).replace('"amount":3000', '"amount":3000.001'),
    ],
  ])('is refused with %s, and nothing is kept', async (code, fileName, content) => {
    const before = await api.fingerprint();
    expect((await imported(fileName, content)).userErrors).toMatchObject([{ code }]);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('gives the income as a share of the target, for as long as it is published', async () => {
    const { fundingManifest: draft } = await imported('funding.json', JSON.stringify(FUNDING_JSON));
    expect(await incomeShare()).toEqual({ signal: [], term: [] });
    await act('publish', draft!.id);
    const year = {
      signal: 'incomeShare',
      value: 1000 / 36_000,
      source: 'funding manifest',
      observedAt: '2026-01-01T00:00:00.000Z',
    };
    const gap = (figure: number) => ({ signal: 'fundingGap', figure, value: 1 - figure });
    expect(await incomeShare()).toEqual({ signal: [year], term: [gap(year.value)] });
    const history = [{ ...FUNDING_JSON.funding.history[0], income: 18_000 }];
    const better = JSON.stringify({ ...FUNDING_JSON, funding: { ...FUNDING_JSON.funding, history } });
    const { fundingManifest: next } = await imported('funding.json', better);
    expect((await incomeShare()).signal).toEqual([year]);
    await act('publish', next!.id);
    expect(await incomeShare()).toEqual({
      signal: [{ ...year, value: 0.5 }],
      term: [gap(0.5)],
    });
    // Another kind of file says nothing of it.
    const { fundingManifest: other } = await imported('FUNDING.yml', 'github: them\n');
    await act('publish', other!.id);
    expect((await incomeShare()).signal).toHaveLength(1);
    await act('discard', next!.id);
    expect(await incomeShare()).toEqual({ signal: [], term: [] });
  });

  it('goes with the person who imported it', async () => {
    await imported('FUNDING.yml', 'github: me-myself\n');
    await api.mutate('requestErasure', 'RequestErasureInput', 'clientMutationId', {}, maintainer);
    await api.passDays(8);
    expect(JSON.stringify(await api.database.asOwner('SELECT * FROM funding_manifest'))).not.toContain('me-myself');
  });
});

describe('an export', () => {
  it('is the file again, and what the format asks for and nobody has said is named', async () => {
    await givenManifest(api, projectId, maintainer, { isPublished: true });
    const file = (await exported('FUNDING_JSON'))!;
    expect([file.fileName, file.toFill, file.leftOut]).toEqual(['funding.json', ['entity.email'], 0]);
    const entity: Record<string, unknown> = { ...FUNDING_JSON.entity };
    delete entity.email;
    expect(JSON.parse(file.text)).toMatchObject({ ...FUNDING_JSON, version: 'v1.1.0', entity });
    const { fundingManifest } = await imported('funding.json', file.text);
    expect(fundingManifest).toMatchObject({ warnings: [] });
    expect((await exported('FUNDING_YML'))!.leftOut).toBe(1);
  });

  it('for a maintainer is of the draft, for everybody else of what is published', async () => {
    const { fundingManifest } = await imported('FUNDING.yml', 'github: before\n');
    await act('publish', fundingManifest!.id);
    await imported('FUNDING.yml', 'github: after\n');
    expect((await exported('FUNDING_YML'))!.text).toContain('before');
    expect((await exported('FUNDING_YML', maintainer))!.text).toContain('after');
    expect(JSON.parse((await exported('PACKAGE_JSON'))!.text)).toEqual({
      funding: [{ type: 'github', url: 'https://github.com/sponsors/before' }],
    });
  });
});

(existsSync(SAMPLES) ? describe : describe.skip)('real manifests', () => {
  it('are told by the command line without a database', async () => {
    const tell = (file: string, ...flags: string[]) =>
      new CommandLine(['catalog', 'manifest', join(SAMPLES, file), ...flags]).ends();
    const plain = await tell('AerynOS_os-tools.funding.json');
    expect([plain.status, plain.lines.join('\n')]).toEqual([0, expect.stringContaining('3,000.00 GBP, monthly')]);
    const { lines } = await tell('babel_babel.FUNDING.yml', '--json');
    expect(JSON.parse(lines[0]!)).toMatchObject({ manifest: { kind: 'funding_yml', channels: expect.anything() } });
    expect(await tell('drips-network_app.FUNDING.json', '--json')).toMatchObject({
      status: 2,
      lines: [expect.stringContaining('FUNDING_MANIFEST_OF_DRIPS')],
    });
    expect(readFileSync(join(SAMPLES, 'babel_babel.FUNDING.yml'), 'utf8')).toContain('custom:');
  }, 60_000);
});
