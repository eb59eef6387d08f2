import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseId } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import { CommandLine } from '../support/command-line.js';
import {
  actOnRun,
  checkoutOf,
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
  givenBillingDetails,
  givenCompany,
  givenMember,
  givenNeed,
  givenPaidPledge,
  givenProject,
  key,
} from '../support/given.js';
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
  return history?.nodes.map(({ action, actor }) => `${action} ${actor.personId ?? 'nobody'}`) ?? null;
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

interface Waiting {
  readonly run: { readonly id: string; readonly status: string };
  readonly required: number;
  readonly approvals: number;
  readonly refusal: string | null;
  readonly mayReject: boolean;
}

/** What somebody can do about each run that waits, as words. */
async function waitingFor({ company }: Portfolio, caller: Caller): Promise<string[]> {
  const answer = await api.gql(
    `query ($id: ID!) { allocationRunsAwaitingApproval(organisationId: $id, first: 10) {
       nodes { run { id status } required approvals refusal mayReject } } }`,
    { id: company.organisationId },
    caller,
  );
  return (answer.data!.allocationRunsAwaitingApproval as { nodes: Waiting[] }).nodes.map(
    ({ run, required, approvals, refusal, mayReject }) =>
      `${run.status} ${String(approvals)} of ${String(required)}: ${refusal ?? 'approve'}${mayReject ? ', reject' : ''}`,
  );
}

describe('a run that waits for two people', () => {
  const rule = (minor: string) => ({ from: { minor, currency: 'USD' }, required: 2 });
  const given = async (from: string): Promise<Portfolio & { second: Caller; runId: string }> => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const { organisationId, finance } = portfolio.company;
    const second = await givenMember(api, organisationId, finance, ['FINANCE']);
    const input = { organisationId, rules: [rule(from)] };
    expect(codes(await api.mutate('setApprovalRules', 'SetApprovalRulesInput', '__typename', input, finance))).toEqual(
      [],
    );
    await givenBalance(api, portfolio.company, '20000');
    const budgetId = await givenBudget(api, portfolio.company, '20000');
    const runId = await givenLockedRun(api, budgetId, portfolio.company, { method: 'BALANCE' });
    return { ...portfolio, second, runId };
  };

  it('tells each what they can do, takes no second word of the first, and is paid by the second', async () => {
    const waiting = await given('20000');
    const { company, approver, second, runId } = waiting;
    const late = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    expect(await waitingFor(waiting, company.finance)).toEqual(['LOCKED 0 of 2: SEPARATION_OF_DUTIES, reject']);
    expect(await waitingFor(waiting, company.engineer)).toEqual(['LOCKED 0 of 2: MISSING_ROLE']);
    expect(await waitingFor(waiting, late)).toEqual(['LOCKED 0 of 2: ROLE_TOO_YOUNG, reject']);
    expect(await waitingFor(waiting, approver)).toEqual(['LOCKED 0 of 2: approve, reject']);
    expect((await decideOnRun(api, 'approve', runId, approver)).allocationRun).toMatchObject({ status: 'LOCKED' });
    expect(await waitingFor(waiting, approver)).toEqual(['LOCKED 1 of 2: ALREADY_DECIDED']);
    // What the list says is what the decision is answered with.
    expect(codes(await decideOnRun(api, 'approve', runId, approver))).toEqual(['ALREADY_DECIDED']);
    expect(codes(await decideOnRun(api, 'reject', runId, approver))).toEqual(['ALREADY_DECIDED']);
    expect(codes(await decideOnRun(api, 'approve', runId, company.finance))).toEqual(['SEPARATION_OF_DUTIES']);
    expect(codes(await decideOnRun(api, 'approve', runId, late))).toEqual(['ROLE_TOO_YOUNG']);
    expect(codes(await decideOnRun(api, 'approve', runId, company.engineer))).toEqual(['MISSING_ROLE']);
    expect(await waitingFor(waiting, second)).toEqual(['LOCKED 1 of 2: approve, reject']);
    expect((await decideOnRun(api, 'approve', runId, second)).allocationRun).toMatchObject({ status: 'DISTRIBUTED' });
    expect(await waitingFor(waiting, second)).toEqual([]);
  });

  it('waits for one below the amount of the rule', async () => {
    const waiting = await given('20001');
    expect(await waitingFor(waiting, waiting.approver)).toEqual(['LOCKED 0 of 1: approve, reject']);
    expect((await decideOnRun(api, 'approve', waiting.runId, waiting.approver)).allocationRun).toMatchObject({
      status: 'DISTRIBUTED',
    });
  });

  it('does not count who has left since, and is in the list until it is decided', async () => {
    const waiting = await given('1');
    const { company, approver, second, runId } = waiting;
    await decideOnRun(api, 'approve', runId, approver);
    await api.database.asOwner('DELETE FROM membership_role WHERE organisation_id = $1 AND person_id = $2', [
      parseId('org', company.organisationId),
      parseId('usr', approver.personId),
    ]);
    expect(await waitingFor(waiting, second)).toEqual(['LOCKED 0 of 2: approve, reject']);
    expect((await decideOnRun(api, 'approve', runId, second)).allocationRun).toMatchObject({ status: 'LOCKED' });
    expect((await decideOnRun(api, 'reject', runId, company.finance)).allocationRun).toMatchObject({ status: 'VOID' });
    expect(await waitingFor(waiting, second)).toEqual([]);
  });

  it('is not for who gains by it to approve, nor for others to see', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const own = await givenNeed(api, portfolio.approver, ['30000']);
    await givenUse(api, portfolio.company, [own.projectId]);
    await givenLockedRun(api, await givenBudget(api, portfolio.company, '20000'), portfolio.company);
    expect(await waitingFor(portfolio, portfolio.approver)).toEqual(['LOCKED 0 of 1: APPROVER_BENEFITS, reject']);
    const answer = await api.gql(
      'query ($id: ID!) { allocationRunsAwaitingApproval(organisationId: $id, first: 10) { nodes { required } } }',
      { id: portfolio.company.organisationId },
      (await givenCompany(api)).finance,
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });
});

