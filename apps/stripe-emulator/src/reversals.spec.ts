import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

let harness: Harness;
let account: string;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' });
  account = await harness.account();
});
beforeEach(() => harness.newEvents());
afterAll(() => harness.close());

const transfer = (amount: number, extra: Partial<Stripe.TransferCreateParams> = {}): Promise<Stripe.Transfer> =>
  harness.stripe.transfers.create({ amount, currency: 'usd', destination: account, ...extra });

describe('reversals', () => {
  it('bring the money back to the platform, and show on both accounts', async () => {
    const { id, destination_payment } = await transfer(10_000);
    const [[platform], [theirs]] = [await harness.balance(), await harness.balance(account)];
    await harness.newEvents();
    const reversal = await harness.stripe.transfers.createReversal(id, {
      amount: 4_000,
      metadata: { outbox_id: 'o-3' },
      expand: ['balance_transaction', 'destination_payment_refund'],
    });
    expect(reversal).toMatchObject({
      amount: 4_000,
      transfer: id,
      metadata: { outbox_id: 'o-3' },
      balance_transaction: { type: 'transfer_refund', reporting_category: 'transfer_reversal', net: 4_000 },
      destination_payment_refund: { amount: 4_000, charge: destination_payment, status: 'succeeded' },
    });
    expect([(await harness.balance())[0], (await harness.balance(account))[0]]).toEqual([
      platform + 4_000,
      theirs - 4_000,
    ]);
    expect(await harness.newEvents()).toEqual(['transfer.reversed', 'transfer.updated']);
    const [updated] = (await harness.stripe.events.list({ type: 'transfer.updated', limit: 1 })).data;
    expect(updated!.data.previous_attributes).toMatchObject({ amount_reversed: 0, reversals: { data: [] } });
    const [newest] = (await harness.stripe.balanceTransactions.list({ limit: 1 }, { stripeAccount: account })).data;
    expect(newest).toMatchObject({ type: 'payment_refund', net: -4_000 });
  });

  it('add up to the transfer and never beyond it', async () => {
    const { id } = await transfer(10_000);
    const reverse = (amount?: number): Promise<Stripe.TransferReversal> =>
      harness.stripe.transfers.createReversal(id, amount === undefined ? {} : { amount });
    await reverse(2_500);
    expect((await harness.refusal(reverse(7_501))).message).toMatch(/7501 usd.*7500 usd/);
    expect((await reverse()).amount).toBe(7_500);
    expect(await harness.refusal(reverse())).toMatchObject({ statusCode: 400 });
    const whole = await harness.stripe.transfers.retrieve(id);
    expect(whole).toMatchObject({ amount_reversed: 10_000, reversed: true });
    expect(whole.reversals.data.map(({ amount }) => amount)).toEqual([7_500, 2_500]);
    expect((await harness.stripe.transfers.listReversals(id)).data).toEqual(whole.reversals.data);
  });

  it('are refused when the account has spent the money', async () => {
    const spender = await harness.account();
    const { id } = await transfer(10_000, { destination: spender });
    await harness.control('POST', 'balance/adjust', { account: spender, amount: -8_000, currency: 'usd' });
    const refusal = await harness.refusal(harness.stripe.transfers.createReversal(id));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    expect(refusal.message).toMatch(/10000 usd.*2000 usd/);
    expect((await harness.stripe.transfers.createReversal(id, { amount: 2_000 })).amount).toBe(2_000);
    expect(await harness.balance(spender)).toEqual([0, 0]);
  });

  it('take back pending money as pending money', async () => {
    const charge = await harness.charge(10_000);
    const { id } = await transfer(5_000, { source_transaction: charge.id });
    const [platform, theirs] = [await harness.balance(), await harness.balance(account)];
    await harness.stripe.transfers.createReversal(id, { amount: 1_000 });
    expect(await harness.balance()).toEqual([platform[0], platform[1] + 1_000]);
    expect(await harness.balance(account)).toEqual([theirs[0], theirs[1] - 1_000]);
    await harness.advance(2 * DAY_MS);
    expect((await harness.balance())[1]).toBe(0);
    // What was taken back can be transferred again.
    await expect(transfer(6_000, { source_transaction: charge.id })).resolves.toMatchObject({ amount: 6_000 });
    await harness.refusal(transfer(1, { source_transaction: charge.id }));
  });

  it('exist once for one key, and belong to their transfer', async () => {
    const { id } = await transfer(1_000);
    const other = await transfer(1_000);
    const send = (): Promise<Stripe.TransferReversal> =>
      harness.stripe.transfers.createReversal(id, { amount: 10 }, { idempotencyKey: 'fm:reversal:1:1' });
    const [first, second] = await Promise.all([send(), send()]);
    expect(second.id).toBe(first.id);
    expect(await harness.stripe.transfers.retrieveReversal(id, first.id)).toMatchObject({ id: first.id });
    const wrong = harness.stripe.transfers.retrieveReversal(other.id, first.id);
    expect(await harness.refusal(wrong)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    const updated = await harness.stripe.transfers.updateReversal(id, first.id, { metadata: { a: '1' } });
    expect(updated.metadata).toEqual({ a: '1' });
  });
});

describe('transfers', () => {
  it('take another description and other metadata, and nothing else', async () => {
    const { id } = await transfer(1_000, { description: 'first', metadata: { a: '1', b: '2' } });
    await harness.newEvents();
    const updated = await harness.stripe.transfers.update(id, { description: 'second', metadata: { b: '', c: '3' } });
    expect(updated).toMatchObject({ description: 'second', metadata: { a: '1', c: '3' } });
    expect(await harness.newEvents()).toEqual(['transfer.updated']);
    const amount = harness.stripe.transfers.update(id, { amount: 5 } as Stripe.TransferUpdateParams);
    expect(await harness.refusal(amount)).toMatchObject({ code: 'parameter_unknown', param: 'amount' });
  });
});

describe('after all of this', () => {
  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
