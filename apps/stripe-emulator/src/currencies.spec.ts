import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { startEmulator, type RunningEmulator } from './emulator.js';
import { changedFees } from './money/fee-table.js';
import { optionsFromProcess, type EmulatorOptions } from './options.js';
import { DAY_MS, Harness, SECRET_KEY } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

const pay = (stripe: Stripe, amount: number, currency: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({ amount, currency, confirm: true, payment_method: 'pm_card_visa' });

async function settled(stripe: Stripe, amount: number, currency: string): Promise<Stripe.BalanceTransaction> {
  const { id } = await pay(stripe, amount, currency);
  return (await harness.settledIntent(id, stripe)).balance_transaction;
}

/** Another emulator with other options, for one test. */
async function withOptions(
  options: Partial<EmulatorOptions>,
  test: (stripe: Stripe, emulator: RunningEmulator) => Promise<void>,
): Promise<void> {
  const emulator: RunningEmulator = await startEmulator({ secretKey: SECRET_KEY, settleDelayMs: 0, ...options });
  try {
    await test(harness.simulatedClient({ port: emulator.port }), emulator);
  } finally {
    await emulator.close();
  }
}

describe('amounts', () => {
  it.each([
    ['usd', 49, 'amount_too_small'],
    ['usd', 100_000_000, 'amount_too_large'],
    ['gbp', 29, 'amount_too_small'],
    ['jpy', 49, 'amount_too_small'],
    ['vnd', 12_820, 'amount_too_small'],
    ['kwd', 5_124, 'parameter_invalid_integer'],
    ['bhd', 1_001, 'parameter_invalid_integer'],
    ['isk', 100_050, 'parameter_invalid_integer'],
    ['ugx', 1_000_050, 'parameter_invalid_integer'],
  ])('in %s of %s are refused with %s', async (currency, amount, code) => {
    expect(await harness.refusal(pay(harness.stripe, amount, currency))).toMatchObject({ statusCode: 400, code });
  });

  it.each([
    ['usd', 50],
    ['usd', 99_999_999],
    ['jpy', 50],
    ['vnd', 12_821],
    ['kwd', 5_120],
    ['isk', 100_000],
    ['ugx', 1_000_000],
    ['huf', 17_501],
    ['twd', 5_001],
  ])('in %s of %s are taken', async (currency, amount) => {
    expect((await pay(harness.stripe, amount, currency)).status).toBe('succeeded');
  });

  it('in a currency without a rate are refused', async () => {
    expect(await harness.refusal(pay(harness.stripe, 5_000, 'xdr'))).toMatchObject({ param: 'currency' });
  });
});

describe('settlement', () => {
  it.each([
    ['usd', 10_000, 'usd', 10_000, 320, null],
    ['eur', 10_000, 'eur', 10_000, 175, null],
    ['gbp', 10_000, 'gbp', 10_000, 170, null],
    ['jpy', 10_001, 'jpy', 10_001, 360, null],
    ['chf', 10_000, 'usd', 11_300, 358, 1.13],
    ['krw', 10_000, 'usd', 720, 51, 0.072],
    ['isk', 1_000_000, 'usd', 7_300, 242, 0.0073],
    ['kwd', 10_000, 'usd', 3_250, 124, 0.325],
  ])('of %s %s is %s %s with a fee of %s', async (currency, amount, settlement, gross, fee, exchange_rate) => {
    expect(await settled(harness.stripe, amount, currency)).toMatchObject({
      amount: gross,
      currency: settlement,
      exchange_rate,
      fee,
      net: gross - fee,
    });
  });

  it('is in the first currency that the platform holds when it does not hold the own one', async () => {
    await withOptions({ settlementCurrencies: ['eur', 'chf'] }, async (stripe) => {
      expect(await settled(stripe, 10_000, 'chf')).toMatchObject({ currency: 'chf', exchange_rate: null, fee: 290 });
      expect(await settled(stripe, 10_800, 'usd')).toMatchObject({ currency: 'eur', amount: 10_000, fee: 175 });
      const topup = stripe.topups.create({ amount: 5_000, currency: 'usd' });
      expect(await harness.refusal(topup)).toMatchObject({ param: 'currency' });
    });
  });

  it('takes the fees of the configuration, and the default ones for the rest', async () => {
    const fees = changedFees('{"card":{"usd":{"basisPoints":100,"fixedMinor":7,"capMinor":50}}}');
    await withOptions({ fees }, async (stripe) => {
      expect((await settled(stripe, 1_000, 'usd')).fee).toBe(17);
      expect((await settled(stripe, 1_000_000, 'usd')).fee).toBe(50);
      expect((await settled(stripe, 10_000, 'eur')).fee).toBe(175);
    });
  });
});

describe('the configuration', () => {
  const options = (environment: Record<string, string>): EmulatorOptions =>
    optionsFromProcess({ EMULATOR_SECRET_KEY: SECRET_KEY, ...environment }, []);

  it('names currencies, fees and the end of subscriptions', () => {
    const { fees, settlementCurrencies, subscriptionFailure } = options({
      EMULATOR_FEES: '{"sepa_debit":{"eur":{"basisPoints":10}}}',
      EMULATOR_SETTLEMENT_CURRENCIES: 'EUR,usd',
      EMULATOR_SUBSCRIPTION_FAILURE: 'unpaid',
    });
    expect(fees.sepa_debit.eur).toEqual({ basisPoints: 10, fixedMinor: 0 });
    expect(settlementCurrencies).toEqual(['eur', 'usd']);
    expect(subscriptionFailure).toBe('unpaid');
  });

  it.each([
    ['EMULATOR_FEES', '{"card":{"usd":{"basisPoints":-1}}}'],
    ['EMULATOR_FEES', 'cheap'],
    ['EMULATOR_SETTLEMENT_CURRENCIES', 'usd,xyz'],
    ['EMULATOR_SUBSCRIPTION_FAILURE', 'forgive'],
  ])('with %s=%s is refused', (name, value) => {
    expect(() => options({ [name]: value })).toThrow(name);
  });

  it.each([
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
    ['cancel', 'canceled'],
  ] as const)('%s leaves a subscription %s after the last try', async (subscriptionFailure, status) => {
    await withOptions({ subscriptionFailure }, async (stripe, emulator) => {
      const { id: customer } = await stripe.customers.create({});
      const [good, bad] = [
        await stripe.paymentMethods.attach('pm_card_visa', { customer }),
        await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer }),
      ];
      const { product } = await stripe.prices.create({
        currency: 'usd',
        unit_amount: 900,
        product_data: { name: 'A' },
      });
      const recurring = { interval: 'year' } as const;
      const price_data = { currency: 'usd', product: product as string, recurring, unit_amount: 900 };
      const { id } = await stripe.subscriptions.create({
        customer,
        default_payment_method: good.id,
        items: [{ price_data }],
      });
      await stripe.subscriptions.update(id, { default_payment_method: bad.id });
      emulator.moveClock(367 * DAY_MS);
      expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
      emulator.moveClock(382 * DAY_MS);
      const ended = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
      expect(ended).toMatchObject({ status, latest_invoice: { status: 'open', attempt_count: 8 } });
      const invoice = (ended.latest_invoice as Stripe.Invoice).id;
      await stripe.invoices.pay(invoice, { payment_method: good.id });
      const after = status === 'canceled' ? 'canceled' : 'active';
      expect((await stripe.subscriptions.retrieve(id)).status).toBe(after);
    });
  });
});
