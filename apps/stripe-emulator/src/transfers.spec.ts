import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness } from '../testing/harness.js';

let harness: Harness;
let account: string;
beforeAll(async () => {
  harness = await Harness.start();
  account = await harness.account();
});
afterAll(() => harness.close());

const balanceOf = (stripeAccount?: string): Promise<[available: number, pending: number]> =>
  harness.balance(stripeAccount);

describe('transfers', () => {
  it('may be tied to a charge that is pending, and becomes available on the account together with it', async () => {
    const charge = await harness.charge(100_000, { payment_intent_data: { transfer_group: 'need_7' } });
    const [, pendingBefore] = await balanceOf();
    const transfer = await harness.stripe.transfers.create({
      amount: 57_000,
      currency: 'usd',
      destination: account,
      source_transaction: charge.id,
      metadata: { outbox_id: 'o-1' },
      expand: ['balance_transaction', 'destination_payment'],
    });
    expect(transfer).toMatchObject({
      amount: 57_000,
      destination: account,
      source_transaction: charge.id,
      transfer_group: 'need_7',
      balance_transaction: { type: 'transfer', amount: -57_000, net: -57_000, fee: 0, status: 'pending' },
      destination_payment: { amount: 57_000, status: 'succeeded', source_transfer: transfer.id },
    });
    expect((transfer.destination_payment as Stripe.Charge).id).toMatch(/^py_/);
    expect(await balanceOf()).toEqual([0, pendingBefore - 57_000]);
    expect(await balanceOf(account)).toEqual([0, 57_000]);
    await harness.control('POST', 'clock/advance', { ms: 2 * DAY_MS });
    expect(await balanceOf()).toEqual([40_070, 0]);
    expect(await balanceOf(account)).toEqual([57_000, 0]);
    await harness.until(() => harness.connect.types.includes('balance.available'));
    const event = harness.connect.received.find(({ type }) => type === 'balance.available')!;
    expect(JSON.parse(event.body)).toMatchObject({ account });
  });

  it('creates one transfer for one key, however often it is sent', async () => {
    const send = (): Promise<Stripe.Transfer> =>
      harness.stripe.transfers.create(
        { amount: 100, currency: 'usd', destination: account, transfer_group: 'twice' },
        { idempotencyKey: 'fm:transfer:1:1' },
      );
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await harness.stripe.transfers.list({ transfer_group: 'twice' })).data).toHaveLength(1);
    const other = harness.stripe.transfers.create(
      { amount: 101, currency: 'usd', destination: account, transfer_group: 'twice' },
      { idempotencyKey: 'fm:transfer:1:1' },
    );
    expect(await harness.refusal(other)).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
  });

  it('exists once when the answer was lost and the client tried again with the same key', async () => {
    const rules = [{ method: 'POST', path: '/v1/transfers', action: 'drop_after' }];
    await harness.control('POST', 'faults', { rules });
    const client = harness.simulatedClient({ maxNetworkRetries: 1 });
    const transfer = await client.transfers.create(
      { amount: 200, currency: 'usd', destination: account, transfer_group: 'dropped' },
      { idempotencyKey: 'fm:transfer:2:1' },
    );
    const { data } = await harness.stripe.transfers.list({ transfer_group: 'dropped' });
    expect(data.map(({ id }) => id)).toEqual([transfer.id]);
    const { requests } = await harness.control('GET', 'journal?path=/v1/transfers&key=fm:transfer:2:1');
    expect(requests.map(({ status, objectId }) => [status, objectId])).toEqual([
      [200, transfer.id],
      [200, transfer.id],
    ]);
    expect(requests[0]!.eventIds).toHaveLength(1);
    expect(requests[1]!.eventIds).toHaveLength(0);
  });

  it('is refused to an account that has not finished onboarding, and to a closed one', async () => {
    const restricted = await harness.restrictedAccount();
    const send = (destination: string): Promise<unknown> =>
      harness.stripe.transfers.create({ amount: 100, currency: 'usd', destination });
    expect(await harness.refusal(send(restricted))).toMatchObject({ statusCode: 400, code: 'transfers_not_allowed' });
    const closing = await harness.account();
    await harness.stripe.v2.core.accounts.close(closing);
    expect(await harness.refusal(send(closing))).toMatchObject({ code: 'transfers_not_allowed' });
    expect(await harness.refusal(send('acct_none'))).toMatchObject({ code: 'resource_missing', param: 'destination' });
  });

  it('is refused beyond the available balance when no charge pays for it', async () => {
    const [available] = await balanceOf();
    const call = harness.stripe.transfers.create({ amount: available + 1, currency: 'usd', destination: account });
    expect(await harness.refusal(call)).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    expect(await balanceOf()).toEqual([available, 0]);
  });

  it('is refused beyond its charge, naming both amounts, also by small steps', async () => {
    const charge = await harness.charge(10_000);
    const send = (amount: number): Promise<unknown> =>
      harness.stripe.transfers.create({ amount, currency: 'usd', destination: account, source_transaction: charge.id });
    const refusal = await harness.refusal(send(10_001));
    expect(refusal.message).toMatch(/10000 usd.*10001 usd/);
    await send(6_000);
    await send(4_000);
    expect((await harness.refusal(send(1))).message).toMatch(/10000 usd/);
  });

  it('is refused in another currency than the one its charge settled in, naming both', async () => {
    const charge = await harness.charge(10_000, {}, 'cad');
    const send = (currency: string): Promise<Stripe.Transfer> =>
      harness.stripe.transfers.create({ amount: 100, currency, destination: account, source_transaction: charge.id });
    expect((await harness.refusal(send('eur'))).message).toMatch(/usd.*eur/);
    expect((await send('usd')).currency).toBe('usd');
  });

  it('takes no charge of somebody else and none that failed', async () => {
    const session = await harness.session(10_000);
    await harness.post(session.url!, { action: 'decline' });
    const { data } = await harness.stripe.charges.list({ limit: 1 });
    const send = (source_transaction: string): Promise<unknown> =>
      harness.stripe.transfers.create({ amount: 100, currency: 'usd', destination: account, source_transaction });
    expect((await harness.refusal(send(data[0]!.id))).message).toMatch(/did not succeed/);
    const transfer = await harness.stripe.transfers.list({ limit: 1 });
    const payment = transfer.data[0]!.destination_payment as string;
    expect(await harness.refusal(send(payment))).toMatchObject({ code: 'resource_missing' });
  });
});

