import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import type { ControlAnswer } from '../testing/control-answer.js';
import { CONTROL_TOKEN, DAY_MS, Harness, SECRET_KEY, WEBHOOK_SECRET } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

const APP = join(process.cwd(), 'apps/stripe-emulator');

/** The emulator as it runs in the demo: a process of its own with an IPC channel. */
class Child {
  private constructor(
    readonly process: ChildProcess,
    readonly port: number,
  ) {}

  static async start(stateFile: string, environment: Record<string, string> = {}): Promise<Child> {
    const process_ = fork(join(APP, 'src/main.ts'), [], {
      execArgv: ['--conditions=source', '--import', join(APP, 'testing/typescript-loader.mjs')],
      env: {
        EMULATOR_SECRET_KEY: SECRET_KEY,
        EMULATOR_CONTROL_TOKEN: CONTROL_TOKEN,
        EMULATOR_STATE_FILE: stateFile,
        EMULATOR_WEBHOOK_URL: harness.platform.url,
        EMULATOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [message] = (await once(process_, 'message')) as [{ type: string; port: number }];
    if (message.type !== 'ready') throw new Error(`unexpected message ${message.type}`);
    return new Child(process_, message.port);
  }

  get stripe(): Stripe {
    return new Stripe(SECRET_KEY, { host: '127.0.0.1', port: this.port, protocol: 'http', telemetry: false });
  }

  async control(path: string): Promise<ControlAnswer> {
    const headers = { authorization: `Bearer ${CONTROL_TOKEN}` };
    return (await (await fetch(`http://127.0.0.1:${this.port}/_sim/${path}`, { headers })).json()) as ControlAnswer;
  }

  async ended(): Promise<[code: number | null, signal: string | null]> {
    return (await once(this.process, 'exit')) as [number | null, string | null];
  }
}

describe('the state file', () => {
  it('keeps confirmed objects, keys and undelivered events through kill -9', async () => {
    const stateFile = `${harness.stateFile}.killed`;
    harness.platform.status = 500;
    const first = await Child.start(stateFile);
    const topup = await first.stripe.topups.create({ amount: 5_000, currency: 'usd' }, { idempotencyKey: 'survivor' });
    const ended = first.ended();
    first.process.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(harness.platform.received).toEqual([]);

    harness.platform.status = 200;
    const second = await Child.start(stateFile);
    const again = await second.stripe.topups.create({ amount: 5_000, currency: 'usd' }, { idempotencyKey: 'survivor' });
    expect(again.id).toBe(topup.id);
    expect((await second.stripe.balance.retrieve()).available).toMatchObject([{ amount: 5_000, currency: 'usd' }]);
    await harness.until(() => harness.platform.received.length === 2);
    expect(harness.platform.types.sort()).toEqual(['topup.created', 'topup.succeeded']);
    expect((await second.control('invariants')).ok).toBe(true);
    const stopped = second.ended();
    second.process.kill('SIGTERM');
    expect(await stopped).toEqual([0, null]);
  });

  it('settles after a restart what was charged before it', async () => {
    await harness.emulator.close();
    await harness.open();
    const session = await harness.session(10_000);
    await harness.post(session.url!, { action: 'pay' });
    await harness.emulator.close();
    await harness.open();
    expect((await harness.settled(session.id)).balance_transaction.fee).toBe(320);
  });

  it('goes on with debits, invoices, cash and subscriptions as if nothing had been', async () => {
    const { id: customer } = await harness.stripe.customers.create({ payment_method: 'pm_card_visa' });
    const { data: methods } = await harness.stripe.customers.listPaymentMethods(customer);
    const pay = { amount: 5_000, currency: 'usd', customer, confirm: true } as const;
    const debit = await harness.stripe.paymentIntents.create({ ...pay, payment_method: 'pm_usBankAccount_success' });
    const waiting = await harness.stripe.paymentIntents.create({
      ...pay,
      payment_method: 'pm_card_authenticationRequired',
    });
    await harness.stripe.testHelpers.customers.fundCashBalance(customer, { amount: 700, currency: 'usd' });
    const due = { customer, collection_method: 'send_invoice', days_until_due: 5 } as const;
    const { id: invoice } = await harness.stripe.invoices.create(due);
    await harness.stripe.invoices.addLines(invoice, { lines: [{ amount: 9_000 }] });
    const { number } = await harness.stripe.invoices.finalizeInvoice(invoice);
    const { product } = await harness.stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Care' },
      unit_amount: 100,
    });
    const price_data = {
      currency: 'usd',
      product: product as string,
      recurring: { interval: 'week' },
      unit_amount: 900,
    };
    const subscription = await harness.stripe.subscriptions.create({
      customer,
      default_payment_method: methods[0]!.id,
      items: [{ price_data }] as Stripe.SubscriptionCreateParams.Item[],
    });
    await harness.emulator.close();
    await harness.open();
    await harness.control('POST', 'authentications', { intent: waiting.id, outcome: 'complete' });
    expect((await harness.stripe.paymentIntents.retrieve(waiting.id)).status).toBe('succeeded');
    await harness.advance(8 * DAY_MS);
    expect((await harness.stripe.paymentIntents.retrieve(debit.id)).status).toBe('succeeded');
    expect((await harness.stripe.customers.retrieveCashBalance(customer)).available).toEqual({ usd: 700 });
    expect(await harness.stripe.invoices.retrieve(invoice)).toMatchObject({ number, status: 'open' });
    const { data: overdue } = await harness.stripe.events.list({ type: 'invoice.overdue' });
    expect(overdue.map(({ data }) => (data.object as Stripe.Invoice).id)).toEqual([invoice]);
    const { data: billed } = await harness.stripe.invoices.list({ subscription: subscription.id });
    expect(billed.map(({ status }) => status)).toEqual(['paid', 'paid']);
    expect((await harness.control('GET', 'invariants')).ok).toBe(true);
  });

  it('drops a torn last line and goes on', async () => {
    const { id } = await harness.stripe.customers.create({ name: 'whole' });
    await harness.emulator.close();
    appendFileSync(harness.stateFile, '{"put":[["customer","cus_torn"');
    await harness.open();
    expect((await harness.stripe.customers.retrieve(id)).id).toBe(id);
    const next = await harness.stripe.customers.create({ name: 'after' });
    await harness.emulator.close();
    await harness.open();
    expect((await harness.stripe.customers.retrieve(next.id)).id).toBe(next.id);
  });

  it('is rewritten when its history has grown far beyond what it describes', async () => {
    const { id } = await harness.stripe.customers.create({ name: 'compacted' });
    await harness.emulator.close();
    const lines = readFileSync(harness.stateFile, 'utf8');
    const clock = '{"put":[["setting","clock","platform",1,{"kind":"clock","offsetMs":0}]],"del":[]}\n';
    writeFileSync(harness.stateFile, lines + clock.repeat(3_000));
    await harness.open();
    expect(readFileSync(harness.stateFile, 'utf8').split('\n').length).toBeLessThan(100);
    expect((await harness.stripe.customers.retrieve(id)).id).toBe(id);
  });
});

describe('the process', () => {
  it('moves its clock when the parent says so, answers when the work is done, and ends with its parent', async () => {
    const child = await Child.start(`${harness.stateFile}.clock`, { EMULATOR_SETTLE_DELAY_MS: '0' });
    const session = await child.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'usd', unit_amount: 10_000, product_data: { name: 'A' } } }],
      success_url: 'http://127.0.0.1:1/done',
    });
    await harness.post(session.url!, { action: 'pay' });
    await harness.until(async () => (await child.stripe.balance.retrieve()).pending[0]!.amount === 9_680);
    child.process.send({ type: 'clock', offsetMs: 3 * DAY_MS });
    const [answer] = (await once(child.process, 'message')) as [object];
    expect(answer).toEqual({ type: 'clock', offsetMs: 3 * DAY_MS });
    expect((await child.stripe.balance.retrieve()).available[0]!.amount).toBe(9_680);
    const { data } = await child.stripe.events.list({ type: 'balance.available' });
    const charged = await child.stripe.charges.list({ limit: 1 });
    expect(data[0]!.created).toBe(charged.data[0]!.created + (2 * DAY_MS) / 1000);
    const ended = child.ended();
    child.process.disconnect();
    expect(await ended).toEqual([0, null]);
    const later = await Child.start(`${harness.stateFile}.clock`);
    expect((await later.control('clock')).offsetMs).toBe(3 * DAY_MS);
    const closed = later.ended();
    later.process.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  });

  it.each([
    ['an address that is not loopback', { EMULATOR_HOST: '0.0.0.0' }],
    ['a key that could be a real one', { EMULATOR_SECRET_KEY: 'sk_live_abcdefgh' }],
  ])(
    'does not start with %s',
    async (_case, environment) => {
      const child = fork(join(APP, 'src/main.ts'), [], {
        execArgv: ['--conditions=source', '--import', join(APP, 'testing/typescript-loader.mjs')],
        env: { EMULATOR_SECRET_KEY: SECRET_KEY, ...environment },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      expect(await once(child, 'exit')).toEqual([1, null]);
    },
    30_000,
  );
});
