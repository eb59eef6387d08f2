import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, parseId, type Id } from '#platform/kernel';
import { givenSignalContest } from '../support/given-claims.js';
import { givenProduct, givenUpload, npmBom, purlOf } from '../support/given-inventory.js';
import { givenOperators, type GivenOperators } from '../support/given-operators.js';
import { givenCompany, givenNeed, givenPaidPledge, key, passTime, type GivenNeed } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let operators: GivenOperators;
let given: GivenNeed;
let packageKey: string;
beforeAll(async () => {
  api = await TestApi.start();
  operators = await givenOperators(api);
}, 60_000);
afterAll(() => api.close());

beforeEach(async () => {
  given = await givenNeed(api);
  const [row] = await api.database.asOwner<{ key: string }>(
    'SELECT purl_key AS key FROM package WHERE project_id = $1',
    [projectUuid()],
  );
  packageKey = row!.key;
  await figure('package', 'dependents', 150_000);
  await figure('project', 'contributorAbsenceFactor', 1);
  await figure('project', 'monthsSinceActivity', 20);
  await api.settle();
});

const projectUuid = (): Id<'prj'> => parseId('prj', given.projectId);

async function figure(of: 'project' | 'package', signal: string, value: number): Promise<void> {
  const [table, column, id] =
    of === 'project' ? ['project_signal', 'project_id', projectUuid()] : ['package_signal', 'purl_key', packageKey];
  await api.database.asOwner(
    `INSERT INTO ${table} (${column}, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', $4)
     ON CONFLICT ON CONSTRAINT ${table}_pk DO UPDATE SET value = excluded.value, observed_at = excluded.observed_at`,
    [id, signal, value, api.clock.now()],
  );
}

interface Standing {
  readonly isFull: boolean;
  readonly scores: readonly {
    readonly methodId: string;
    readonly axis: string;
    readonly isFinished: boolean;
    readonly score: {
      readonly value: number;
      readonly confidence: number;
      readonly terms: readonly { signal: string }[];
      readonly missing: readonly string[];
    };
  }[];
  readonly whatIfs: readonly { readonly signal: string }[];
  readonly signals: readonly {
    readonly signal: string;
    readonly isStale: boolean;
    readonly isLeftOut: boolean;
    readonly contest: { readonly status: string; readonly note: string; readonly answer: string | null } | null;
  }[];
}

async function standing(as: Caller = given.maintainer): Promise<Standing> {
  const { data, errors } = await api.gql(
    `query ($id: ID!) { node(id: $id) { ... on Project { standing { isFull whatIfs { signal lowersFragilityBy }
       scores { methodId axis isFinished score { value confidence terms { signal figure source observedAt weight } missing } }
       signals { signal isStale isLeftOut contest { status note answer } } } } } }`,
    { id: given.projectId },
    as,
  );
  expect(errors).toBeUndefined();
  return (data!.node as { standing: Standing }).standing;
}

async function scored(axis: string): Promise<Standing['scores'][number]> {
  await api.settle();
  return (await standing()).scores.find((one) => one.axis === axis && one.methodId === 'score-1')!;
}

const decide = (signalContestId: string, isUpheld: boolean, as: Caller = operators.first) =>
  api.mutate(
    'decideSignalContest',
    'DecideSignalContestInput',
    'signalContest { status }',
    { signalContestId, isUpheld, answer: 'We looked' },
    as,
  );