describe('two runs of a period', () => {
  it('say together what they reached, to whom may know it, and the second names the first', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['20000', '30000']);
    // A third one that asks for nothing, and for which nobody speaks.
    const silent = await givenProject(api, `https://forge.example/${key()}/silent`);
    await givenUse(api, company, [silent]);
    await givenBalance(api, company, '50000');
    const budgetId = await givenBudget(api, company, '50000', { policy: { minTrancheMinor: '15000' } });
    const distributed = async (amountMinor: string): Promise<string> => {
      const id = await givenLockedRun(api, budgetId, company, { method: 'BALANCE', amountMinor });
      expect((await decideOnRun(api, 'approve', id, approver)).allocationRun).toMatchObject({ status: 'DISTRIBUTED' });
      return id;
    };
    const year = String(api.clock.now().getUTCFullYear());
    const covered = async (periodOn = `${year}-01-01`) => {
      const answer = await api.gql(
        `query ($id: ID!, $periodOn: String!) { budget(id: $id) { coverage(periodOn: $periodOn) {
           runs given { minor } exposureFundedPerMille askingFundedPerMille unclaimedExposurePerMille onePersonPerMille unclaimedPerMille } } }`,
        { id: budgetId, periodOn },
        company.engineer,
      );
      return (answer.data!.budget as { coverage: object }).coverage;
    };
    expect(await covered()).toMatchObject({ runs: 0, given: { minor: '0' }, exposureFundedPerMille: 0 });
    const exposureOf = async (projectId: string): Promise<number> => {
      const rows = await api.database.asOwner<{ value: number }>(
        'SELECT value FROM project_exposure WHERE project_id = $1',
        [parseId('prj', projectId)],
      );
      return rows[0]!.value;
    };
    const [of, ofSilent] = [await exposureOf(needs[0]!.projectId), await exposureOf(silent)];
    const perMille = (part: number): number => Math.floor((1000 * part) / (2 * of + ofSilent));
    expect([of > 0, ofSilent > 0]).toEqual([true, true]);
    const shares = { unclaimedExposurePerMille: perMille(ofSilent), unclaimedPerMille: 0, onePersonPerMille: null };
    const first = await distributed('25000');
    const one = { runs: 1, given: { minor: '15000' }, exposureFundedPerMille: perMille(of), askingFundedPerMille: 500 };
    expect(await covered()).toEqual({ ...one, ...shares });
    const second = await distributed('15000');
    // One that is merely computed has given nothing.
    const { allocationRun } = await createRun(api, budgetId, company.finance, { amountMinor: '1000' });
    await actOnRun(api, 'preview', allocationRun!.id, company.finance);
    const both = { ...shares, runs: 2, exposureFundedPerMille: perMille(2 * of), askingFundedPerMille: 1000 };
    expect(await covered()).toMatchObject(both);
    expect(await covered(`${year}-01-02`)).toBeNull();
    await api.database.asOwner(`UPDATE project_claim SET status = 'withdrawn' WHERE project_id = ANY ($1)`, [
      needs.map(({ projectId }) => parseId('prj', projectId)),
    ]);
    const looks = () => api.database.asOwner(`SELECT 1 FROM audit_entry WHERE subject LIKE 'exposure:%'`);
    expect(await looks()).toEqual([]);
    await givenDomain(api, company.organisationId);
    expect(await covered()).toMatchObject({ ...both, unclaimedPerMille: 1000, onePersonPerMille: 1000 });
    // Who has been told is in the log.
    expect(await looks()).toHaveLength(1);
    const rolledInFrom = async (id: string) => {
      const answer = await api.gql(
        'query ($id: ID!) { allocationRun(id: $id) { rolledInFrom { runId reserve { minor } held { minor } } } }',
        { id },
        company.engineer,
      );
      return (answer.data!.allocationRun as { rolledInFrom: object[] }).rolledInFrom;
    };
    expect(await rolledInFrom(first)).toEqual([]);
    expect(await rolledInFrom(second)).toEqual([{ runId: first, reserve: { minor: '10000' }, held: { minor: '0' } }]);
  });
});

