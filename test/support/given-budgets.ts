import { parseId } from '#platform/kernel';
import { givenProduct, givenUpload, npmBom, purlOf } from './given-inventory.js';
import { givenCompany, givenMember, givenNeed, key, type GivenCompany, type GivenNeed } from './given.js';
import type { Caller, TestApi } from './test-api.js';

export interface Portfolio {
  readonly company: GivenCompany;
  /** A second person who may approve. */
  readonly approver: Caller;
  /** One for each goal, of projects of their own that the product of the company contains. */
  readonly needs: readonly GivenNeed[];
}

/** A company whose product stands on projects with needs of these goals, all as important to it. */
export async function givenPortfolio(api: TestApi, goals: readonly string[], currency = 'USD'): Promise<Portfolio> {
  const company = await givenCompany(api);
  const approver = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
  const needs: GivenNeed[] = [];
  for (const goal of goals) needs.push(await givenNeed(api, undefined, [goal], currency));
  await givenUse(
    api,
    company,
    needs.map(({ projectId }) => projectId),
  );
  return { company, approver, needs };
}

/** A product of the company that contains a package of each of the projects. */
export async function givenUse(api: TestApi, company: GivenCompany, projectIds: readonly string[]): Promise<void> {
  const packages: string[] = [];
  for (const projectId of projectIds) {
    await givenSignals(api, projectId);
    packages.push((await purlOf(api, projectId)).replace('pkg:npm/', ''));
  }
  const productId = await givenProduct(api, company, `Product ${key()}`);
  await givenUpload(api, company, productId, npmBom({ app: packages }));
  await api.settle();
}

