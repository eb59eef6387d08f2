import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatId, parseId } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import {
  actOnRun,
  checkoutOf,
  codes,
  createRun,
  decideOnRun,
  givenBudget,
  givenLockedRun,
  givenPortfolio,
  readRun,
} from '../support/given-budgets.js';
import { givenBalance, givenCompany, givenPaidPledge, key } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const balanceOf = async (organisationId: string) => {
  const rows = await api.database.asOwner<{ held: string }>(
    `SELECT -balance.balance AS held FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id
      WHERE account.code = 'held.org' AND account.owner = $1`,
    [organisationId],
  );
  return rows[0]?.held ?? '0';
};

const statusesOfPledges = async (organisationId: string) => {
  const rows = await api.database.asOwner<{ row: string }>(
    `SELECT status || ' ' || amount_minor AS row FROM pledge WHERE organisation_id = $1 ORDER BY amount_minor DESC, status`,
    [parseId('org', organisationId)],
  );
  return rows.map(({ row }) => row);
};

describe('a run by one Checkout', () => {
  it('is previewed, locked, approved by somebody else, paid once, and then all of its lines are', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['60000', '30000', '10000']);
    const budgetId = await givenBudget(api, company, '80000');
    const { allocationRun } = await createRun(api, budgetId, company.finance);
    expect(allocationRun).toMatchObject({ status: 'DRAFT' });
    const id = allocationRun!.id;
    expect((await actOnRun(api, 'preview', id, company.finance)).allocationRun).toMatchObject({
      status: 'PREVIEWED',
      planned: { minor: '80000' },
      reserve: { minor: '0' },
    });
    expect((await actOnRun(api, 'lock', id, company.finance)).allocationRun).toMatchObject({ status: 'LOCKED' });
    expect(codes(await decideOnRun(api, 'approve', id, company.finance))).toEqual(['SEPARATION_OF_DUTIES']);
    expect((await decideOnRun(api, 'approve', id, approver)).allocationRun).toMatchObject({ status: 'APPROVED' });
    await api.settle();
    expect(await statusesOfPledges(company.organisationId)).toEqual([
      'scheduled 40000',
      'scheduled 30000',
      'scheduled 10000',
    ]);
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    await api.settle();
    const run = (await readRun(api, id, company.engineer))!;
    expect(run).toMatchObject({ status: 'DISTRIBUTED', replay: { isSame: true } });
    expect(run.replay!.inputsSha256).toBe(run.inputsSha256);
    expect(run.lines.nodes.map(({ amount, promised }) => [amount.minor, promised!.minor])).toEqual([
      ['40000', '40000'],
      ['30000', '30000'],
      ['10000', '10000'],
    ]);
    for (const { amount, parts } of run.lines.nodes)
      expect(parts.reduce((sum, { minor }) => sum + Number(minor), 0)).toBe(Number(amount.minor));
    expect(await statusesOfPledges(company.organisationId)).toEqual(['paid 40000', 'paid 30000', 'paid 10000']);
    expect(await balanceOf(company.organisationId)).toBe('0');
    expect((await api.stripe.api.charges.list()).data.filter(({ amount }) => amount === 80_000)).toHaveLength(1);
    expect((await booksOf(api)).wrong).toEqual([]);
    expect(needs).toHaveLength(3);
  });

  it('ends when its Checkout runs out, and its needs can take as much again', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['50000']);
    const id = await givenLockedRun(api, await givenBudget(api, company, '20000'), company);
    await decideOnRun(api, 'approve', id, approver);
    await api.settle();
    const url = await checkoutOf(api, id, company.finance);
    await api.stripe.api.checkout.sessions.expire(url.split('/').at(-1)!.split('?')[0]!);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'VOID' });
    expect(await statusesOfPledges(company.organisationId)).toEqual(['lapsed 20000']);
    const [need] = await api.database.asOwner<{ reserved: string }>(
      'SELECT reserved_minor AS reserved FROM need WHERE id = $1',
      [parseId('need', needs[0]!.needId)],
    );
    expect(need).toEqual({ reserved: '0' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('a run out of the balance', () => {
  it('is paid by its approval, five of which at once pay it once', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000', '30000']);
    await givenBalance(api, company, '50000');
    const id = await givenLockedRun(api, await givenBudget(api, company, '40000'), company, { method: 'BALANCE' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => decideOnRun(api, 'approve', id, approver)));
    expect(answers.map(codes).sort()).toEqual([
      [],
      ['ALREADY_DECIDED'],
      ['ALREADY_DECIDED'],
      ['ALREADY_DECIDED'],
      ['ALREADY_DECIDED'],
    ]);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect(await balanceOf(company.organisationId)).toBe('10000');
    expect(await statusesOfPledges(company.organisationId)).toEqual(['paid 20000', 'paid 20000']);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is refused, and nothing stored, when the balance is smaller', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000', '30000']);
    await givenBalance(api, company, '39999');
    const id = await givenLockedRun(api, await givenBudget(api, company, '40000'), company, { method: 'BALANCE' });
    const before = await api.fingerprint();
    expect(codes(await decideOnRun(api, 'approve', id, approver))).toEqual(['INSUFFICIENT_FUNDS']);
    expect(await api.fingerprint()).toEqual(before);
    await givenBalance(api, company, '1000');
    expect((await decideOnRun(api, 'approve', id, approver)).allocationRun).toMatchObject({ status: 'DISTRIBUTED' });
  });
});

