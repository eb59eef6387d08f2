import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Router } from './http/router.js';
import { apiRoutes } from './resources/index.js';
import { DAY_MS, Harness } from '../testing/harness.js';
import { OpenApiChecker } from '../testing/openapi-checker.js';
import { accountRound } from '../testing/rounds/accounts.js';
import { moneyOutRound } from '../testing/rounds/money-out.js';
import { cashRound } from '../testing/rounds/cash.js';
import { creditNoteRound } from '../testing/rounds/credit-notes.js';
import { invoiceRound } from '../testing/rounds/invoices.js';
import { paymentIntentRound } from '../testing/rounds/payment-intents.js';
import { paymentMethodRound } from '../testing/rounds/payment-methods.js';
import { subscriptionRound } from '../testing/rounds/subscriptions.js';
import { toolRound } from '../testing/rounds/tools.js';

const checker = OpenApiChecker.shared;
let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
  await everyEndpoint();
});
afterAll(() => harness.close());

/** Calls every endpoint once or more, with what can be given to it, also the ways that are refused. */
async function everyEndpoint(): Promise<void> {
  const { stripe } = harness;
  const customer = await stripe.customers.create({
    address: { city: 'Berlin', country: 'DE' },
    description: 'd',
    email: 'a@example.org',
    metadata: { need: '1' },
    name: 'ACME',
    phone: '+491',
    preferred_locales: ['de'],
  });
  await stripe.customers.list({ email: 'a@example.org', limit: 1, created: { gte: 1 } });
  await stripe.customers.retrieve(customer.id);
  await payments(customer.id);
  await transfers();
  await accountRound(harness);
  await moneyOutRound(harness);
  await paymentMethodRound(harness);
  await paymentIntentRound(harness);
  await invoiceRound(harness);
  await creditNoteRound(harness);
  await cashRound(harness);
  await subscriptionRound(harness);
  await toolRound(harness);
  await stripe.events.list({ limit: 100 });
  await stripe.events.retrieve((await stripe.events.list({ limit: 1, type: 'customer.*' })).data[0]!.id);
  const endpoint = await stripe.webhookEndpoints.create({ url: 'https://example.org/h', enabled_events: ['*'] });
  await stripe.webhookEndpoints.list();
  await stripe.webhookEndpoints.retrieve(endpoint.id);
  await stripe.webhookEndpoints.update(endpoint.id, { description: 'd', disabled: true, metadata: { a: '1' } });
  await stripe.webhookEndpoints.del(endpoint.id);
  await harness.refusal(stripe.charges.retrieve('ch_none'));
}

async function payments(customer: string): Promise<void> {
  const { stripe } = harness;
  const charge = await harness.charge(100_000, {
    customer,
    client_reference_id: 'plg_1',
    metadata: { pledge: '1' },
    payment_intent_data: {
      description: 'd',
      metadata: { pledge: '1' },
      setup_future_usage: 'off_session',
      transfer_group: 'g',
    },
  });
  const declined = await harness.session(5_000, { expand: ['line_items'] });
  await harness.post(declined.url!, { action: 'decline', email: 'b@example.org' });
  await stripe.checkout.sessions.retrieve(declined.id, { expand: ['payment_intent.latest_charge', 'line_items'] });
  await stripe.checkout.sessions.listLineItems(declined.id, { limit: 1 });
  await stripe.checkout.sessions.expire(declined.id);
  await checkouts(customer);
  await stripe.checkout.sessions.list({ status: 'expired', expand: ['data.payment_intent'] });
  await harness.refusal(stripe.checkout.sessions.expire(declined.id));
  await stripe.paymentIntents.list({ customer });
  await stripe.paymentIntents.retrieve(charge.payment_intent as string, {
    expand: ['latest_charge', 'customer', 'payment_method'],
  });
  await stripe.charges.list({ payment_intent: charge.payment_intent as string, expand: ['data.balance_transaction'] });
  await stripe.charges.retrieve(charge.id, { expand: ['payment_intent', 'customer'] });
  await harness.charge(10_000, {}, 'kwd');
}

/** The modes and ways to pay of the hosted page. */
async function checkouts(customer: string): Promise<void> {
  const { stripe } = harness;
  const setup = { mode: 'setup', currency: 'usd', success_url: 'http://127.0.0.1:1/done' } as const;
  const saving = await stripe.checkout.sessions.create({
    ...setup,
    customer,
    setup_intent_data: { description: 'd', metadata: { a: '1' } },
    expand: ['setup_intent'],
  });
  await harness.post(saving.url!, { action: 'pay' });
  await stripe.checkout.sessions.retrieve(saving.id, { expand: ['setup_intent.payment_method'] });
  await stripe.checkout.sessions.expire((await stripe.checkout.sessions.create(setup)).id);
  const debit = await harness.session(5_000, { customer_creation: 'always' });
  await harness.post(debit.url!, { action: 'pay_by_bank' });
  const failing = await harness.session(5_000);
  await harness.post(failing.url!, { action: 'pay_by_bank', account: '000111111113' });
}