const shownContest = async () => (await standing()).signals.find(({ signal }) => signal === 'dependents')!;
describe('a contested figure', () => {
  beforeEach(async () => {
    // Scores follow a message; figures that are written by hand have none.
    await confirm(true);
    await confirm(false);
  });

  it('has the note of its maintainer beside it, and counts until a person has decided', async () => {
    const before = await scored('CRITICALITY');
    expect(before.score.terms.map(({ signal }) => signal)).toContain('dependents');
    await givenSignalContest(api, given.projectId, given.maintainer);
    expect(await shownContest()).toMatchObject({
      isLeftOut: false,
      contest: { status: 'OPEN', note: expect.stringContaining('forks'), answer: null },
    });
    expect(await scored('CRITICALITY')).toEqual(before);
  });

  it('counts as missing once that was upheld, until a newer figure is seen', async () => {
    const contest = await givenSignalContest(api, given.projectId, given.maintainer);
    await decide(contest, true);
    expect((await scored('CRITICALITY')).score.missing).toContain('dependents');
    expect(await shownContest()).toMatchObject({ isLeftOut: true, contest: { status: 'UPHELD', answer: 'We looked' } });
    await passTime(api, DAY_MS);
    await figure('package', 'dependents', 12);
    await confirm(true);
    expect((await scored('CRITICALITY')).score.terms.map(({ signal }) => signal)).toContain('dependents');
  });

  it('goes on counting when that was dismissed, and may be contested again', async () => {
    const contest = await givenSignalContest(api, given.projectId, given.maintainer);
    await decide(contest, false);
    expect((await scored('CRITICALITY')).score.missing).not.toContain('dependents');
    expect((await decide(contest, true)).userErrors).toEqual([{ code: 'ILLEGAL_TRANSITION' }]);
    await givenSignalContest(api, given.projectId, given.maintainer);
    expect(await shownContest()).toMatchObject({ contest: { status: 'OPEN' } });
  });

  it('is contested once at a time, by a maintainer, about a figure that is there', async () => {
    const about = {
      projectId: given.projectId,
      signal: 'dependents',
      packageUrl: `pkg:${packageKey}`,
      note: 'This is not right',
    };
    const codes = async (change: object, as: Caller = given.maintainer) =>
      (
        await api.mutate('contestSignal', 'ContestSignalInput', 'clientMutationId', { ...about, ...change }, as)
      ).userErrors.map(({ code }) => code);
    const company = await givenCompany(api);
    expect(await codes({}, company.finance)).toEqual(['NOT_MAINTAINER']);
    expect(await codes({ signal: 'stars' })).toEqual(['SIGNAL_NOT_FOUND']);
    expect(await codes({ packageUrl: null })).toEqual(['SIGNAL_NOT_FOUND']);
    expect(await codes({ packageUrl: 'npm/left' })).toEqual(['INVALID_PURL']);
    const both = await Promise.all([codes({}), codes({})]);
    expect(both.flat()).toEqual(['SIGNAL_CONTESTED']);
  });

  it('is not decided by who maintains the project', async () => {
    const contest = await givenSignalContest(api, given.projectId, given.maintainer);
    await api.database.asOwner(
      `INSERT INTO project_claim (id, project_id, person_id, token, status, opened_at, expires_at, verified_at) VALUES (gen_random_uuid(), $1, $2, $3, 'verified', now(), now(), now())`,
      [projectUuid(), parseId('usr', operators.first.personId), key()],
    );
    expect((await decide(contest, true)).userErrors).toEqual([{ code: 'OWN_PROJECT' }]);
    expect((await decide(contest, true, operators.second)).userErrors).toEqual([]);
  });
});

async function confirm(isStable: boolean): Promise<void> {
  await api.mutate(
    'confirmStable',
    'ConfirmStableInput',
    'clientMutationId',
    { projectId: given.projectId, isStable },
    given.maintainer,
  );
  await api.settle();
}

describe('"stable, still maintained"', () => {
  it('takes silence off a project for a year, and ends with being taken back', async () => {
    await figure('package', 'unfixedAdvisories', 0);
    await figure('project', 'issuesOpenedLastYear', 2);
    await confirm(true);
    const quiet = await scored('FRAGILITY');
    expect(quiet.isFinished).toBe(true);
    await confirm(false);
    const loud = await scored('FRAGILITY');
    expect(loud.isFinished).toBe(false);
    expect(loud.score.value).toBeGreaterThan(quiet.score.value);
  });
});

