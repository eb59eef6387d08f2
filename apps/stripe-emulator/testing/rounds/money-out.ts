import type Stripe from 'stripe';
import { DAY_MS, type Harness } from '../harness.js';

/** Calls every endpoint by which money leaves, with what can be given to it, also the ways that are refused. */
export async function moneyOutRound(harness: Harness): Promise<void> {
  await harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' });
  await refunds(harness);
  await reversals(harness);
  await disputes(harness);
  await payouts(harness);
}

async function refunds(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const charge = await harness.charge(10_000);
  const refund = await stripe.refunds.create({
    charge: charge.id,
    amount: 1_000,
    metadata: { a: '1' },
    reason: 'requested_by_customer',
    expand: ['balance_transaction', 'charge', 'payment_intent'],
  });
  await stripe.refunds.create({ payment_intent: charge.payment_intent as string });
  await harness.refusal(stripe.refunds.create({ charge: charge.id }));
  await stripe.refunds.update(refund.id, { metadata: { b: '2' } });
  await stripe.refunds.retrieve(refund.id, { expand: ['payment_method'] });
  await stripe.refunds.list({ charge: charge.id, created: { gte: 1 }, expand: ['data.balance_transaction.source'] });
  await stripe.charges.retrieve(charge.id, { expand: ['refunds.data.balance_transaction'] });
  const failing = await harness.chargeWith('4000000000005126', 10_000);
  await stripe.refunds.create({ charge: failing.id });
  await transferRefunds(harness);
  await harness.advance(DAY_MS);
}

/** The payer of a bank transfer has to say where its refund is to go. */
async function transferRefunds(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({});
  await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 5_000, currency: 'usd' });
  const { latest_charge: charge } = await stripe.paymentIntents.create({
    allowed_payment_method_types: ['customer_balance'],
    amount: 5_000,
    confirm: true,
    currency: 'usd',
    customer,
    payment_method_data: { type: 'customer_balance' },
  });
  const ask = (): Promise<Stripe.Refund> =>
    stripe.refunds.create({ charge: charge as string, amount: 1_000, instructions_email: 'payer@example.org' });
  await stripe.refunds.cancel((await ask()).id);
  await stripe.testHelpers.refunds.expire((await ask()).id);
  await harness.control('POST', 'refunds/answer', { refund: (await ask()).id });
}

async function reversals(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const destination = await harness.account();
  const { id } = await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination });
  await stripe.transfers.update(id, { description: 'd', metadata: { a: '1' } });
  const reversal = await stripe.transfers.createReversal(id, {
    amount: 1_000,
    description: 'd',
    metadata: { a: '1' },
    expand: ['balance_transaction', 'destination_payment_refund', 'transfer'],
  });
  await stripe.transfers.updateReversal(id, reversal.id, { metadata: { b: '2' } });
  await stripe.transfers.retrieveReversal(id, reversal.id, { expand: ['balance_transaction.source'] });
  await stripe.transfers.createReversal(id);
  await harness.refusal(stripe.transfers.createReversal(id));
  await stripe.transfers.listReversals(id, { limit: 1 });
  await stripe.transfers.retrieve(id);
}

async function disputes(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const charge = await harness.chargeWith('4000000000000259', 10_000);
  const { data } = await harness.until(async () => {
    const list = await stripe.disputes.list({ charge: charge.id, created: { gte: 1 }, expand: ['data.charge'] });
    return list.data.length > 0 && list;
  });
  const { id } = data[0]!;
  await harness.refusal(stripe.refunds.create({ charge: charge.id }));
  await stripe.disputes.update(id, { evidence: { product_description: 'p' }, metadata: { a: '1' }, submit: false });
  await stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
  await harness.until(async () => (await stripe.disputes.retrieve(id)).status === 'won');
  const other = await harness.charge(5_000);
  await harness.control('POST', 'disputes/open', { charge: other.id });
  await stripe.disputes.close((await stripe.disputes.list({ charge: other.id })).data[0]!.id);
  const asked = await harness.charge(5_000);
  await harness.control('POST', 'disputes/open', { charge: asked.id, inquiry: true });
  await stripe.refunds.create({ charge: asked.id });
  await harness.control('POST', 'radar/warn', { charge: asked.id });
  const [warning] = (await stripe.radar.earlyFraudWarnings.list({ charge: asked.id, limit: 1 })).data;
  await stripe.radar.earlyFraudWarnings.retrieve(warning!.id, { expand: ['charge'] });
}

async function payouts(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const account = await harness.account();
  const bank = { object: 'bank_account', account_number: '000123456789', country: 'US', currency: 'usd' } as const;
  const { id } = await stripe.accounts.createExternalAccount(account, {
    external_account: {
      ...bank,
      account_holder_name: 'A',
      account_holder_type: 'individual',
      routing_number: '110000000',
    },
    default_for_currency: true,
    metadata: { a: '1' },
  });
  await stripe.accounts.updateExternalAccount(account, id, { account_holder_name: 'B', metadata: { b: '2' } });
  await stripe.accounts.retrieveExternalAccount(account, id);
  const list = await stripe.accounts.listExternalAccounts(account, { object: 'bank_account', limit: 5 });
  await stripe.accounts.deleteExternalAccount(account, list.data.find((one) => one.id !== id)!.id);
  await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account });
  await stripe.balanceSettings.retrieve({}, { stripeAccount: account });
  await stripe.balanceSettings.update(
    {
      payments: {
        debit_negative_balances: false,
        payouts: { minimum_balance_by_currency: { usd: 500, eur: '' }, schedule: { interval: 'daily' } },
      },
    },
    { stripeAccount: account },
  );
  await harness.advance(4 * DAY_MS);
  const [automatic] = (await stripe.payouts.list({ status: 'paid', limit: 1 }, { stripeAccount: account })).data;
  await stripe.balanceTransactions.list({ payout: automatic!.id, expand: ['data.source'] }, { stripeAccount: account });
  await harness.control('POST', 'payouts/fail', { payout: automatic!.id });
  const { id: byHand } = await stripe.payouts.create({
    amount: 1_000,
    currency: 'usd',
    description: 'surplus',
    metadata: { a: '1' },
    statement_descriptor: 'S',
    expand: ['balance_transaction', 'destination'],
  });
  await stripe.payouts.update(byHand, { metadata: { b: '2' } });
  await stripe.payouts.cancel((await stripe.payouts.create({ amount: 1_000, currency: 'usd' })).id);
  await harness.advance(3 * DAY_MS);
  await stripe.payouts.reverse(byHand, { metadata: { a: '1' }, expand: ['original_payout'] });
  await stripe.payouts.retrieve(byHand, { expand: ['reversed_by'] });
  await harness.refusal(stripe.payouts.create({ amount: 99_000_000, currency: 'usd' }));
}