async function transfers(): Promise<void> {
  const { stripe } = harness;
  const account = await harness.account();
  const source = (await stripe.charges.list({ limit: 100 })).data.find(({ amount }) => amount === 100_000)!;
  const transfer = await stripe.transfers.create({
    amount: 1_000,
    currency: 'usd',
    destination: account,
    source_transaction: source.id,
    description: 'd',
    metadata: { outbox_id: '1' },
    expand: ['destination_payment', 'balance_transaction', 'source_transaction'],
  });
  await stripe.transfers.retrieve(transfer.id);
  await stripe.transfers.list({ destination: account, transfer_group: 'g' });
  await harness.refusal(stripe.transfers.create({ amount: 99_000_000, currency: 'usd', destination: account }));
  const topup = await stripe.topups.create({ amount: 5_000, currency: 'usd', statement_descriptor: 'float' });
  await stripe.topups.retrieve(topup.id, { expand: ['balance_transaction'] });
  await stripe.topups.list({ status: 'succeeded' });
  await harness.advance(3 * DAY_MS);
  await stripe.balance.retrieve();
  await stripe.balance.retrieve({}, { stripeAccount: account });
  await stripe.balanceTransactions.list({ type: 'charge', expand: ['data.source'] });
  await stripe.balanceTransactions.list({}, { stripeAccount: account });
  await stripe.balanceTransactions.retrieve((transfer.balance_transaction as Stripe.BalanceTransaction).id);
  await accounts(account);
}

async function accounts(account: string): Promise<void> {
  const { stripe } = harness;
  const all = ['configuration.recipient', 'defaults', 'identity', 'requirements', 'future_requirements'] as const;
  await stripe.v2.core.accounts.retrieve(account, { include: [...all] });
  await stripe.v2.core.accounts.retrieve(await harness.restrictedAccount(), { include: [...all] });
  await stripe.v2.core.accounts.close(await harness.account());
  // What it had was paid out, and nothing but a balance keeps it open.
  await stripe.transfers.create({ amount: 100, currency: 'usd', destination: account });
  await harness.refusal(stripe.v2.core.accounts.close(account));
  await stripe.v2.core.accounts.update(account, { contact_email: 'c@example.org', display_name: 'D' });
  await stripe.v2.core.accounts.list({ limit: 2, closed: false, applied_configurations: ['recipient'] });
  await stripe.applicationFees.list({ limit: 1 });
  await stripe.v2.core.events.list({ limit: 2 });
  const { data } = await stripe.v2.core.events.list({ object_id: account });
  await stripe.v2.core.events.retrieve(data[0]!.id);
}

/** Endpoints that no exchange has reached with success: a new one must be added to the round above. */
function untried(): string[] {
  const router = new Router(apiRoutes);
  const accepted = harness.exchanges.filter(({ status }) => status === 200);
  const tried = new Set(accepted.map(({ method, path }) => router.find(method, path)?.route));
  return apiRoutes.filter((route) => !tried.has(route)).map(({ method, path }) => `${method} ${path}`);
}

/** Every type of event that the source names: a new one must happen in a round above. */
function emittedTypes(): string[] {
  const source = join(process.cwd(), 'apps/stripe-emulator/src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((name) => name !== join('store', 'records', 'task.ts') && name !== 'scheduler.ts');
  const named = new Set(files.flatMap((name) => quoted(readFileSync(join(source, name), 'utf8'))));
  return checker.eventTypes().filter((type) => named.has(type));
}

function quoted(text: string): string[] {
  return [...text.matchAll(/'([a-z_.]+)'/g)].map(([, inner]) => inner!);
}

describe('against the schema of the SDK', () => {
  it('every answer and every accepted request is exactly what the schema says', () => {
    expect(untried()).toEqual([]);
    expect(harness.exchanges.some(({ status }) => status >= 400)).toBe(true);
    const faults = harness.exchanges.flatMap((exchange) => checker.faultsOf(exchange));
    expect([...new Set(faults)]).toEqual([]);
  });

  it('every event that was delivered has the shape of its type', async () => {
    await harness.delivered();
    const { data: undelivered } = await harness.stripe.events.list({ delivery_success: false });
    expect(undelivered).toEqual([]);
    const happened = harness.v1Events().map(({ type }) => type);
    expect(emittedTypes().length).toBeGreaterThan(70);
    expect(emittedTypes().filter((type) => !happened.includes(type))).toEqual([]);
    const faults = harness.v1Events().flatMap((event) => checker.faultsOfEvent(event));
    expect([...new Set(faults)]).toEqual([]);
  });

  it('finds a missing field, an unknown one, a wrong type and an unknown parameter', () => {
    const balance = { object: 'balance', available: [], pending: [], livemode: false };
    const exchange = { method: 'GET', path: '/v1/balance', query: '', body: '', status: 200, replayed: false };
    const faults = (answer: object, query = ''): string[] => checker.faultsOf({ ...exchange, query, answer });
    expect(faults(balance)).toEqual([]);
    expect(faults({ ...balance, livemode: undefined })[0]).toMatch(/required property 'livemode'/);
    expect(faults({ ...balance, surprise: 1 })[0]).toMatch(/additional properties/);
    expect(faults({ ...balance, pending: 'none' })[0]).toMatch(/must be array/);
    expect(faults(balance, 'bogus=1')[0]).toMatch(/GET \/v1\/balance query.*additional properties/);
    expect(checker.faultsOfEvent({ type: 'charge.updated' })).not.toEqual([]);
  });
});
