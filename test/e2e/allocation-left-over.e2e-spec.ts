import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, MINUTE_MS, parseId } from '#platform/kernel';
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
  type Portfolio,
} from '../support/given-budgets.js';
import { givenBalance, givenMember, passTime } from '../support/given.js';
import { subjectsOf } from '../support/given-offers.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

/** A run out of the balance that is approved and distributed. */
async function distributed({ company, approver }: Portfolio, budgetId: string, amountMinor: string): Promise<string> {
  const id = await givenLockedRun(api, budgetId, company, { method: 'BALANCE', amountMinor });
  expect((await decideOnRun(api, 'approve', id, approver)).allocationRun).toMatchObject({ status: 'DISTRIBUTED' });
  await api.settle();
  return id;
}

/** A run whose money comes after it was made void: its lines are held. */
async function heldRun({ company, approver }: Portfolio, budgetId: string, amountMinor = '20000'): Promise<string> {
  const id = await givenLockedRun(api, budgetId, company, { amountMinor });
  await decideOnRun(api, 'approve', id, approver);
  await api.settle();
  await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
  await actOnRun(api, 'void', id, company.finance);
  await api.settle();
  return id;
}

async function previewed({ company }: Portfolio, budgetId: string, amountMinor: string) {
  const { allocationRun } = await createRun(api, budgetId, company.finance, { method: 'BALANCE', amountMinor });
  return (await actOnRun(api, 'preview', allocationRun!.id, company.finance)).allocationRun!;
}

async function heldLines({ company }: Portfolio): Promise<string[]> {
  const answer = await api.gql(
    'query ($id: ID!) { heldLines(organisationId: $id, first: 10) { nodes { held { minor } } } }',
    { id: company.organisationId },
    company.engineer,
  );
  return (answer.data!.heldLines as { nodes: { held: { minor: string } }[] }).nodes.map(({ held }) => held.minor);
}

async function logged(action: string): Promise<number> {
  const entries = await api.database.asOwner(`SELECT 1 FROM audit_entry WHERE canonical::jsonb ->> 'action' = $1`, [
    action,
  ]);
  return entries.length;
}

describe('the reserve of a run', () => {
  it('goes to one later run, and is there again when that one is void', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    await givenBalance(api, company, '90000');
    const budgetId = await givenBudget(api, company, '90000', { policy: { lineLimitMinor: '10000' } });
    // What a run would have left that came to nothing is left by nobody.
    const never = await previewed(portfolio, budgetId, '25000');
    expect(never).toMatchObject({ reserve: { minor: '5000' } });
    await actOnRun(api, 'void', never.id, company.finance);
    await distributed(portfolio, budgetId, '25000');
    for (const action of ['void', 'approve'] as const) {
      const next = await previewed(portfolio, budgetId, '1000');
      expect(next).toMatchObject({ rolledIn: { minor: '5000' }, reserve: { minor: '0' } });
      await actOnRun(api, 'lock', next.id, company.finance);
      if (action === 'void') await actOnRun(api, 'void', next.id, company.finance);
      else await decideOnRun(api, 'approve', next.id, portfolio.approver);
    }
    expect(await previewed(portfolio, budgetId, '1000')).toMatchObject({ rolledIn: { minor: '0' } });
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('a locked run on which nobody decides', () => {
  it('ends after fourteen days, says so, and leaves what it had to the next run', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company, approver } = portfolio;
    await givenBalance(api, company, '90000');
    const budgetId = await givenBudget(api, company, '90000', { policy: { lineLimitMinor: '10000' } });
    await distributed(portfolio, budgetId, '25000');
    const { id } = await previewed(portfolio, budgetId, '1000');
    await actOnRun(api, 'lock', id, company.finance);
    await passTime(api, 14 * DAY_MS - MINUTE_MS);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'LOCKED' });
    await passTime(api, MINUTE_MS);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'VOID' });
    expect(await subjectsOf(api, company.finance)).toContain(
      'Nobody approved the allocation run over 60.00 USD in time',
    );
    expect(codes(await decideOnRun(api, 'approve', id, approver))).toEqual(['ALREADY_DECIDED']);
    expect(await logged('lapse')).toBe(1);
    expect(await previewed(portfolio, budgetId, '1000')).toMatchObject({ rolledIn: { minor: '5000' } });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('changes nothing when it was decided on before', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    await givenBalance(api, portfolio.company, '90000');
    const budgetId = await givenBudget(api, portfolio.company, '90000');
    const id = await distributed(portfolio, budgetId, '25000');
    await passTime(api, 14 * DAY_MS);
    expect(await readRun(api, id, portfolio.company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect(await logged('lapse')).toBe(0);
    const timers = `SELECT completed_at IS NOT NULL AS "isDone" FROM outbox_message WHERE topic = 'budgets.run_lapse_due'`;
    expect(await api.database.asOwner(timers)).toEqual([{ isDone: true }]);
  });
});

