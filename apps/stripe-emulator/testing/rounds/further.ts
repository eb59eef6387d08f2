import type Stripe from 'stripe';
import type { Harness } from '../harness.js';

const PAGE = 'https://example.org/page';

/** Calls what only some flows need: accounts in the words of v1, the portal, credit notes, destinations of events, test clocks. */
export async function furtherRound(harness: Harness): Promise<void> {
  await v1Accounts(harness);
  await portal(harness);
  await creditNotes(harness);
  await destinations(harness);
  await testClocks(harness);
}

async function v1Accounts({ stripe }: Harness): Promise<void> {
  const { id: account } = await stripe.accounts.create({
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
    },
    country: 'DE',
    default_currency: 'eur',
    email: 'v1@example.org',
    metadata: { a: '1' },
  });
  await stripe.accounts.list({ limit: 2, created: { gte: 1 } });
  await stripe.accountLinks.create({
    account,
    collection_options: { fields: 'eventually_due', future_requirements: 'omit' },
    refresh_url: PAGE,
    return_url: PAGE,
    type: 'account_onboarding',
  });
  await stripe.accountSessions.create({
    account,
    components: {
      account_onboarding: { enabled: true, features: { external_account_collection: true } },
      payouts: { enabled: true },
    },
  });
}

async function portal({ stripe }: Harness): Promise<void> {
  const { id: customer } = await stripe.customers.create({ name: 'Portal' });
  await stripe.billingPortal.sessions.create({ customer, locale: 'de', return_url: PAGE });
}

async function creditNotes(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const { data: saved } = await stripe.paymentMethods.list({ customer });
  const invoice = async () => {
    const draft = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 5 });
    await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 5_000, currency: 'usd' });
    return stripe.invoices.finalizeInvoice(draft.id);
  };
  const open = await invoice();
  const [line] = open.lines.data;
  const lines = [
    { type: 'invoice_line_item', invoice_line_item: line!.id, amount: 1_000 },
    { type: 'custom_line_item', description: 'd', quantity: 2, unit_amount: 50 },
  ] as const;
  const wanted: Stripe.CreditNoteCreateParams = {
    invoice: open.id,
    lines: [...lines],
    memo: 'm',
    reason: 'order_change',
  };
  await stripe.creditNotes.preview(wanted);
  await stripe.creditNotes.listPreviewLineItems({ ...wanted, limit: 1 });
  const note = await stripe.creditNotes.create({ ...wanted, email_type: 'none', metadata: { a: '1' } });
  await stripe.creditNotes.retrieve(note.id, { expand: ['invoice', 'customer'] });
  await stripe.creditNotes.update(note.id, { memo: 'n', metadata: { b: '2' } });
  await stripe.creditNotes.listLineItems(note.id, { limit: 1 });
  await stripe.creditNotes.voidCreditNote(note.id);
  await stripe.creditNotes.list({ customer, invoice: open.id, created: { gte: 1 } });
  const paid = await stripe.invoices.pay((await invoice()).id, { payment_method: saved[0]!.id });
  await stripe.creditNotes.create({
    invoice: paid.id,
    amount: 500,
    refund_amount: 300,
    out_of_band_amount: 200,
  });
}

async function destinations(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { eventDestinations } = stripe.v2.core;
  const { id } = await eventDestinations.create({
    description: 'd',
    enabled_events: ['v2.core.account.created'],
    event_payload: 'thin',
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    metadata: { a: '1' },
    name: 'n',
    type: 'webhook_endpoint',
    webhook_endpoint: { url: harness.v2.url },
  });
  await eventDestinations.ping(id);
  await harness.delivered();
  await eventDestinations.update(id, { name: 'm', description: 'e', enabled_events: ['v2.core.account.closed'] });
  await eventDestinations.disable(id);
  await eventDestinations.enable(id);
  await eventDestinations.retrieve(id, { include: ['webhook_endpoint.url'] });
  await eventDestinations.list({ limit: 1, include: ['webhook_endpoint.url'] });
  await eventDestinations.del(id);
}

async function testClocks(harness: Harness): Promise<void> {
  const { testClocks: clocks } = harness.stripe.testHelpers;
  const { now } = await harness.control('GET', 'clock');
  const frozen_time = Math.floor(Date.parse(now) / 1_000);
  const { id } = await clocks.create({ frozen_time, name: 'n' });
  await clocks.advance(id, { frozen_time: frozen_time + 3_600 });
  await harness.until(async () => (await clocks.retrieve(id)).status === 'ready');
  await clocks.list({ limit: 1 });
  await clocks.del(id);
}