describe('what makes a project weak', () => {
  async function cleared() {
    const company = await givenCompany(api);
    const other = await givenNeed(api);
    await givenPaidPledge(api, company, other.needId, '100000');
    await api.database.asOwner(
      `INSERT INTO organisation_domain (id, organisation_id, domain, token, status, added_at, verified_at, next_check_at)
       VALUES (gen_random_uuid(), $1, $2, $3, 'verified', now(), now(), now() + interval '1 year')`,
      [parseId('org', company.organisationId), `${key().slice(-10)}.example`, key()],
    );
    return company;
  }
  const entries = (organisationId: string) =>
    api.database.asOwner<{ canonical: string }>(
      `SELECT canonical FROM audit_entry WHERE canonical::jsonb ->> 'action' = 'read' AND subject LIKE '%' || $1`,
      [parseId('org', organisationId)],
    );

  it('is told in full to who maintains it without a trace, and to who is cleared with one', async () => {
    await confirm(false);
    expect((await standing()).isFull).toBe(true);
    const company = await cleared();
    expect(await entries(company.organisationId)).toEqual([]);
    const shown = await standing(company.engineer);
    expect([shown.isFull, shown.whatIfs.length > 0]).toEqual([true, true]);
    expect((await entries(company.organisationId)).length).toBe(1);
    const stranger = await givenCompany(api);
    const coarse = await standing(stranger.engineer);
    expect([coarse.isFull, coarse.whatIfs, coarse.scores.map(({ axis }) => axis)]).toEqual([
      false,
      [],
      ['CRITICALITY'],
    ]);
    expect(await entries(stranger.organisationId)).toEqual([]);
  });

  it('is refused whole beyond so many projects a day, and told again on the next', async () => {
    const company = await cleared();
    const productId = await givenProduct(api, company, 'Everything');
    await givenUpload(api, company, productId, npmBom({ app: [`${packageKey.replace('npm/', '')}@1.0.0`] }));
    await api.settle();
    await api.database.asOwner(
      `INSERT INTO exposure_access (organisation_id, day, kind, project_id) SELECT $1, $2::date, 'figures', gen_random_uuid() FROM generate_series(1, 500)`,
      [parseId('org', company.organisationId), api.clock.now().toISOString().slice(0, 10)],
    );
    const ask = () =>
      api.gql(
        'query ($id: ID!) { rankedNeeds(organisationId: $id, first: 5) { nodes { tenths } } exposedProjects(organisationId: $id, first: 5) { nodes { tenths } } }',
        { id: company.organisationId },
        company.engineer,
      );
    const refused = await ask();
    expect(refused.errors?.map(({ extensions }) => extensions)).toMatchObject([
      { code: 'BAD_REQUEST', refusal: 'EXPOSURE_LIMIT' },
    ]);
    expect(await entries(company.organisationId)).toEqual([]);
    await passTime(api, DAY_MS);
    const { data } = await ask();
    expect((data!.rankedNeeds as { nodes: object[] }).nodes).toHaveLength(1);
    expect((await entries(company.organisationId)).length).toBe(1);
  });

  it('counts to the last project of a day, also of those that ask for nothing', async () => {
    const company = await cleared();
    const silent = await givenNeed(api);
    await api.database.asOwner(`UPDATE need SET status = 'closed' WHERE id = $1`, [parseId('need', silent.needId)]);
    const packages = [packageKey, await purlOf(api, silent.projectId)].map((purl) => purl.replace(/^(pkg:)?npm\//, ''));
    const productId = await givenProduct(api, company, 'Everything');
    await givenUpload(api, company, productId, npmBom({ app: packages }));
    await api.settle();
    await api.database.asOwner(
      `INSERT INTO exposure_access (organisation_id, day, kind, project_id) SELECT $1, $2::date, 'figures', gen_random_uuid() FROM generate_series(1, 499)`,
      [parseId('org', company.organisationId), api.clock.now().toISOString().slice(0, 10)],
    );
    const ask = async (list: string) => {
      const document = `query ($id: ID!) { ${list}(organisationId: $id, first: 5) { nodes { tenths } } }`;
      const { data, errors } = await api.gql(document, { id: company.organisationId }, company.engineer);
      return errors?.[0]?.extensions?.refusal ?? (data![list] as { nodes: object[] }).nodes.length;
    };
    expect(await ask('exposedProjects')).toBe(1);
    expect(await entries(company.organisationId)).toHaveLength(1);
    expect(await ask('rankedNeeds')).toBe('EXPOSURE_LIMIT');
    // The same project again is none more.
    expect(await ask('exposedProjects')).toBe(1);
  });
});
