import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actOnRun, decideOnRun, givenBudget, givenLockedRun, givenPortfolio } from '../support/given-budgets.js';
import { givenBalance, givenCompany } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

/** Who did what to an object; null when the history is not for the caller. */
async function historyOf(id: string, caller: Caller | undefined): Promise<string[] | null> {
  const answer = await api.gql(
    'query ($id: ID!) { history(id: $id, first: 20) { nodes { action actor { personId } } } }',
    { id },
    caller,
  );
  const history = answer.data!.history as { nodes: { action: string; actor: { personId: string | null } }[] } | null;
  return history && history.nodes.map(({ action, actor }) => `${action} ${actor.personId ?? 'nobody'}`);
}

describe('the histories of a budget and of a run', () => {
  it('are for the organisation alone, with the names of its own people', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000']);
    await givenBalance(api, company, '20000');
    const budgetId = await givenBudget(api, company, '20000');
    await api.mutate('updateBudget', 'UpdateBudgetInput', 'budget { id }', { budgetId, name: 'New' }, approver);
    const runId = await givenLockedRun(api, budgetId, company, { method: 'BALANCE' });
    await decideOnRun(api, 'approve', runId, approver);
    const [finance, other] = [company.finance.personId, approver.personId];
    expect(await historyOf(budgetId, company.engineer)).toEqual([`create ${finance}`, `update ${other}`]);
    expect(await historyOf(runId, company.engineer)).toEqual([
      ...['create', 'preview', 'lock'].map((action) => `${action} ${finance}`),
      ...[`approve ${other}`, 'fund nobody', 'distribute nobody'],
    ]);
    const stranger = await givenCompany(api);
    for (const id of [budgetId, runId])
      expect([await historyOf(id, stranger.finance), await historyOf(id, undefined)]).toEqual([null, null]);
    expect(await actOnRun(api, 'void', runId, company.finance)).toMatchObject({ allocationRun: null });
  });
});
