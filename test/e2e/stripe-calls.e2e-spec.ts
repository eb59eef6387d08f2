/** What becomes of a call to Stripe when its answer never comes: for seconds, for a day, or because another holds its key. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, parseId } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import type { FaultRule } from '../support/emulator-control.js';
import { givenApprovedRecurring, subscriptionAtStripe } from '../support/given-recurring.js';
import {
  givenAcceptance,
  givenBillingDetails,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  givenSavedCard,
  key,
  passTime,
  type GivenCompany,
} from '../support/given.js';
import { TestApi } from '../support/test-api.js';

/** A card that can be saved, and that every charge of is declined. */
const DECLINES_LATER = '4000000000000341';
const LONGER_THAN_A_LEASE_MS = 31_000;

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

interface ShownCall {
  readonly operation: string;
  readonly status: string;
}

const calls = (operation: string): Promise<ShownCall[]> =>
  api.database.asOwner<ShownCall & Record<string, unknown>>(
    'SELECT operation, status FROM stripe_call WHERE operation = $1 ORDER BY id',
    [operation],
  );

const openCalls = async (): Promise<number> =>
  (await api.database.asOwner("SELECT 1 FROM stripe_call WHERE status IN ('ready', 'sending')")).length;

async function keysAt(path: string): Promise<number> {
  return new Set((await api.control.posts(path)).map(({ idempotencyKey }) => idempotencyKey)).size;
}

/** Neither try of the SDK gets an answer, and no event helps. */
async function cut(path: string, action: FaultRule['action']): Promise<void> {
  await api.control.holdWebhooks();
  await api.control.faults([{ method: 'POST', path, times: 2, action }]);
}

/** Days without an answer, in which the key grows too old; what comes after it gets one, as do the events. */
async function dayAfterDay(): Promise<void> {
  for (let days = 0; days < 12 && (await openCalls()) > 0; days += 1) await passTime(api, DAY_MS);
  await api.control.releaseWebhooks();
  await api.settle();
}

/** A pledge of 100.00 USD that was approved. */
async function approved(company: GivenCompany, method: 'SAVED_METHOD' | 'INVOICE'): Promise<string> {
  const { needId } = await givenNeed(api, undefined, ['10000']);
  const input = {
    organisationId: company.organisationId,
    needId,
    amount: { minor: '10000', currency: 'USD' },
    method,
    idempotencyKey: key(),
  };
  const { pledge } = await api.mutate<{ pledge: { id: string } }>(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    input,
    company.engineer,
  );
  await api.settle();
  await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId: pledge.id }, company.finance);
  await api.settle();
  return pledge.id;
}

async function statusOf(pledgeId: string, { finance }: GivenCompany): Promise<unknown> {
  const answer = await api.gql('query ($id: ID!) { pledge(id: $id) { status } }', { id: pledgeId }, finance);
  return (answer.data!.pledge as { status: string }).status;
}

/** A milestone of 600.00 USD that is paid; whoever accepts it next makes a transfer. */
async function payable() {
  const company = await givenCompany(api);
  const { maintainer, needId, milestoneIds } = await givenNeed(api, undefined, ['60000', '40000']);
  await givenPayoutAccount(api, maintainer);
  await givenPaidPledge(api, company, needId, '100000');
  await api.passDays(3);
  return { maintainer, milestoneId: milestoneIds[0]!, reviewer: await givenReviewer(api) };
}

const TRANSFERS = '/v1/transfers';

