import type Stripe from 'stripe';
import { DAY_MS, type Harness } from '../harness.js';

/** Calls every endpoint of payment intents, pays in every way, and fails in every way. */
export async function paymentIntentRound(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_authenticationRequired' });
  const { data: saved } = await stripe.paymentMethods.list({ customer });
  const intent = await stripe.paymentIntents.create({
    allowed_payment_method_types: ['card', 'us_bank_account'],
    amount: 5_000,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    capture_method: 'automatic',
    currency: 'usd',
    customer,
    description: 'd',
    excluded_payment_method_types: ['us_bank_account'],
    metadata: { a: '1' },
    receipt_email: 'a@example.org',
    statement_descriptor_suffix: 's',
    transfer_group: 'g',
  });
  await stripe.paymentIntents.update(intent.id, {
    amount: 6_000,
    metadata: { b: '2' },
    setup_future_usage: 'on_session',
  });
  await stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_visa',
    return_url: 'http://127.0.0.1:1/back',
    expand: ['latest_charge', 'payment_method', 'customer'],
  });
  await harness.refusal(stripe.paymentIntents.cancel(intent.id));
  const pay = (payment_method: string, extra: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    stripe.paymentIntents.create({ amount: 5_000, currency: 'usd', customer, confirm: true, payment_method, ...extra });
  await harness.refusal(pay('pm_card_chargeDeclined'));
  await harness.refusal(pay(saved[0]!.id, { off_session: true }));
  const redirected = await pay('pm_card_threeDSecure2Required', { return_url: 'http://127.0.0.1:1/back' });
  await harness.post(redirected.next_action!.redirect_to_url!.url!, { action: 'complete' });
  const refused = await pay('pm_card_threeDSecure2Required');
  await harness.control('POST', 'authentications', { intent: refused.id, outcome: 'fail' });
  await stripe.paymentIntents.cancel(refused.id, { cancellation_reason: 'abandoned' });
  const debit = await pay('pm_usBankAccount_success', {
    mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
  });
  await pay('pm_usBankAccount_insufficientFunds', { expand: ['latest_charge'] });
  const iban = { type: 'sepa_debit', sepa_debit: { iban: 'AT321904300235473204' } } as const;
  await stripe.paymentIntents.create({ amount: 5_000, currency: 'eur', confirm: true, payment_method_data: iban });
  await harness.advance(6 * DAY_MS);
  await harness.control('POST', 'payments/bounce', { payment_intent: debit.id });
  await stripe.charges.list({ payment_intent: debit.id, expand: ['data.failure_balance_transaction'] });
}
