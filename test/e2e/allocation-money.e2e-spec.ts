import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, formatId, parseId } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
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
  givenUse,
  readRun,
  type Portfolio,
} from '../support/given-budgets.js';
import { givenBalance, givenBillingDetails, givenNeed, givenPledge, passTime } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

/** A run that is approved, and whose payment is open. */
async function approved({ company, approver }: Portfolio, policy = {}, capMinor = '40000'): Promise<string> {
  const id = await givenLockedRun(api, await givenBudget(api, company, capMinor, { policy }), company);
  await decideOnRun(api, 'approve', id, approver);
  await api.settle();
  return id;
}

async function toldTo(person: Caller): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, person);
  return (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

async function heldLines({ company }: Portfolio): Promise<string[]> {
  const answer = await api.gql(
    'query ($id: ID!) { heldLines(organisationId: $id, first: 10) { nodes { held { minor } heldFallback heldUntil } } }',
    { id: company.organisationId },
    company.engineer,
  );
  const { nodes } = answer.data!.heldLines as { nodes: { held: { minor: string }; heldFallback: string }[] };
  return nodes.map(({ held, heldFallback }) => `${held.minor} ${heldFallback}`).sort();
}

/** The state of a run, told as often and by as many processes as may be. */
const paidAgain = async (id: string): Promise<void> => {
  await api.database.asOwner(
    `INSERT INTO outbox_message (id, topic, version, payload, available_at, created_at)
     SELECT gen_random_uuid(), topic, version, payload, available_at, created_at FROM outbox_message, generate_series(1, 5)
      WHERE topic = 'payments.run_paid' AND payload ->> 'runId' = $1`,
    [parseId('alr', id)],
  );
};

describe('a run by one invoice', () => {
  it('asks for all lines at once, names them, and is distributed when it is paid', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company, approver } = portfolio;
    const budgetId = await givenBudget(api, company, '40000');
    const { allocationRun } = await createRun(api, budgetId, company.finance, { method: 'INVOICE' });
    const id = allocationRun!.id;
    await actOnRun(api, 'preview', id, company.finance);
    expect(codes(await actOnRun(api, 'lock', id, company.finance))).toEqual(['BILLING_DETAILS_MISSING']);
    await givenBillingDetails(api, company);
    await actOnRun(api, 'lock', id, company.finance);
    await decideOnRun(api, 'approve', id, approver);
    await api.settle();
    const { data } = await api.stripe.api.invoices.list();
    expect(data).toMatchObject([{ amount_due: 40_000, status: 'open' }]);
    const lines = (await api.stripe.api.invoices.listLineItems(data[0]!.id)).data;
    expect(lines.map(({ amount, description }) => [amount, description])).toEqual(
      portfolio.needs.map(() => [20_000, expect.stringMatching(/^\S+.*: Safer releases$/)]),
    );
    await api.stripe.pay(api.browser(), data[0]!.hosted_invoice_url!);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('ends with the invoice that nobody paid', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const { company, approver } = portfolio;
    await givenBillingDetails(api, company);
    const id = await givenLockedRun(api, await givenBudget(api, company, '20000'), company, { method: 'INVOICE' });
    await decideOnRun(api, 'approve', id, approver);
    await api.settle();
    // Longer than a promise of a balance would wait.
    await passTime(api, 20 * DAY_MS);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'APPROVED' });
    const { data } = await api.stripe.api.invoices.list();
    await api.stripe.api.invoices.voidInvoice(data[0]!.id);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'VOID' });
    expect(await toldTo(company.finance)).toContain('The allocation run over 200.00 USD ended without a payment');
  });
});