describe('a transfer', () => {
  it.each<[string, FaultRule['action'], number]>([
    ['was made is found a day later, and not made again', 'drop_after', 1],
    ['was not made is made a day later, with another key', 'drop_before', 2],
  ])('that nobody knows about and that %s', async (_what, action, keys) => {
    const milestone = await payable();
    await cut(TRANSFERS, action);
    await givenAcceptance(api, milestone);
    await dayAfterDay();
    expect(await calls('transfer.create')).toEqual([{ operation: 'transfer.create', status: 'done' }]);
    const { data } = await api.stripe.api.transfers.list();
    expect(data.map(({ amount }) => amount)).toEqual([57_000]);
    expect(await keysAt(TRANSFERS)).toBe(keys);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('that two workers ask for at once waits for the one that was first', async () => {
    const milestone = await payable();
    await api.control.holdWebhooks();
    await api.control.faults([{ method: 'POST', path: TRANSFERS, action: 'delay', ms: 5_000 }]);
    const slow = givenAcceptance(api, milestone);
    while ((await api.database.asOwner("SELECT 1 FROM stripe_call WHERE status = 'sending'")).length === 0)
      await new Promise((resume) => setTimeout(resume, 20));
    api.advance(LONGER_THAN_A_LEASE_MS);
    await Promise.all([slow, api.settle()]);
    await dayAfterDay();
    expect(await calls('transfer.create')).toEqual([{ operation: 'transfer.create', status: 'done' }]);
    const refused = await api.database.asOwner("SELECT 1 FROM ledger_tx WHERE kind = 'transfer_refused'");
    expect(refused).toEqual([]);
    expect((await api.stripe.api.transfers.list()).data).toHaveLength(1);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is made after two days in which Stripe gave no answer at all', async () => {
    const milestone = await payable();
    await api.control.faults([{ method: 'POST', path: TRANSFERS, times: 1_000, action: 'status', status: 500 }]);
    await givenAcceptance(api, milestone);
    for (let quarters = 0; quarters < 8; quarters += 1) await passTime(api, DAY_MS / 4);
    expect(await openCalls()).toBe(1);
    await api.control.faults([]);
    await passTime(api, DAY_MS / 4);
    expect(await calls('transfer.create')).toEqual([{ operation: 'transfer.create', status: 'done' }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('a charge of a saved card', () => {
  it.each<[string, string | undefined, string, number]>([
    ['was paid is found a day later', undefined, 'PAID', 0],
    ['was declined is found a day later, and counts as one decline', DECLINES_LATER, 'AWAITING_PAYMENT', 1],
  ])('that nobody knows about and that %s', async (_what, card, status, declines) => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, card);
    await cut('/v1/payment_intents/*/confirm', 'drop_after');
    const pledgeId = await approved(company, 'SAVED_METHOD');
    await passTime(api, DAY_MS);
    expect((await api.stripe.api.charges.list()).data).toHaveLength(1);
    await api.control.releaseWebhooks();
    await api.settle();
    expect(await statusOf(pledgeId, company)).toBe(status);
    expect(await api.database.asOwner('SELECT declines, attempts FROM payment')).toEqual([{ declines, attempts: 1 }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('an invoice', () => {
  it('whose every step lost its answer for a day is made once, with its lines', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const steps = ['/v1/customers', '/v1/invoices', '/v1/invoices/*/add_lines', '/v1/invoices/*/finalize'];
    await api.control.holdWebhooks();
    await api.control.faults(
      steps.map((path): FaultRule => ({ method: 'POST', path, times: 2, action: 'drop_after' })),
    );
    await approved(company, 'INVOICE');
    await dayAfterDay();
    const { data } = await api.stripe.api.invoices.list();
    expect(data.map(({ status, total }) => ({ status, total }))).toEqual([{ status: 'open', total: 10_000 }]);
    expect((await api.stripe.api.customers.list()).data).toHaveLength(1);
    for (const path of [...steps.slice(0, 2), `/v1/invoices/${data[0]!.id}/add_lines`])
      expect({ path, keys: await keysAt(path) }).toEqual({ path, keys: 1 });
    expect(await api.database.asOwner("SELECT operation FROM stripe_call WHERE status <> 'done'")).toEqual([]);
  });
});

describe('a tax id', () => {
  it('that was given to a customer and that nobody knows about is not given twice', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company, { vatId: null });
    await approved(company, 'INVOICE');
    const path = '/v1/customers/*/tax_ids';
    await cut(path, 'drop_after');
    await givenBillingDetails(api, company);
    await api.settle();
    await dayAfterDay();
    const [customer] = (await api.stripe.api.customers.list()).data;
    const { data } = await api.stripe.api.customers.listTaxIds(customer!.id);
    expect(data.map(({ value }) => value)).toEqual(['DE123456789']);
    const kept = await api.database.asOwner('SELECT stripe_tax_id AS id FROM stripe_customer');
    expect(kept).toEqual([{ id: data[0]!.id }]);
  });
});

describe('a call whose key is old', () => {
  it('is neither sent nor made anew in the last hour of its key, when an earlier try may be on the way', async () => {
    const milestone = await payable();
    await cut(TRANSFERS, 'drop_before');
    await givenAcceptance(api, milestone);
    const asked = async (): Promise<number> => (await api.control.posts(TRANSFERS)).length;
    const before = await asked();
    await passTime(api, 23.5 * HOUR_MS);
    expect(await asked()).toBe(before);
    expect(await openCalls()).toBe(1);
    await passTime(api, HOUR_MS);
    expect(await calls('transfer.create')).toEqual([{ operation: 'transfer.create', status: 'done' }]);
  });
});

describe('a subscription', () => {
  it('that was made and that nobody knows about is found a day later', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const { needId } = await givenNeed(api);
    await cut('/v1/subscriptions', 'drop_after');
    const id = await givenApprovedRecurring(api, company, needId, { collection: 'INVOICE' });
    await dayAfterDay();
    const { data } = await api.stripe.api.subscriptions.list({ status: 'all' });
    expect(data.map(({ metadata }) => metadata)).toEqual([{ recurring_pledge_id: parseId('rpl', id) }]);
    expect(data[0]!.id).toBe(await subscriptionAtStripe(api, id));
    expect(await keysAt('/v1/subscriptions')).toBe(1);
  });
});

describe('a refund', () => {
  it('that was made and that nobody knows about is found a day later', async () => {
    await api.stripe.topUp(50_000, 'usd');
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await api.passDays(75);
    await cut('/v1/refunds', 'drop_after');
    await api.passDays(2);
    await dayAfterDay();
    expect(await calls('refund.create')).toEqual([{ operation: 'refund.create', status: 'done' }]);
    expect((await api.stripe.api.refunds.list()).data).toHaveLength(1);
    expect(await keysAt('/v1/refunds')).toBe(1);
    expect(await statusOf(pledgeId, company)).toBe('RETURNED');
    expect((await booksOf(api)).wrong).toEqual([]);
  }, 60_000);
});