describe('the lines of a run', () => {
  it('are a file too, without points for who may not know them any more', async () => {
    const { company, needs } = await givenPortfolio(api, ['60000', '30000']);
    await givenDomain(api, company.organisationId);
    await givenPaidPledge(api, company, (await givenNeed(api)).needId, '10000');
    const { allocationRun } = await createRun(api, await givenBudget(api, company, '70000'), company.finance);
    const file = async (): Promise<string | null> => {
      const answer = await api.gql(
        'query ($id: ID!) { allocationRun(id: $id) { linesCsv } }',
        { id: allocationRun!.id },
        company.engineer,
      );
      return (answer.data!.allocationRun as { linesCsv: string | null }).linesCsv;
    };
    expect(await file()).toBeNull();
    expect(codes(await actOnRun(api, 'preview', allocationRun!.id, company.finance))).toEqual([]);
    const records = (await file())!.split('\r\n').map((record) => record.split(','));
    expect(records.map((record) => record[1])).toEqual(['need_id', needs[0]!.needId, needs[1]!.needId, undefined]);
    expect(records.map((record) => record.slice(8, 11).join(' '))).toEqual([
      'amount_minor currency exponent',
      '40000 USD 2',
      '30000 USD 2',
      '',
    ]);
    const points = (text: string): string[] =>
      text
        .split('\r\n')
        .slice(1, 3)
        .map((record) => record.split(',').slice(5, 8).join(' '));
    expect(points((await file())!)).toEqual([
      expect.stringMatching(/^\w+ \d+ \d+$/),
      expect.stringMatching(/^\w+ \d+ \d+$/),
    ]);
    await api.database.asOwner('DELETE FROM organisation_domain WHERE organisation_id = $1', [
      parseId('org', company.organisationId),
    ]);
    expect(points((await file())!)).toEqual(['  ', '  ']);
  });
});

describe('the plan file of a run', () => {
  it('gives the very same amounts on the command line', async () => {
    const { company } = await givenPortfolio(api, ['60000', '30000', '10001']);
    const budgetId = await givenBudget(api, company, '77777', { policy: { minTrancheMinor: '9000', blockMinor: '7' } });
    const { allocationRun } = await createRun(api, budgetId, company.finance);
    await actOnRun(api, 'preview', allocationRun!.id, company.finance);
    const run = (await readRun(api, allocationRun!.id, company.engineer))!;
    const directory = await mkdtemp(join(tmpdir(), 'mainstay-plan-'));
    const file = join(directory, 'plan.json');
    await writeFile(file, run.planFile!);
    const { status, lines } = await new CommandLine(['allocation', 'preview', file, '--json']).ends();
    await rm(directory, { recursive: true });
    expect(status).toBe(0);
    const said = JSON.parse(lines[0]!) as {
      lines: { id: string; amountMinor: string; parts: object[] }[];
      reserveMinor: string;
    };
    const amountsOf = (rows: readonly { id: string; amount: string }[]): string[] =>
      rows.map(({ id, amount }) => `${id} ${amount}`).sort();
    expect(amountsOf(said.lines.map(({ id, amountMinor: amount }) => ({ id, amount })))).toEqual(
      amountsOf(run.lines.nodes.map(({ needId: id, amount }) => ({ id, amount: amount.minor }))),
    );
    expect(said.reserveMinor).toBe(run.reserve.minor);
    expect(said.lines.reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0)).toBe(Number(run.planned.minor));
    expect(said.lines.filter(({ amountMinor }) => amountMinor !== '0').length).toBeGreaterThan(1);
  });
});

describe('the invoice of a run', () => {
  it('has one line for each need, and takes away what is in the balance already', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000', '30000']);
    await givenBillingDetails(api, company);
    const budgetId = await givenBudget(api, company, '50000');
    const first = await givenLockedRun(api, budgetId, company, { amountMinor: '40000' });
    await decideOnRun(api, 'approve', first, approver);
    await api.settle();
    await api.stripe.pay(api.browser(), await checkoutOf(api, first, company.finance));
    await actOnRun(api, 'void', first, company.finance);
    await api.settle();
    const second = await givenLockedRun(api, budgetId, company, { method: 'INVOICE', amountMinor: '10000' });
    await decideOnRun(api, 'approve', second, approver);
    await api.settle();
    const [invoice] = (await api.stripe.api.invoices.list({ limit: 1 })).data;
    expect(invoice).toMatchObject({ status: 'open', amount_due: 10_000 });
    const lines = (await api.stripe.api.invoices.listLineItems(invoice!.id)).data;
    expect(lines.map(({ amount, description }) => [amount, description])).toEqual([
      [25_000, expect.stringContaining('Safer releases')],
      [25_000, expect.stringContaining('Safer releases')],
      [-40_000, 'Paid in before'],
    ]);
    await api.stripe.pay(api.browser(), invoice!.hosted_invoice_url!);
    await api.settle();
    expect(await readRun(api, second, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});
