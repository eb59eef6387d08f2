/** Needs of projects for which nobody speaks any more: they stay ranked, lower, and runs give them nothing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actOnRun,
  codes,
  createRun,
  decideOnRun,
  givenBudget,
  givenLockedRun,
  givenPortfolio,
  readRun,
  type Portfolio,
} from '../support/given-budgets.js';
import { givenBalance, type GivenNeed } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

/** The last maintainer goes. */
async function abandon({ maintainer, projectId }: GivenNeed): Promise<void> {
  const { data } = await api.gql('{ claims(first: 5) { nodes { id project { id } } } }', {}, maintainer);
  const { nodes } = data!.claims as { nodes: { id: string; project: { id: string } }[] };
  const claimId = nodes.find(({ project }) => project.id === projectId)!.id;
  const answer = await api.mutate('withdrawClaim', 'WithdrawClaimInput', 'clientMutationId', { claimId }, maintainer);
  expect(codes(answer)).toEqual([]);
  await api.settle();
}

/** The points of each need, and those that it has since its maintainer was verified. */
async function ranked({ company }: Portfolio): Promise<Map<string, readonly number[]>> {
  const { data } = await api.gql(
    `query ($id: ID!) { rankedNeeds(organisationId: $id, first: 5) { nodes { need { id } tenths explanation { terms { term tenths } } } } }`,
    { id: company.organisationId },
    company.engineer,
  );
  const { nodes } = data!.rankedNeeds as {
    nodes: {
      need: { id: string };
      tenths: number;
      explanation: { terms: { term: string; tenths: number }[] }[];
    }[];
  };
  return new Map(
    nodes.map(({ need, tenths, explanation }) => {
      const terms = explanation.flatMap((part) => part.terms);
      return [need.id, [tenths, terms.find(({ term }) => term === 'verification')!.tenths]];
    }),
  );
}

describe('a need whose last maintainer has gone', () => {
  it('loses the points of a verified one at once', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const [left, kept] = portfolio.needs as [GivenNeed, GivenNeed];
    const before = await ranked(portfolio);
    await abandon(left);
    const after = await ranked(portfolio);
    expect(after.get(kept.needId)).toEqual(before.get(kept.needId));
    expect([before.get(left.needId)![1], after.get(left.needId)![1]]).toEqual([30, 0]);
    expect(before.get(left.needId)![0]! - after.get(left.needId)![0]!).toBe(30);
  });

  it('has no part in a run, though somebody added it by hand', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company, needs } = portfolio;
    const [left, kept] = needs as [GivenNeed, GivenNeed];
    await abandon(left);
    const budgetId = await givenBudget(api, company, '20000', { policy: { addedByHand: [left.needId] } });
    const { allocationRun } = await createRun(api, budgetId, company.finance);
    expect(codes(await actOnRun(api, 'preview', allocationRun!.id, company.finance))).toEqual([]);
    const { lines } = (await readRun(api, allocationRun!.id, company.finance))!;
    expect(lines.nodes.map(({ needId, amount, reason }) => [needId, amount.minor, reason])).toEqual([
      [kept.needId, '20000', null],
      [left.needId, '0', 'NOT_VERIFIED'],
    ]);
  });

  it('is promised nothing at the approval of a run that saw its maintainer; the rest of the run is paid', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['30000', '30000']);
    const [left, kept] = needs as [GivenNeed, GivenNeed];
    await givenBalance(api, company, '20000');
    const runId = await givenLockedRun(api, await givenBudget(api, company, '20000'), company, { method: 'BALANCE' });
    await abandon(left);
    expect(codes(await decideOnRun(api, 'approve', runId, approver))).toEqual([]);
    const run = (await readRun(api, runId, company.finance))!;
    expect([run.status, run.planned.minor, run.reserve.minor]).toEqual(['DISTRIBUTED', '10000', '10000']);
    const promised = run.lines.nodes.map(({ needId, promised: of, shortage }) => [needId, of!.minor, shortage]);
    expect(new Set(promised)).toEqual(
      new Set([
        [kept.needId, '10000', null],
        [left.needId, '0', 'NOT_VERIFIED'],
      ]),
    );
  });

  it('refuses the approval of a run that would promise to it alone', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['30000']);
    await givenBalance(api, company, '20000');
    const runId = await givenLockedRun(api, await givenBudget(api, company, '20000'), company, { method: 'BALANCE' });
    await abandon(needs[0]!);
    expect(codes(await decideOnRun(api, 'approve', runId, approver))).toEqual(['ALLOCATION_RUN_EMPTY']);
  });
});