/** Enough to rate a project. */
async function givenSignals(api: TestApi, projectId: string): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at)
     SELECT $1, signal, value, 'test', now()
       FROM (VALUES ('contributorAbsenceFactor', 1), ('monthsSinceActivity', 6), ('isOnCuratedSet', 1), ('openssfScore', 0.5)) AS known (signal, value)
     ON CONFLICT DO NOTHING`,
    [parseId('prj', projectId)],
  );
}

interface Answer {
  readonly userErrors: readonly { readonly code: string }[];
}

export const codes = ({ userErrors }: Answer): string[] => userErrors.map(({ code }) => code);

export interface ShownRun {
  readonly id: string;
  readonly status: string;
  readonly planned: { readonly minor: string };
  readonly reserve: { readonly minor: string };
  readonly rolledIn: { readonly minor: string };
  readonly inputsSha256: string | null;
}

const RUN = 'allocationRun { id status planned { minor } reserve { minor } rolledIn { minor } inputsSha256 }';

type RunAnswer = Answer & { readonly allocationRun: ShownRun | null };

/** A yearly budget, whose period began on the first day of the year. */
export async function givenBudget(
  api: TestApi,
  company: GivenCompany,
  capMinor: string,
  { policy = {}, period = 'YEAR', developers = null as number | null } = {},
): Promise<string> {
  const startsOn = `${String(api.clock.now().getUTCFullYear())}-01-01`;
  const { budget } = await api.mutate<{ budget: { id: string } }>(
    'createBudget',
    'CreateBudgetInput',
    'budget { id }',
    {
      organisationId: company.organisationId,
      name: 'Open source',
      period,
      startsOn,
      cap: { minor: capMinor, currency: 'USD' },
      // One need may have all of it.
      policy: { concentrationMinor: capMinor, ...policy },
      idempotencyKey: key(),
      developers,
    },
    company.finance,
  );
  return budget.id;
}

export function createRun(
  api: TestApi,
  budgetId: string,
  caller: Caller,
  { method = 'CHECKOUT', amountMinor = null as string | null, idempotencyKey = key() } = {},
): Promise<RunAnswer> {
  return api.mutate<RunAnswer>(
    'createAllocationRun',
    'CreateAllocationRunInput',
    RUN,
    { budgetId, method, amountMinor, idempotencyKey },
    caller,
  );
}

/** A budget with every rule, two runs of it, and a line of the first that is held: what a page about budgets shows. */
export async function givenPlans(
  api: TestApi,
  company: GivenCompany,
): Promise<{ readonly budget: string; readonly earlierRun: string; readonly run: string }> {
  const { needId, projectId } = await givenNeed(api, undefined, ['100000000']);
  await givenUse(api, company, [projectId]);
  const budget = await givenBudget(api, company, '900000', {
    developers: 3,
    policy: {
      lineLimitMinor: '500000',
      excluded: [{ projectId: (await givenNeed(api)).projectId, reason: 'Ours' }],
      boosts: [{ projectId, percent: 150 }],
      floors: [{ needId, minor: '100' }],
      addedByHand: [needId],
    },
  });
  const earlier = await createRun(api, budget, company.finance, { amountMinor: '1000' });
  const earlierRun = earlier.allocationRun!.id;
  await actOnRun(api, 'preview', earlierRun, company.finance);
  await actOnRun(api, 'void', earlierRun, company.finance);
  await api.database.asOwner(
    `UPDATE allocation_line SET promised_minor = 1000, held_minor = 1000, held_until = '2030-01-01', held_fallback = 'BALANCE'
      WHERE run_id = $1 AND amount_minor = 1000`,
    [parseId('alr', earlierRun)],
  );
  return { budget, earlierRun, run: await givenLockedRun(api, budget, company, { amountMinor: '2000' }) };
}

/** preview, lock or void. */
export function actOnRun(
  api: TestApi,
  action: 'preview' | 'lock' | 'void',
  allocationRunId: string,
  caller: Caller,
): Promise<RunAnswer> {
  const type = action === 'void' ? 'VoidAllocationRunInput' : 'AllocationRunActionInput';
  const input = { allocationRunId, ...(action === 'void' ? { reason: 'Our plans changed' } : {}) };
  return api.mutate<RunAnswer>(`${action}AllocationRun`, type, RUN, input, caller);
}

export function decideOnRun(
  api: TestApi,
  decision: 'approve' | 'reject',
  allocationRunId: string,
  caller: Caller,
): Promise<RunAnswer> {
  return api.mutate<RunAnswer>(
    `${decision}AllocationRun`,
    'DecideAllocationRunInput',
    RUN,
    { allocationRunId },
    caller,
  );
}

/** A run that waits for its approval. */
export async function givenLockedRun(
  api: TestApi,
  budgetId: string,
  { finance }: GivenCompany,
  options: Parameters<typeof createRun>[3] = {},
): Promise<string> {
  const { allocationRun } = await createRun(api, budgetId, finance, options);
  await actOnRun(api, 'preview', allocationRun!.id, finance);
  await actOnRun(api, 'lock', allocationRun!.id, finance);
  await api.settle();
  return allocationRun!.id;
}

/** Where the one payment of a run is made. */
export async function checkoutOf(api: TestApi, runId: string, caller: Caller): Promise<string> {
  const answer = await api.gql(
    'query ($id: ID!) { paymentOfAllocationRun(allocationRunId: $id) { checkoutUrl } }',
    { id: runId },
    caller,
  );
  return (answer.data!.paymentOfAllocationRun as { checkoutUrl: string }).checkoutUrl;
}

export interface ShownLine {
  readonly needId: string;
  readonly amount: { readonly minor: string };
  readonly reason: string | null;
  readonly opensAt: { readonly minor: string } | null;
  readonly parts: readonly { readonly reason: string; readonly minor: string }[];
  readonly promised: { readonly minor: string } | null;
  readonly shortage: string | null;
  readonly held: { readonly minor: string } | null;
  readonly heldOutcome: string | null;
}

export interface ReadRun extends ShownRun {
  readonly lines: { readonly nodes: readonly ShownLine[] };
  readonly replay: { readonly isSame: boolean; readonly inputsSha256: string } | null;
  readonly coverage: object | null;
  readonly planFile: string | null;
  readonly inputs: string | null;
}

export async function readRun(api: TestApi, id: string, caller: Caller): Promise<ReadRun | null> {
  const answer = await api.gql(
    `query ($id: ID!) { allocationRun(id: $id) { id status planned { minor } reserve { minor } rolledIn { minor } inputsSha256 planFile inputs
       replay { isSame inputsSha256 } coverage { exposureFundedPerMille askingFundedPerMille unclaimedExposurePerMille onePersonPerMille unplacedPerMille }
       lines(first: 10) { nodes { needId amount { minor } reason opensAt { minor } parts { reason minor } promised { minor } shortage held { minor } heldOutcome } } } }`,
    { id },
    caller,
  );
  return answer.data!.allocationRun as ReadRun | null;
}