describe('what has changed since a run was locked', () => {
  it('makes lines smaller at the approval, and the next run has the difference', async () => {
    const { company, approver, needs } = await givenPortfolio(api, ['30000', '30000']);
    await givenBalance(api, company, '90000');
    const budgetId = await givenBudget(api, company, '40000');
    const id = await givenLockedRun(api, budgetId, company, { method: 'BALANCE' });
    await givenPaidPledge(api, await givenCompany(api), needs[0]!.needId, '25000');
    expect((await decideOnRun(api, 'approve', id, approver)).allocationRun).toMatchObject({
      status: 'DISTRIBUTED',
      planned: { minor: '25000' },
      reserve: { minor: '15000' },
    });
    await api.settle();
    const { lines } = (await readRun(api, id, company.finance))!;
    expect(lines.nodes.map(({ promised, shortage }) => [promised!.minor, shortage]).sort()).toEqual([
      ['20000', null],
      ['5000', 'GAP_SHRANK'],
    ]);
    // The cap of the year is used up; what is left over is all that the next run has.
    const next = await createRun(api, budgetId, company.finance, { method: 'BALANCE' });
    const previewed = await actOnRun(api, 'preview', next.allocationRun!.id, company.finance);
    expect(previewed.allocationRun).toMatchObject({ rolledIn: { minor: '15000' }, planned: { minor: '10000' } });
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('a run that cannot go on', () => {
  it('is refused by name', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000']);
    const budgetId = await givenBudget(api, company, '20000');
    const { finance: stranger } = await givenCompany(api);
    const before = await api.fingerprint();
    expect(codes(await createRun(api, budgetId, company.engineer))).toEqual(['MISSING_ROLE']);
    expect(codes(await createRun(api, budgetId, stranger))).toEqual(['BUDGET_NOT_FOUND']);
    expect(codes(await createRun(api, budgetId, company.finance, { amountMinor: '20001' }))).toEqual([
      'ABOVE_BUDGET_CAP',
    ]);
    expect(await api.fingerprint()).toEqual(before);
    const { allocationRun } = await createRun(api, budgetId, company.finance, { amountMinor: '15000' });
    const id = allocationRun!.id;
    // Also where the open one has taken all of the cap: it is what is in the way.
    for (const amountMinor of ['1', '90000000'])
      expect(codes(await createRun(api, budgetId, company.finance, { amountMinor }))).toEqual(['ALLOCATION_RUN_OPEN']);
    expect(codes(await actOnRun(api, 'lock', id, company.finance))).toEqual(['ILLEGAL_TRANSITION']);
    expect(codes(await decideOnRun(api, 'approve', id, approver))).toEqual(['ILLEGAL_TRANSITION']);
    expect(codes(await actOnRun(api, 'preview', id, company.engineer))).toEqual(['MISSING_ROLE']);
    await actOnRun(api, 'preview', id, company.finance);
    const updated = async (change: object): Promise<number> => {
      const { budget } = await api.mutate<{ budget: { policyVersion: number } }>(
        'updateBudget',
        'UpdateBudgetInput',
        'budget { policyVersion }',
        { budgetId, ...change },
        approver,
      );
      return budget.policyVersion;
    };
    // Only another policy makes the preview stale: not another name, nor the rule that there was.
    expect(await updated({ name: 'New', policy: { capMinor: '20000' } })).toBe(1);
    expect(await updated({ policy: { capMinor: '20001' } })).toBe(2);
    expect(codes(await actOnRun(api, 'lock', id, company.finance))).toEqual(['PREVIEW_STALE']);
    expect(await updated({ policy: { capMinor: '20000' } })).toBe(3);
    await actOnRun(api, 'preview', id, company.finance);
    await actOnRun(api, 'lock', id, company.finance);
    expect(codes(await actOnRun(api, 'preview', id, company.finance))).toEqual(['ILLEGAL_TRANSITION']);
    expect(codes(await decideOnRun(api, 'approve', id, company.engineer))).toEqual(['MISSING_ROLE']);
    expect((await decideOnRun(api, 'reject', id, approver)).allocationRun).toMatchObject({ status: 'VOID' });
    expect(codes(await decideOnRun(api, 'approve', id, approver))).toEqual(['ALREADY_DECIDED']);
    expect(codes(await actOnRun(api, 'void', id, company.finance))).toEqual(['ILLEGAL_TRANSITION']);
    // What a void run took from the cap is there again.
    expect(codes(await createRun(api, budgetId, company.finance, { amountMinor: '20000' }))).toEqual([]);
  });

  it('has nothing to divide without needs, and not in another currency', async () => {
    const { company } = await givenPortfolio(api, ['30000'], 'EUR');
    const { allocationRun } = await createRun(api, await givenBudget(api, company, '20000'), company.finance);
    expect(codes(await actOnRun(api, 'preview', allocationRun!.id, company.finance))).toEqual(['NOTHING_TO_ALLOCATE']);
    const nothing = await givenCompany(api);
    const run = await createRun(api, await givenBudget(api, nothing, '20000'), nothing.finance);
    expect(codes(await actOnRun(api, 'preview', run.allocationRun!.id, nothing.finance))).toEqual([
      'NOTHING_TO_ALLOCATE',
    ]);
  });

  it('is created once for one key', async () => {
    const { company } = await givenPortfolio(api, ['30000']);
    const budgetId = await givenBudget(api, company, '20000');
    const idempotencyKey = key();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => createRun(api, budgetId, company.finance, { idempotencyKey })),
    );
    expect(new Set(answers.map(({ allocationRun }) => allocationRun?.id)).size).toBe(1);
  });
});

describe('a locked run', () => {
  it('is seen by its members alone, and its texts cannot be changed', async () => {
    const { company } = await givenPortfolio(api, ['30000']);
    const id = await givenLockedRun(api, await givenBudget(api, company, '20000'), company);
    expect(await readRun(api, id, (await givenCompany(api)).finance)).toBeNull();
    const { inputs, planFile } = (await readRun(api, id, company.engineer))!;
    expect(JSON.parse(inputs!)).toMatchObject({ format: 'mainstay-allocation-run/1', amountMinor: '20000' });
    expect(JSON.parse(planFile!)).toMatchObject({ currency: 'USD', budgetMinor: '20000', mode: 'hold' });
    await expect(
      api.database.asOwner(`UPDATE allocation_plan SET result = '{}' WHERE run_id = $1`, [parseId('alr', id)]),
    ).rejects.toThrow('is locked');
    expect(formatId('alr', parseId('alr', id))).toBe(id);
  });
});

describe('a budget', () => {
  it('proposes its rules, is changed by versions, and makes no run while it is archived', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000']);
    const budgetId = await givenBudget(api, company, '20000', { developers: 5 });
    const change = (policy: object, caller = approver) =>
      api.mutate<{ budget: object | null }>(
        'updateBudget',
        'UpdateBudgetInput',
        'budget { policyVersion policy { focus mode lineLimit { minor } } openSourcePledgeTarget { decimal } }',
        { budgetId, policy },
        caller,
      );
    expect((await change({ lineLimitMinor: '700' })).budget).toEqual({
      policyVersion: 2,
      policy: { focus: 'DEFAULT', mode: 'HOLD', lineLimit: { minor: '700' } },
      openSourcePledgeTarget: { decimal: '10000.00' },
    });
    expect((await change({ lineLimitMinor: null })).budget).toMatchObject({ policy: { lineLimit: null } });
    expect(codes(await change({ capMinor: '0' }))).toEqual(['INVALID_BUDGET_POLICY']);
    expect(codes(await change({ needKinds: [] }))).toEqual(['INVALID_BUDGET_POLICY']);
    expect(codes(await change({ addedByHand: ['need_1'] }))).toEqual(['INVALID_BUDGET_POLICY']);
    const [project, need] = ['prj_00000000000000000000000000', 'need_00000000000000000000000000'];
    // An id of another kind would be a rule that nothing ever meets.
    for (const policy of [
      { excluded: [{ projectId: need, reason: 'Why' }] },
      { boosts: [{ projectId: need, percent: 150 }] },
      { floors: [{ needId: project, minor: '100' }] },
      { addedByHand: [project] },
    ])
      expect(codes(await change(policy))).toEqual(['INVALID_BUDGET_POLICY']);
    expect(codes(await change({ excluded: [{ projectId: project, reason: 'Why' }], addedByHand: [need] }))).toEqual([]);
    expect(codes(await change({}, company.engineer))).toEqual(['MISSING_ROLE']);
    const act = (action: string) =>
      api.mutate(`${action}Budget`, 'BudgetActionInput', 'budget { archivedAt }', { budgetId }, company.finance);
    const blank = await api.gql(
      'mutation ($input: UpdateBudgetInput!) { updateBudget(input: $input) { budget { id } } }',
      { input: { budgetId, name: '   ' } },
      company.finance,
    );
    expect(blank.errors?.[0]).toMatchObject({ message: expect.stringContaining('more than blanks') as unknown });
    await act('archive');
    expect(codes(await createRun(api, budgetId, company.finance))).toEqual(['BUDGET_ARCHIVED']);
    await act('restore');
    expect(codes(await createRun(api, budgetId, company.finance))).toEqual([]);
  });
});