describe('a held line', () => {
  it('is held again when the run that had it is void', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const budgetId = await givenBudget(api, portfolio.company, '20000');
    await heldRun(portfolio, budgetId);
    for (let round = 0; round < 2; round += 1) {
      expect(await heldLines(portfolio)).toEqual(['20000']);
      const run = await previewed(portfolio, budgetId, '0');
      expect(run).toMatchObject({ rolledIn: { minor: '20000' }, planned: { minor: '20000' } });
      await actOnRun(api, 'lock', run.id, portfolio.company.finance);
      expect(await heldLines(portfolio)).toEqual([]);
      await actOnRun(api, 'void', run.id, portfolio.company.finance);
    }
    // Its day comes all the same, and is told once.
    await passTime(api, 75 * DAY_MS);
    expect(await heldLines(portfolio)).toEqual([]);
    expect(await logged('endHeldLine')).toBe(1);
  });

  it('is held once and until its day, however often and early it is told, and goes to one run', async () => {
    const portfolio = await givenPortfolio(api, ['90000']);
    const { company, approver } = portfolio;
    const budgetId = await givenBudget(api, company, '30000');
    const held = await heldRun(portfolio, budgetId);
    await api.database.asOwner(
      `INSERT INTO outbox_message (id, topic, version, payload, available_at, created_at)
       SELECT gen_random_uuid(), topic, version, payload, $2, created_at FROM outbox_message, generate_series(1, 3)
        WHERE topic IN ('payments.run_paid', 'budgets.held_line_due') AND payload ->> 'runId' = $1`,
      [parseId('alr', held), api.clock.now()],
    );
    await api.settle();
    expect(await heldLines(portfolio)).toEqual(['20000']);
    expect(await logged('holdLines')).toBe(1);
    const run = await previewed(portfolio, budgetId, '0');
    await actOnRun(api, 'lock', run.id, company.finance);
    expect((await decideOnRun(api, 'approve', run.id, approver)).allocationRun).toMatchObject({
      status: 'DISTRIBUTED',
    });
    expect(await previewed(portfolio, budgetId, '1000')).toMatchObject({ rolledIn: { minor: '0' } });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is no more than was paid, when the run had some of an earlier one', async () => {
    const portfolio = await givenPortfolio(api, ['90000']);
    const budgetId = await givenBudget(api, portfolio.company, '30000');
    await heldRun(portfolio, budgetId, '20000');
    await heldRun(portfolio, budgetId, '10000');
    // 200.00 are those of the first run again, and 100.00 came for the second, which had planned 300.00.
    expect((await heldLines(portfolio)).sort()).toEqual(['10000', '20000']);
    expect(await subjectsOf(api, portfolio.company.finance)).toContain(
      '100.00 USD came too late for an allocation run',
    );
    expect(codes(await createRun(api, budgetId, portfolio.company.finance, { amountMinor: '1' }))).toEqual([
      'ABOVE_BUDGET_CAP',
    ]);
    const next = await previewed(portfolio, budgetId, '0');
    expect(next).toMatchObject({ rolledIn: { minor: '30000' }, planned: { minor: '30000' } });
    await actOnRun(api, 'lock', next.id, portfolio.company.finance);
    await decideOnRun(api, 'approve', next.id, portfolio.approver);
    expect(await readRun(api, next.id, portfolio.company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('of which a run needs a part only is not paid again by the next one', async () => {
    const portfolio = await givenPortfolio(api, ['90000']);
    const { company, approver } = portfolio;
    const budgetId = await givenBudget(api, company, '20000');
    await heldRun(portfolio, budgetId);
    const limited = async (lineLimitMinor: string | null) =>
      api.mutate(
        'updateBudget',
        'UpdateBudgetInput',
        'budget { id }',
        { budgetId, policy: { capMinor: '20000', lineLimitMinor } },
        company.finance,
      );
    await limited('5000');
    for (const [planned, rolledIn] of [
      ['5000', '20000'],
      ['15000', '15000'],
    ] as const) {
      const run = await createRun(api, budgetId, company.finance, { amountMinor: '0' });
      const { id } = run.allocationRun!;
      expect((await actOnRun(api, 'preview', id, company.finance)).allocationRun).toMatchObject({
        planned: { minor: planned },
        rolledIn: { minor: rolledIn },
      });
      await actOnRun(api, 'lock', id, company.finance);
      await decideOnRun(api, 'approve', id, approver);
      // By Checkout, which has nothing to ask for.
      expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
      await limited(null);
    }
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is no more than the balance has beside what is held already', async () => {
    const portfolio = await givenPortfolio(api, ['90000']);
    const { company, approver } = portfolio;
    const budgetId = await givenBudget(api, company, '30000');
    await heldRun(portfolio, budgetId, '20000');
    const id = await givenLockedRun(api, budgetId, company, { amountMinor: '10000' });
    await decideOnRun(api, 'approve', id, approver);
    await api.settle();
    // What is held is spent on something else before the new money comes, and is promised to the first run again all the same.
    await distributed(portfolio, await givenBudget(api, company, '20000'), '20000');
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    await actOnRun(api, 'void', id, company.finance);
    await api.settle();
    expect(await heldLines(portfolio)).toEqual(['20000']);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('leaves reserves that were paid before to the run that left them', async () => {
    const portfolio = await givenPortfolio(api, ['90000']);
    const { company, approver } = portfolio;
    const budgetId = await givenBudget(api, company, '30000');
    const limited = async (lineLimitMinor: string | null) =>
      api.mutate(
        'updateBudget',
        'UpdateBudgetInput',
        'budget { id }',
        { budgetId, policy: { capMinor: '30000', lineLimitMinor } },
        company.finance,
      );
    await heldRun(portfolio, budgetId, '20000');
    await limited('5000');
    const part = await previewed(portfolio, budgetId, '0');
    await actOnRun(api, 'lock', part.id, company.finance);
    await decideOnRun(api, 'approve', part.id, approver);
    await limited(null);
    // 150.00 of reserve that is paid, and 100.00 of new money: the 100.00 come late.
    await heldRun(portfolio, budgetId, '10000');
    expect(await heldLines(portfolio)).toEqual(['10000']);
    const next = await createRun(api, budgetId, company.finance, { amountMinor: '0' });
    const { id } = next.allocationRun!;
    expect((await actOnRun(api, 'preview', id, company.finance)).allocationRun).toMatchObject({
      rolledIn: { minor: '25000' },
      planned: { minor: '25000' },
    });
    await actOnRun(api, 'lock', id, company.finance);
    await decideOnRun(api, 'approve', id, approver);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('keeps the reserves that its payment contained, and what it left itself is one', async () => {
    const portfolio = await givenPortfolio(api, ['90000', '90000']);
    const { company } = portfolio;
    await givenBalance(api, company, '90000');
    const budgetId = await givenBudget(api, company, '90000', { policy: { lineLimitMinor: '10000' } });
    await distributed(portfolio, budgetId, '25000');
    // With 50.00 of reserve: 200.00 are paid late, and 50.00 stay over.
    await heldRun(portfolio, budgetId, '20000');
    expect((await heldLines(portfolio)).sort()).toEqual(['10000', '10000']);
    const over = await previewed(portfolio, budgetId, '0');
    expect(over).toMatchObject({ rolledIn: { minor: '25000' } });
    await actOnRun(api, 'void', over.id, company.finance);
    // With these 50.00 and what is held, all of which is planned: 100.00 of new money and the reserve are paid late.
    const policy = { capMinor: '90000', lineLimitMinor: null };
    await api.mutate('updateBudget', 'UpdateBudgetInput', 'budget { id }', { budgetId, policy }, company.finance);
    await heldRun(portfolio, budgetId, '10000');
    const next = await createRun(api, budgetId, company.finance, { amountMinor: '0' });
    expect((await actOnRun(api, 'preview', next.allocationRun!.id, company.finance)).allocationRun).toMatchObject({
      rolledIn: { minor: '35000' },
      reserve: { minor: '0' },
    });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('goes to no run when the policy leaves it in the balance, nor when the balance has it no more', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const { company } = portfolio;
    const budgetId = await givenBudget(api, company, '30000', { policy: { fallback: 'BALANCE' } });
    await heldRun(portfolio, budgetId);
    expect(await previewed(portfolio, budgetId, '1000')).toMatchObject({ rolledIn: { minor: '0' } });
    const other = await givenPortfolio(api, ['30000']);
    const rolling = await givenBudget(api, other.company, '30000');
    await heldRun(other, rolling);
    await distributed(other, await givenBudget(api, other.company, '1000'), '1000');
    expect(await previewed(other, rolling, '1000')).toMatchObject({ rolledIn: { minor: '0' } });
  });
});

describe('the cap of a budget', () => {
  it('is for each period anew, and what was distributed in one counts', async () => {
    const portfolio = await givenPortfolio(api, ['900000']);
    const { company } = portfolio;
    await givenBalance(api, company, '10000');
    const budgetId = await givenBudget(api, company, '10000', { period: 'MONTH' });
    await distributed(portfolio, budgetId, '10000');
    expect(codes(await createRun(api, budgetId, company.finance, { amountMinor: '1' }))).toEqual(['ABOVE_BUDGET_CAP']);
    await passTime(api, 31 * DAY_MS);
    const runs = await api.database.asOwner<{ run: string }>(
      `SELECT status || ' ' || amount_minor AS run FROM allocation_run ORDER BY created_at`,
    );
    expect(runs.map(({ run }) => run)).toEqual(['distributed 10000', 'previewed 10000']);
  });

  it('holds for a draft too that was made before it fell', async () => {
    const { company } = await givenPortfolio(api, ['30000']);
    const budgetId = await givenBudget(api, company, '20000');
    const { allocationRun } = await createRun(api, budgetId, company.finance);
    const input = { budgetId, policy: { capMinor: '19999' } };
    await api.mutate('updateBudget', 'UpdateBudgetInput', 'budget { id }', input, company.finance);
    expect(codes(await actOnRun(api, 'preview', allocationRun!.id, company.finance))).toEqual(['ABOVE_BUDGET_CAP']);
  });
});

describe('a run that somebody else has drafted', () => {
  it('is not approved by who has locked it', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const { company, approver } = portfolio;
    const drafter = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const { allocationRun } = await createRun(api, await givenBudget(api, company, '20000'), drafter);
    await actOnRun(api, 'preview', allocationRun!.id, drafter);
    await actOnRun(api, 'lock', allocationRun!.id, approver);
    await api.settle();
    expect(codes(await decideOnRun(api, 'approve', allocationRun!.id, approver))).toEqual(['SEPARATION_OF_DUTIES']);
    expect(codes(await decideOnRun(api, 'approve', allocationRun!.id, drafter))).toEqual([]);
  });
});

describe('what a run saw and gave', () => {
  it('is frozen from its lock on, whatever becomes of it, and a replay tells of any change', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    await givenBalance(api, company, '90000');
    const budgetId = await givenBudget(api, company, '50000');
    const paid = await distributed(portfolio, budgetId, '10000');
    const ended = await givenLockedRun(api, budgetId, company, { method: 'BALANCE', amountMinor: '10000' });
    await actOnRun(api, 'void', ended, company.finance);
    const locked = await givenLockedRun(api, budgetId, company, { method: 'BALANCE', amountMinor: '10000' });
    const change = (id: string, column: 'inputs' | 'result') =>
      api.database.asOwner(
        `UPDATE allocation_plan SET ${column} = replace(${column}, '10000', '10001') || '' WHERE run_id = $1`,
        [parseId('alr', id)],
      );
    for (const id of [paid, ended, locked])
      for (const column of ['inputs', 'result'] as const) await expect(change(id, column)).rejects.toThrow('is locked');
    // Whoever gets around the database is found out by the replay.
    await api.database.asOwner('ALTER TABLE allocation_plan DISABLE TRIGGER allocation_plan_frozen');
    await api.database.asOwner(
      `UPDATE allocation_plan SET result = replace(result, '"5000"', '"5001"') WHERE run_id = $1`,
      [parseId('alr', paid)],
    );
    expect(await readRun(api, paid, company.finance)).toMatchObject({ replay: { isSame: false } });
    await api.database.asOwner(
      `UPDATE allocation_plan SET inputs = replace(inputs, '"lineLimitMinor":null', '"lineLimitMinor":"50000"') WHERE run_id = $1`,
      [parseId('alr', locked)],
    );
    const { replay, inputsSha256 } = (await readRun(api, locked, company.finance))!;
    // The same amounts follow, from other inputs.
    expect(replay).toMatchObject({ isSame: false });
    expect(replay!.inputsSha256).not.toBe(inputsSha256);
  });
});