describe('a run that is made void while its payment is open', () => {
  it('closes the page, ends its promises, and gives back what it took from the cap', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await approved(portfolio);
    const url = await checkoutOf(api, id, company.finance);
    expect((await actOnRun(api, 'void', id, company.finance)).allocationRun).toMatchObject({ status: 'VOID' });
    await api.settle();
    const session = await api.stripe.api.checkout.sessions.retrieve(url.split('/').at(-1)!.split('?')[0]!);
    expect(session.status).toBe('expired');
    const pledges = await api.database.asOwner<{ status: string }>('SELECT status FROM pledge');
    expect(pledges).toEqual([{ status: 'withdrawn' }, { status: 'withdrawn' }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('holds money that comes all the same, and the next run has it', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await approved(portfolio);
    const url = await checkoutOf(api, id, company.finance);
    // Paid and made void before anybody here has heard of the payment.
    await api.stripe.pay(api.browser(), url);
    await actOnRun(api, 'void', id, company.finance);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'VOID' });
    expect(await heldLines(portfolio)).toEqual(['20000 ROLL_OVER', '20000 ROLL_OVER']);
    expect(await toldTo(company.finance)).toContain('400.00 USD came too late for an allocation run');
    await paidAgain(id);
    await api.settle();
    expect(await heldLines(portfolio)).toEqual(['20000 ROLL_OVER', '20000 ROLL_OVER']);
    // It was new money, so that nothing is left of the cap; the next run has what is held, and asks for no payment of it.
    const [old] = await api.database.asOwner<{ id: string }>('SELECT budget_id AS id FROM allocation_run');
    const budgetId = formatId('bdg', old!.id);
    expect(codes(await createRun(api, budgetId, company.finance, { amountMinor: '1' }))).toEqual(['ABOVE_BUDGET_CAP']);
    const next = await createRun(api, budgetId, company.finance, { amountMinor: '0' });
    const nextId = next.allocationRun!.id;
    expect((await actOnRun(api, 'preview', nextId, company.finance)).allocationRun).toMatchObject({
      rolledIn: { minor: '40000' },
      planned: { minor: '40000' },
    });
    await actOnRun(api, 'lock', nextId, company.finance);
    expect(await heldLines(portfolio)).toEqual([]);
    await decideOnRun(api, 'approve', nextId, portfolio.approver);
    await api.settle();
    expect(await readRun(api, nextId, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    const charges = (await api.stripe.api.charges.list()).data.map(({ amount }) => amount);
    expect(charges).toEqual([40_000]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('what is held for a line', () => {
  it('is balance as any other when its time is over and the budget says so', async () => {
    const portfolio = await givenPortfolio(api, ['30000']);
    const { company } = portfolio;
    const id = await approved(portfolio, { fallback: 'BALANCE' }, '20000');
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    await actOnRun(api, 'void', id, company.finance);
    await api.settle();
    expect(await heldLines(portfolio)).toEqual(['20000 BALANCE']);
    await passTime(api, 74 * DAY_MS);
    expect(await heldLines(portfolio)).toEqual(['20000 BALANCE']);
    await passTime(api, DAY_MS);
    expect(await heldLines(portfolio)).toEqual([]);
    const run = (await readRun(api, id, company.finance))!;
    expect(run.lines.nodes.map(({ heldOutcome }) => heldOutcome)).toEqual(['BALANCE']);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('the payment of a run', () => {
  it('is taken over once, however often it is told', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await approved(portfolio);
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    await api.settle();
    await paidAgain(id);
    await api.settle();
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    const rows = await api.database.asOwner<{ count: string }>(
      `SELECT count(*) FROM ledger_tx WHERE kind = 'pledge_from_balance'`,
    );
    expect(rows).toEqual([{ count: '2' }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  /** A run that is paid, and whose balance lacks one cent of it. */
  async function givenShort(portfolio: Portfolio): Promise<string> {
    const { company, approver } = portfolio;
    const id = await approved(portfolio);
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    // The money is in the balance, and the message about the run is not yet handled.
    await api.database.asOwner(
      `CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.topic = 'payments.run_paid' THEN NEW.available_at := NEW.available_at + interval '1 hour'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER later BEFORE INSERT ON outbox_message FOR EACH ROW EXECUTE FUNCTION later();`,
    );
    await api.settle();
    const other = await givenNeed(api);
    const pledge = await givenPledge(api, company, other.needId, '1', 'USD', 'BALANCE');
    const input = { pledgeId: pledge };
    expect(codes(await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', input, approver))).toEqual([]);
    await passTime(api, 2 * 3_600_000);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'FUNDED' });
    await api.app.get(RecurringJobs).start();
    return id;
  }
  const WAITS = 'An allocation run waits for 400.00 USD in your balance';
  const GIVEN_UP = 'The allocation run over 400.00 USD was given up';

  it('waits for the balance when that was spent in between, and goes on when there is enough', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await givenShort(portfolio);
    expect(await toldTo(company.finance)).toContain(WAITS);
    await givenBalance(api, company, '100');
    await passTime(api, 2 * 3_600_000);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is made void while it waits, ends its promises, and holds what of its money is left', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await givenShort(portfolio);
    expect((await actOnRun(api, 'void', id, company.finance)).allocationRun).toMatchObject({ status: 'VOID' });
    const pledges = await api.database.asOwner<{ status: string }>(
      'SELECT pledge.status FROM pledge JOIN allocation_line line ON line.pledge_id = pledge.id',
    );
    expect(pledges).toEqual([{ status: 'withdrawn' }, { status: 'withdrawn' }]);
    expect(await heldLines(portfolio)).toEqual(['19999 ROLL_OVER', '20000 ROLL_OVER']);
    await paidAgain(id);
    await passTime(api, 8 * DAY_MS);
    expect(await heldLines(portfolio)).toEqual(['19999 ROLL_OVER', '20000 ROLL_OVER']);
    expect((await toldTo(company.finance)).filter((subject) => subject === WAITS)).toHaveLength(1);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is told of once a week while it waits, and given up four weeks after its payment', async () => {
    const portfolio = await givenPortfolio(api, ['30000', '30000']);
    const { company } = portfolio;
    const id = await givenShort(portfolio);
    const told = async () => (await toldTo(company.finance)).filter((subject) => [WAITS, GIVEN_UP].includes(subject));
    for (let week = 1; week <= 4; week += 1) {
      expect(await told()).toEqual(Array.from({ length: week }, () => WAITS));
      expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'FUNDED' });
      await passTime(api, 7 * DAY_MS);
    }
    expect(await told()).toEqual([GIVEN_UP, WAITS, WAITS, WAITS, WAITS]);
    expect(await readRun(api, id, company.finance)).toMatchObject({ status: 'VOID' });
    expect(await heldLines(portfolio)).toEqual(['19999 ROLL_OVER', '20000 ROLL_OVER']);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is tried again though an earlier one fails', async () => {
    const [first, second] = [await givenPortfolio(api, ['30000']), await givenPortfolio(api, ['30000'])];
    const ids = [await approved(first), await approved(second)];
    for (const { company } of [first, second]) await givenBalance(api, company, '40000');
    await api.database.asOwner(`UPDATE allocation_run SET status = 'funded', funded_at = now()`);
    await api.database.asOwner(
      `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.id = '${parseId('alr', ids[0]!)}' THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER broken BEFORE UPDATE ON allocation_run FOR EACH ROW EXECUTE FUNCTION broken();`,
    );
    await api.app.get(RecurringJobs).start();
    await passTime(api, 2 * 3_600_000);
    expect(await readRun(api, ids[0]!, first.company.finance)).toMatchObject({ status: 'FUNDED' });
    expect(await readRun(api, ids[1]!, second.company.finance)).toMatchObject({ status: 'DISTRIBUTED' });
  });

  it('is refused by name when it would be more or less than Stripe takes', async () => {
    const portfolio = await givenPortfolio(api, ['200000000']);
    const { company } = portfolio;
    const budgetId = await givenBudget(api, company, '200000000');
    const { allocationRun } = await createRun(api, budgetId, company.finance);
    await actOnRun(api, 'preview', allocationRun!.id, company.finance);
    expect(codes(await actOnRun(api, 'lock', allocationRun!.id, company.finance))).toEqual(['AMOUNT_NOT_CHARGEABLE']);
  });
});

describe('who may not approve a run', () => {
  it('is anybody who gains by one of its lines', async () => {
    const { company, approver } = await givenPortfolio(api, ['30000']);
    const own = await givenNeed(api, approver, ['30000']);

    await givenUse(api, company, [own.projectId]);
    const id = await givenLockedRun(api, await givenBudget(api, company, '40000'), company);
    expect(codes(await decideOnRun(api, 'approve', id, approver))).toEqual(['APPROVER_BENEFITS']);
  });
});

describe('a period of a budget', () => {
  it('begins with a run that is drafted and previewed once, and paid by nobody', async () => {
    const { company } = await givenPortfolio(api, ['900000']);
    const budgetId = await givenBudget(api, company, '10000', { period: 'MONTH' });
    const runs = async () => {
      const answer = await api.gql(
        'query ($id: ID!) { allocationRuns(budgetId: $id, first: 10) { nodes { status periodOn planned { minor } } } }',
        { id: budgetId },
        company.engineer,
      );
      return (answer.data!.allocationRuns as { nodes: object[] }).nodes;
    };
    expect(await runs()).toEqual([]);
    await passTime(api, 31 * DAY_MS);
    expect(await runs()).toMatchObject([{ status: 'PREVIEWED', planned: { minor: '10000' } }]);
    expect(await toldTo(company.finance)).toContain('A run over 100.00 USD was drafted for the new period of a budget');
    // It is open: the next period is skipped, and said so.
    await passTime(api, 31 * DAY_MS);
    expect(await runs()).toHaveLength(1);
    expect(await toldTo(company.finance)).toContain('No run could be drafted for the new period of a budget');
    expect(await api.database.asOwner('SELECT 1 FROM payment')).toEqual([]);
    // The series goes on when the open one is over.
    const [open] = await api.database.asOwner<{ id: string }>('SELECT id FROM allocation_run');
    await actOnRun(api, 'void', formatId('alr', open!.id), company.finance);
    await passTime(api, 31 * DAY_MS);
    expect(await runs()).toHaveLength(2);
    await api.mutate('archiveBudget', 'BudgetActionInput', 'budget { archivedAt }', { budgetId }, company.finance);
    await passTime(api, 31 * DAY_MS);
    expect(await runs()).toHaveLength(2);
  });

  it('is drafted for an invoice with the reference of the organisation, where its budget says so', async () => {
    const { company } = await givenPortfolio(api, ['900000']);
    const budgetId = await givenBudget(api, company, '10000', { period: 'MONTH' });
    const update = (change: object) =>
      api.mutate(
        'updateBudget',
        'UpdateBudgetInput',
        'budget { method purchaseOrder }',
        { budgetId, ...change },
        company.finance,
      );
    expect(await update({ method: 'INVOICE', purchaseOrder: 'PO 7' })).toMatchObject({
      budget: { method: 'INVOICE', purchaseOrder: 'PO 7' },
    });
    await passTime(api, 31 * DAY_MS);
    const runs = () =>
      api.database.asOwner(
        'SELECT method, purchase_order AS "purchaseOrder" FROM allocation_run WHERE budget_id = $1 ORDER BY created_at',
        [parseId('bdg', budgetId)],
      );
    expect(await runs()).toEqual([{ method: 'invoice', purchaseOrder: 'PO 7' }]);
    const answer = await api.gql(
      'query ($id: ID!) { allocationRuns(budgetId: $id, first: 1) { nodes { id } } }',
      { id: budgetId },
      company.engineer,
    );
    const [drafted] = (answer.data!.allocationRuns as { nodes: { id: string }[] }).nodes;
    await actOnRun(api, 'void', drafted!.id, company.finance);
    // One that is made by hand may say otherwise, and what is taken away is not proposed any more.
    await createRun(api, budgetId, company.finance, { method: 'BALANCE', amountMinor: '1' });
    expect(await update({ purchaseOrder: null })).toMatchObject({ budget: { method: 'INVOICE', purchaseOrder: null } });
    expect((await runs())[1]).toEqual({ method: 'balance', purchaseOrder: 'PO 7' });
  });
});

describe('the difference of two runs, and what they reach', () => {
  it('is told with the reasons', async () => {
    const { company, needs } = await givenPortfolio(api, ['30000', '30000']);
    const budgetId = await givenBudget(api, company, '40000');
    const first = (await createRun(api, budgetId, company.finance)).allocationRun!.id;
    await actOnRun(api, 'preview', first, company.finance);
    await actOnRun(api, 'void', first, company.finance);
    const excluded = [{ projectId: needs[0]!.projectId, reason: 'We maintain it' }];
    await api.mutate(
      'updateBudget',
      'UpdateBudgetInput',
      'budget { id }',
      { budgetId, policy: { excluded } },
      company.finance,
    );
    const second = (await createRun(api, budgetId, company.finance)).allocationRun!.id;
    await actOnRun(api, 'preview', second, company.finance);
    const answer = await api.gql(
      `query ($from: ID!, $to: ID!) { allocationRunDiff(fromId: $from, toId: $to, first: 10) { nodes { needId kind fromMinor toMinor toReason } } }`,
      { from: first, to: second },
      company.engineer,
    );
    const { nodes } = answer.data!.allocationRunDiff as { nodes: { needId: string }[] };
    expect(nodes).toHaveLength(2);
    expect(nodes.find(({ needId }) => needId === needs[0]!.needId)).toMatchObject({
      kind: 'REMOVED',
      fromMinor: '20000',
      toMinor: '0',
      toReason: 'PROJECT_EXCLUDED',
    });
    expect(nodes.find(({ needId }) => needId === needs[1]!.needId)).toMatchObject({
      kind: 'CHANGED',
      toMinor: '30000',
    });
    expect((await readRun(api, first, company.engineer))!.coverage).toMatchObject({
      exposureFundedPerMille: 1000,
      askingFundedPerMille: 1000,
      unclaimedExposurePerMille: 0,
    });
    expect((await readRun(api, second, company.engineer))!.coverage).toMatchObject({
      exposureFundedPerMille: 500,
      unplacedPerMille: 250,
    });
  });
});
