import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { givenDomain } from '../support/given-domain.js';
import { givenCompany, givenNeed, givenPaidPledge, type GivenCompany } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

/** A company that may know everything: it shows its domain and has funded a need. */
async function givenCleared(): Promise<GivenCompany> {
  const company = await givenCompany(api);
  await givenDomain(api, company.organisationId);
  await givenPaidPledge(api, company, (await givenNeed(api)).needId, '10000');
  return company;
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
