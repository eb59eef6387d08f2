import type { Harness } from '../harness.js';

/** Calls every endpoint of cash balances, with transfers of every kind. */
export async function cashRound(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ expand: ['cash_balance'] });
  for (const [currency, type] of [
    ['usd', 'us_bank_transfer'],
    ['eur', 'eu_bank_transfer'],
    ['gbp', 'gb_bank_transfer'],
    ['jpy', 'jp_bank_transfer'],
  ] as const) {
    await stripe.customers.createFundingInstructions(customer, {
      bank_transfer: { type, ...(type === 'eu_bank_transfer' ? { eu_bank_transfer: { country: 'FR' } } : {}) },
      currency,
      funding_type: 'bank_transfer',
    });
    await stripe.paymentIntents.create({
      allowed_payment_method_types: ['customer_balance'],
      amount: 5_000,
      confirm: true,
      currency,
      customer,
      payment_method_data: { type: 'customer_balance' },
      payment_method_options: {
        customer_balance: {
          bank_transfer: { type, ...(type === 'eu_bank_transfer' ? { eu_bank_transfer: { country: 'FR' } } : {}) },
          funding_type: 'bank_transfer',
        },
      },
    });
    await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 2_000, currency, reference: 'r' });
  }
  await stripe.customers.updateCashBalance(customer, { settings: { reconciliation_mode: 'manual' } });
  await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 4_000, currency: 'usd' });
  const { data: open } = await stripe.paymentIntents.list({ customer });
  const intent = open.find(({ currency }) => currency === 'usd')!;
  await stripe.paymentIntents.applyCustomerBalance(intent.id, { amount: 1_000, currency: 'usd' });
  await stripe.paymentIntents.applyCustomerBalance(intent.id, { expand: ['latest_charge'] });
  await harness.refusal(stripe.paymentIntents.applyCustomerBalance(intent.id));
  await stripe.paymentIntents.cancel(open.find(({ currency }) => currency === 'eur')!.id);
  await stripe.customers.retrieveCashBalance(customer);
  await stripe.customers.listCashBalanceTransactions(customer, { limit: 3, expand: ['data.customer'] });
}
