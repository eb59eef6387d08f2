import { actOnRun, createRun, givenBudget } from '../../support/given-budgets.js';
import { givenMember, key } from '../../support/given.js';
import type { Input } from './input.js';
import type { World } from './world.js';

const budgetId = ({ api, company }: World): Promise<string> => givenBudget(api, company, '1000');

/** A run in this state, by somebody who decides on nothing of the matrix. */
async function runThat(world: World, state: 'draft' | 'previewed' | 'locked'): Promise<object> {
  const { api, company, people } = world;
  const somebody = await givenMember(api, company.organisationId, people.admin, ['FINANCE']);
  const { allocationRun } = await createRun(api, await budgetId(world), somebody);
  const { id } = allocationRun!;
  if (state !== 'draft') await actOnRun(api, 'preview', id, somebody);
  if (state === 'locked') await actOnRun(api, 'lock', id, somebody);
  return { allocationRunId: id };
}

const decision: Input = { type: 'DecideAllocationRunInput', input: (world) => runThat(world, 'locked') };
const action: Input = {
  type: 'BudgetActionInput',
  input: async (world) => ({ budgetId: await budgetId(world) }),
};

export const BUDGET_INPUTS: Readonly<Record<string, Input>> = {
  createBudget: {
    type: 'CreateBudgetInput',
    input: ({ company }) =>
      Promise.resolve({
        organisationId: company.organisationId,
        name: 'Open source',
        period: 'MONTH',
        startsOn: '2026-01-01',
        cap: { minor: '1000', currency: 'USD' },
        idempotencyKey: key(),
      }),
  },
  updateBudget: {
    type: 'UpdateBudgetInput',
    input: async (world) => ({ budgetId: await budgetId(world), name: 'Another name' }),
  },
  archiveBudget: action,
  restoreBudget: action,
  createAllocationRun: {
    type: 'CreateAllocationRunInput',
    input: async (world) => ({ budgetId: await budgetId(world), method: 'BALANCE', idempotencyKey: key() }),
  },
  previewAllocationRun: { type: 'AllocationRunActionInput', input: (world) => runThat(world, 'draft') },
  lockAllocationRun: { type: 'AllocationRunActionInput', input: (world) => runThat(world, 'previewed') },
  voidAllocationRun: {
    type: 'VoidAllocationRunInput',
    input: async (world) => ({ ...(await runThat(world, 'locked')), reason: 'Our plans changed' }),
  },
  approveAllocationRun: decision,
  rejectAllocationRun: decision,
};