describe('top-ups and balance transactions', () => {
  it('a top-up adds to the available balance at once and tells of both its states', async () => {
    const [available, pending] = await balanceOf();
    const topup = await harness.stripe.topups.create({
      amount: 5_000,
      currency: 'usd',
      expand: ['balance_transaction'],
    });
    expect(topup).toMatchObject({ status: 'succeeded', balance_transaction: { type: 'topup', net: 5_000 } });
    expect(await balanceOf()).toEqual([available + 5_000, pending]);
    const { data } = await harness.stripe.events.list({ types: ['topup.created', 'topup.succeeded'] });
    expect(data.map(({ type }) => type)).toEqual(['topup.succeeded', 'topup.created']);
  });

  it('lists balance transactions by type, source and time', async () => {
    const { data: topups } = await harness.stripe.balanceTransactions.list({ type: 'topup' });
    expect(topups).toHaveLength(1);
    const source = topups[0]!.source as string;
    expect((await harness.stripe.balanceTransactions.list({ source })).data).toEqual(topups);
    const later = await harness.stripe.balanceTransactions.list({ created: { gt: topups[0]!.created + 60 } });
    expect(later.data).toEqual([]);
    const { data: theirs } = await harness.stripe.balanceTransactions.list({}, { stripeAccount: account });
    expect(theirs.every(({ type }) => type === 'payment')).toBe(true);
  });
});

describe('the books', () => {
  it('balance after all of this, and a balance that was touched from outside is found', async () => {
    const faults = async (): Promise<string[]> => {
      const { rules } = await harness.control('GET', 'invariants');
      return rules.flatMap((rule) => rule.faults);
    };
    expect(await faults()).toEqual([]);
    await harness.emulator.close();
    const forged = ['balance', 'platform/usd', 'platform', 1, { currency: 'usd', available: 1, pending: 0 }];
    appendFileSync(harness.stateFile, `${JSON.stringify({ put: [forged], del: [] })}\n`);
    await harness.open();
    expect(await faults()).toEqual(['platform/usd']);
  });
});
