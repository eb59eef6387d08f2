import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, parseId } from '#platform/kernel';
import {
  actOnRun,
  codes,
  createRun,
  decideOnRun,
  givenBudget,
  givenLockedRun,
  givenPortfolio,
  givenUse,
  readRun,
  type Portfolio,
} from '../support/given-budgets.js';
import { givenDomain } from '../support/given-domain.js';
import {
  givenBalance,
  givenCompany,
  givenMaintainer,
  givenNeed,
  givenNeedOf,
  givenPaidPledge,
  passTime,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

/** Makes it one that may know everything: it shows its domain and has funded a need. */
async function clearCompany(company: GivenCompany): Promise<void> {
  await givenDomain(api, company.organisationId);
  await givenPaidPledge(api, company, (await givenNeed(api)).needId, '10000');
}

async function givenCleared(): Promise<GivenCompany> {
  const company = await givenCompany(api);
  await clearCompany(company);
  return company;
}

/** What the log has of accesses of the organisation, oldest first. */
async function accesses({ organisationId }: GivenCompany): Promise<string[]> {
  const rows = await api.database.asOwner<{ action: string }>(
    `SELECT canonical::jsonb->>'action' AS action FROM audit_entry WHERE subject = $1 ORDER BY seq`,
    [`exposure:${parseId('org', organisationId)}`],
  );
  return rows.map(({ action }) => action);
}

describe('the score of 2021, which is made of figures about people and activity', () => {
  /** All ten, of which two are for everybody. */
  const FIGURES = {
    monthsSinceCreation: 100,
    monthsSinceActivity: 3,
    contributors: 41,
    organisations: 3,
    commitsPerWeek: 7,
    releasesLastYear: 5,
    issuesClosed: 11,
    issuesUpdated: 13,
    commentsPerIssue: 1.5,
    mentions: 900,
  };

  const shown = async (projectId: string, as: Caller) => {
    const { data, errors } = await api.gql(
      `query ($id: ID!) { node(id: $id) { ... on Project { standing { isFull
         scores { methodId axis score { value terms { signal figure } } } } } } }`,
      { id: projectId },
      as,
    );
    expect(errors).toBeUndefined();
    return (
      data!.node as {
        standing: {
          isFull: boolean;
          scores: { methodId: string; axis: string; score: { value: number; terms: { signal: string }[] } }[];
        };
      }
    ).standing;
  };

  it('leaves for nobody but those who may know each of them', async () => {
    const { projectId, maintainer } = await givenNeed(api);
    for (const [signal, value] of Object.entries(FIGURES))
      await api.database.asOwner(
        `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', now())`,
        [parseId('prj', projectId), signal, value],
      );
    const stable = { projectId, isStable: true };
    await api.mutate('confirmStable', 'ConfirmStableInput', '__typename', stable, maintainer);
    await api.settle();
    const stranger = await shown(projectId, (await givenCompany(api)).engineer);
    expect([stranger.isFull, stranger.scores.map(({ methodId, axis }) => `${methodId} ${axis}`)]).toEqual([
      false,
      ['score-1 CRITICALITY'],
    ]);
    expect(stranger.scores.flatMap(({ score }) => score.terms.map(({ signal }) => signal))).toEqual([]);
    for (const reader of [maintainer, (await givenCleared()).engineer]) {
      const { isFull, scores } = await shown(projectId, reader);
      expect([isFull, scores.map(({ methodId, axis }) => `${methodId} ${axis}`)]).toEqual([
        true,
        ['openssf-2021 CRITICALITY', 'score-1 CRITICALITY', 'score-1 FRAGILITY'],
      ]);
      expect(scores[0]!.score.terms).toHaveLength(10);
    }
  });
});

describe('an allocation run, which is computed from the points of all needs at once', () => {
  let portfolio: Portfolio;
  let budgetId: string;
  beforeEach(async () => {
    portfolio = await givenPortfolio(api, ['30000', '30000']);
    budgetId = await givenBudget(api, portfolio.company, '20000');
  });

  async function preview(runId?: string): Promise<string> {
    const { company } = portfolio;
    const id = runId ?? (await createRun(api, budgetId, company.finance)).allocationRun!.id;
    expect(codes(await actOnRun(api, 'preview', id, company.finance))).toEqual([]);
    return id;
  }

  /** What a member reads of the points of a run: of its lines, its inputs and its plan. */
  async function told(runId: string): Promise<object> {
    const { data, errors } = await api.gql(
      `query ($id: ID!) { allocationRun(id: $id) { inputsSha256 inputs planFile replay { isSame }
         lines(first: 10) { nodes { tenths tier weight amount { minor } } } } }`,
      { id: runId },
      portfolio.company.engineer,
    );
    expect(errors).toBeUndefined();
    const { inputs, planFile, lines, replay } = data!.allocationRun as {
      inputs: string | null;
      planFile: string | null;
      lines: { nodes: Record<'tenths' | 'tier' | 'weight', unknown>[] };
      replay: { isSame: boolean };
    };
    const [{ tenths, tier, weight }] = lines.nodes as [Record<'tenths' | 'tier' | 'weight', unknown>];
    const known = [inputs, planFile, tenths, tier, weight].map((value) => value !== null);
    return { known, lines: lines.nodes.length, isSame: replay.isSame };
  }
  const ALL = { known: [true, true, true, true, true], lines: 2, isSame: true };

  it('is an access of its organisation each time that it is computed or read, and not when it has bands alone', async () => {
    const id = await preview();
    expect([await told(id), await accesses(portfolio.company)]).toEqual([ALL, []]);
    await clearCompany(portfolio.company);
    await preview(id);
    const [{ projects, digest }] = (await api.database.asOwner<{ projects: number; digest: string }>(
      `SELECT (facts->>'projects')::int AS projects, facts->>'inputsSha256' AS digest
         FROM audit_entry, jsonb_extract_path(canonical::jsonb, 'facts') AS facts WHERE canonical::jsonb->>'action' = 'computeRun' AND subject = $1`,
      [`exposure:${parseId('org', portfolio.company.organisationId)}`],
    )) as [{ projects: number; digest: string }];
    expect([projects, digest]).toEqual([2, (await readRun(api, id, portfolio.company.finance))!.inputsSha256]);
    const before = (await accesses(portfolio.company)).length;
    expect(await told(id)).toEqual(ALL);
    const after = await accesses(portfolio.company);
    // The lines, the inputs, and the plan that is made of them.
    expect([after[0], after.slice(before)]).toEqual(['computeRun', ['readRun', 'readRun', 'readRun']]);
  });

  it('tells no points any more when the clearance is lost, and goes on telling the money', async () => {
    await givenBalance(api, portfolio.company, '20000');
    await clearCompany(portfolio.company);
    const id = await givenLockedRun(api, budgetId, portfolio.company, { method: 'BALANCE' });
    expect(await told(id)).toEqual(ALL);
    await api.database.asOwner('DELETE FROM organisation_domain WHERE organisation_id = $1', [
      parseId('org', portfolio.company.organisationId),
    ]);
    expect(await told(id)).toEqual({ ...ALL, known: [false, false, false, false, false] });
    expect(codes(await decideOnRun(api, 'approve', id, portfolio.approver))).toEqual([]);
  });

  it('counts its projects apart from pages, and is refused with nothing kept when there would be too many on one day', async () => {
    await clearCompany(portfolio.company);
    const id = await preview();
    const day = api.clock.now().toISOString().slice(0, 10);
    const seen = (kind: string, count: number) =>
      api.database.asOwner(
        'INSERT INTO exposure_access (organisation_id, day, kind, project_id) SELECT $1, $2::date, $3, gen_random_uuid() FROM generate_series(1, $4)',
        [parseId('org', portfolio.company.organisationId), day, kind, count],
      );
    await seen('figures', 500);
    await seen('run', 1_998);
    await preview(id);
    await seen('run', 1);
    const before = await api.fingerprint();
    expect(codes(await actOnRun(api, 'preview', id, portfolio.company.finance))).toEqual(['RUN_EXPOSURE_LIMIT']);
    expect(await api.fingerprint()).toEqual(before);
  });
});

describe('the band of fragility, which everybody may know of one project', () => {
  const STANDING = 'standing { fragility isFull }';

  /** The band of a project as its page tells it, or the code of the refusal. */
  async function band(projectId: string, as: Caller): Promise<unknown> {
    const { data, errors } = await api.gql(
      `query ($id: ID!) { node(id: $id) { ... on Project { ${STANDING} } } }`,
      { id: projectId },
      as,
    );
    return errors?.[0]?.extensions?.refusal ?? (data!.node as { standing: { fragility: string } }).standing.fragility;
  }

  const readings = ({ personId }: Caller) =>
    api.database.asOwner<{ projects: number }>(
      `SELECT jsonb_array_length(canonical::jsonb #> '{facts,projectIds}') AS projects FROM audit_entry
        WHERE subject = $1 AND canonical::jsonb->>'action' = 'readBands' ORDER BY seq`,
      [`exposure:${parseId('usr', personId)}`],
    );

  /** As if the person had seen the bands of so many other projects today. */
  const seen = ({ personId }: Caller, count: number) =>
    api.database.asOwner(
      'INSERT INTO band_access (person_id, day, project_id) SELECT $1, $2::date, gen_random_uuid() FROM generate_series(1, $3)',
      [parseId('usr', personId), api.clock.now().toISOString().slice(0, 10), count],
    );

  it('is told of so many projects a day, is in the log the first time, and is told again on the next day', async () => {
    const [first, second] = [await givenNeed(api), await givenNeed(api)];
    const reader = await api.givenPerson('Reader');
    await seen(reader, 1_999);
    expect([await band(first.projectId, reader), await band(first.projectId, reader)]).toEqual(['UNRATED', 'UNRATED']);
    expect(await readings(reader)).toEqual([{ projects: 1 }]);
    expect([await band(second.projectId, reader), await band(first.projectId, reader)]).toEqual([
      'BAND_LIMIT',
      'UNRATED',
    ]);
    const list = await api.gql(`{ projects(search: "library", first: 2) { nodes { id ${STANDING} } } }`, {}, reader);
    expect(list.errors![0]!.extensions).toMatchObject({ code: 'BAD_REQUEST', refusal: 'BAND_LIMIT' });
    // What was refused was not seen.
    expect(await readings(reader)).toHaveLength(1);
    await passTime(api, DAY_MS);
    expect(await band(second.projectId, reader)).toBe('UNRATED');
    expect(await readings(reader)).toHaveLength(2);
  });

  it('counts for no maintainer of the project, and for no organisation that may know more', async () => {
    const { projectId, maintainer } = await givenNeed(api);
    const { engineer } = await givenCleared();
    for (const reader of [maintainer, engineer]) {
      await seen(reader, 2_000);
      expect(await band(projectId, reader)).toBe('UNRATED');
      expect(await readings(reader)).toEqual([]);
    }
  });

  it.each(['rankedNeeds', 'exposedProjects'])('is counted in %s too', async (list) => {
    const { company, needs } = await givenPortfolio(api, ['30000', '30000']);
    const quiet = list === 'exposedProjects';
    for (const { needId } of quiet ? needs : [])
      await api.database.asOwner(`UPDATE need SET status = 'closed' WHERE id = $1`, [parseId('need', needId)]);
    const ask = async () => {
      const document = `query ($id: ID!) { ${list}(organisationId: $id, first: 5) { nodes { tenths } } }`;
      const { data, errors } = await api.gql(document, { id: company.organisationId }, company.engineer);
      return errors?.[0]?.extensions?.refusal ?? (data![list] as { nodes: object[] }).nodes.length;
    };
    await seen(company.engineer, 1_999);
    expect(await ask()).toBe('BAND_LIMIT');
    expect(await readings(company.engineer)).toEqual([]);
    await passTime(api, DAY_MS);
    expect([await ask(), await ask(), await readings(company.engineer)]).toEqual([2, 2, [{ projects: 2 }]]);
  });
});

describe('requests for co-maintainers', () => {
  it('are found with their project and in the ranking of who ships it, and are no list', async () => {
    const project = await givenMaintainer(api);
    const { needId } = await givenNeedOf(api, project, [['10000', null]], { kind: 'CO_MAINTAINER' });
    const { needId: other } = await givenNeedOf(api, project, [['10000', null]], { kind: 'FUNDING' });
    const company = await givenCompany(api);
    await givenUse(api, company, [project.projectId]);
    const listed = async (filter: string, as?: Caller): Promise<unknown> => {
      const { data, errors } = await api.gql(`{ publishedNeeds(first: 100${filter}) { nodes { id kind } } }`, {}, as);
      return (
        errors?.[0]?.extensions?.refusal ??
        (data!.publishedNeeds as { nodes: { id: string }[] }).nodes.map(({ id }) => id)
      );
    };
    const ofProject = `, projectId: "${project.projectId}"`;
    for (const reader of [undefined, company.engineer, project.maintainer, (await givenCleared()).engineer]) {
      expect(await listed('', reader)).toContain(other);
      expect(await listed('', reader)).not.toContain(needId);
      expect(await listed(', kind: CO_MAINTAINER', reader)).toBe('PROJECT_REQUIRED');
      expect(await listed(ofProject, reader)).toEqual([other, needId]);
      expect(await listed(`${ofProject}, kind: CO_MAINTAINER`, reader)).toEqual([needId]);
    }
    const { data } = await api.gql(
      'query ($id: ID!) { rankedNeeds(organisationId: $id, first: 5) { nodes { need { id } } } }',
      { id: company.organisationId },
      company.engineer,
    );
    const { nodes } = data!.rankedNeeds as { nodes: { need: { id: string } }[] };
    expect(new Set(nodes.map(({ need }) => need.id))).toEqual(new Set([needId, other]));
  });
});
