import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, jest } from '@jest/globals';
import Stripe from 'stripe';
import { PAYING_CARD } from '../src/money/test-cards.js';
import { SystemClock } from '#platform/kernel';
import { startEmulator, type RunningEmulator } from '../src/emulator.js';
import type { EmulatorOptions } from '../src/options.js';
import { PARITY_TAG } from '../../../scripts/lib/parity.mjs';
import type { ControlAnswer } from './control-answer.js';
import { recordingFetch, type Exchange } from './exchange.js';
import { Receiver } from './receiver.js';
import { SANDBOX, sandboxConfig } from './sandbox.js';

// Starting, waiting for deliveries and compiling schemas take their time on a busy machine.
jest.setTimeout(60_000);

export const SECRET_KEY = 'sk_test_sim_harness';
export const CONTROL_TOKEN = 'control-token-of-the-harness';
export const WEBHOOK_SECRET = 'whsec_platform';
const CONNECT_SECRET = 'whsec_connect';
export const V2_SECRET = 'whsec_v2';
export const DAY_MS = 24 * 60 * 60 * 1000;
/** Stripe confirms an intent without a return_url only when no payment method may lead the payer away. */
export const NO_REDIRECTS = { automatic_payment_methods: { allow_redirects: 'never', enabled: true } } as const;

type SettledCharge = Stripe.Charge & { balance_transaction: Stripe.BalanceTransaction };

/**
 * A running emulator, the real SDK pointed at it, and webhook receivers of all three kinds. In a parity run there is a
 * Stripe sandbox instead: no emulator, no events, no control plane and no page that a form could be sent to.
 */
export class Harness {
  emulator!: RunningEmulator;
  stripe!: Stripe;
  readonly exchanges: Exchange[] = [];
  private readonly sandbox = SANDBOX;
  private readonly run = new SystemClock().now().getTime().toString(36);
  private seenEvents = 0;
  private partsOfEmulator = 0;
  private readonly directory = mkdtempSync(join(tmpdir(), 'emulator-'));

  private constructor(
    readonly platform: Receiver,
    readonly connect: Receiver,
    readonly v2: Receiver,
  ) {}

  static async start(): Promise<Harness> {
    const harness = new Harness(await Receiver.start(), await Receiver.start(), await Receiver.start());
    await harness.open();
    return harness;
  }

  get stateFile(): string {
    return join(this.directory, 'state.jsonl');
  }

  /** What the state file holds, one committed change after the other. */
  stateLines(): unknown[] {
    const lines = readFileSync(this.stateFile, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as unknown);
  }

  get origin(): string {
    this.needsEmulator('an address of its own');
    return `http://127.0.0.1:${this.emulator.port}`;
  }

  /** Starts the emulator on the state file; again after `emulator.close()` to see what survives, and what is changed. */
  async open(changes: Partial<EmulatorOptions> = {}): Promise<void> {
    if (this.sandbox !== null) {
      this.stripe = this.client(this.sandbox.key, sandboxConfig(this.sandbox));
      return;
    }
    this.emulator = await startEmulator({
      stateFile: this.stateFile,
      secretKey: SECRET_KEY,
      controlToken: CONTROL_TOKEN,
      settleDelayMs: 20,
      webhook: { url: this.platform.url, secret: WEBHOOK_SECRET },
      connectWebhook: { url: this.connect.url, secret: CONNECT_SECRET },
      v2Webhook: { url: this.v2.url, secret: V2_SECRET },
      ...changes,
    });
    this.stripe = this.client(SECRET_KEY, this.simulatedHost());
  }

  async close(): Promise<void> {
    if (this.sandbox === null) await this.emulator.close();
    await Promise.all([this.platform.close(), this.connect.close(), this.v2.close()]);
    rmSync(this.directory, { recursive: true });
  }

  /** A client of the emulator; what a test wants to know of its network behaviour, it sets. */
  simulatedClient(config: Partial<Stripe.StripeConfig> = {}): Stripe {
    this.needsEmulator('a client of its own');
    return this.client(SECRET_KEY, { ...this.simulatedHost(), ...config });
  }

  private simulatedHost(): Partial<Stripe.StripeConfig> {
    return { host: '127.0.0.1', port: this.emulator.port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 };
  }

  private client(key: string, config: Partial<Stripe.StripeConfig>): Stripe {
    return new Stripe(key, { httpClient: Stripe.createFetchHttpClient(recordingFetch(this.exchanges)), ...config });
  }

  /** A name that no other run against the same sandbox has used, for keys and for what lists are filtered by. */
  own(name: string): string {
    return `${name}-${this.run}`;
  }

  /** A part of a test that nobody can see at Stripe: a parity run leaves it out, aloud. */
  async onEmulator(part: string, work: () => unknown): Promise<void> {
    if (this.sandbox !== null) {
      console.warn(`left out of the parity run: ${part}, in "${currentTest()}"`);
      return;
    }
    this.partsOfEmulator += 1;
    try {
      await work();
    } finally {
      this.partsOfEmulator -= 1;
    }
  }

  /** Keeps tests with the tag honest, in every run: outside of `onEmulator` they have the API and nothing else. */
  private needsEmulator(what: string): void {
    if (this.partsOfEmulator > 0) return;
    if (this.sandbox === null && !currentTest().includes(PARITY_TAG)) return;
    throw new Error(`Stripe has no such thing for a test with ${PARITY_TAG}: ${what}`);
  }

  async control(method: string, path: string, body?: object): Promise<ControlAnswer> {
    this.needsEmulator(`the control plane, ${method} ${path}`);
    const response = await fetch(`${this.origin}/_sim/${path}`, {
      method,
      headers: { authorization: `Bearer ${CONTROL_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as ControlAnswer;
  }

  /** Moves the clock once everything is delivered: what is still on its way may be given up by a long jump. */
  async advance(ms: number): Promise<void> {
    await this.delivered();
    const answer = await this.control('POST', 'clock/advance', { ms });
    // A due task that throws stops the clock at its instant.
    if (answer.now === undefined) throw new Error(`the clock did not get there: ${JSON.stringify(answer)}`);
  }

  /** The v1 events that have arrived, of the platform and of its accounts; thin ones may come to the same address. */
  v1Events(): { type: string }[] {
    return [...this.platform.received, ...this.connect.received]
      .map(({ body }) => JSON.parse(body) as { type: string })
      .filter(({ type }) => !type.startsWith('v2.'));
  }

  /** Waits until nothing is on its way to a receiver any more. */
  async delivered(): Promise<void> {
    await this.until(async () => {
      const { deliveries } = await this.control('GET', 'journal');
      return deliveries.every(({ status }) => status !== 'pending');
    });
  }

  /** Sends a form of a hosted page as a browser would and does not follow the redirect. */
  async post(url: string, fields: Record<string, string>): Promise<Response> {
    this.needsEmulator('the form of a hosted page');
    return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  }

  async session(amount: number, extra: Partial<Stripe.Checkout.SessionCreateParams> = {}, currency = 'usd') {
    return this.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        { price_data: { currency, unit_amount: amount, product_data: { name: 'Pledge <b>&</b>' } }, quantity: 1 },
      ],
      success_url: 'http://127.0.0.1:1/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://127.0.0.1:1/left',
      ...extra,
    });
  }

  /** A paid and settled charge. */
  async charge(amount: number, extra: Partial<Stripe.Checkout.SessionCreateParams> = {}, currency = 'usd') {
    const session = await this.session(amount, extra, currency);
    return this.paid(session, PAYING_CARD);
  }

  /** A paid and settled charge of one of the cards to which something happens later. */
  async chargeWith(card: string, amount: number) {
    return this.paid(await this.session(amount), card);
  }

  private async paid({ id, url }: Stripe.Checkout.Session, card: string) {
    await this.post(url!, { action: 'pay', card_number: card });
    return this.settled(id);
  }

  /** A charge that is made by the API alone. */
  async cardCharge(amount: number, currency = 'usd'): Promise<SettledCharge> {
    const paid = { amount, confirm: true, currency, payment_method: 'pm_card_visa', ...NO_REDIRECTS };
    return this.settledIntent((await this.stripe.paymentIntents.create(paid)).id);
  }

  /** The charge of a paid session, once its money is booked. */
  async settled(sessionId: string): Promise<SettledCharge> {
    const { payment_intent: intent } = await this.stripe.checkout.sessions.retrieve(sessionId);
    return this.settledIntent(intent as string);
  }

  /** The charge of a paid intent, once its money is booked. */
  async settledIntent(id: string, stripe = this.stripe): Promise<SettledCharge> {
    return this.until(async () => {
      const expand = ['latest_charge.balance_transaction'];
      const { latest_charge: charge } = await stripe.paymentIntents.retrieve(id, { expand });
      const settled = charge as SettledCharge;
      return settled.balance_transaction === null ? null : settled;
    });
  }

  /** A connected account that can receive transfers. */
  async account(): Promise<string> {
    const account = await this.restrictedAccount();
    const link = await this.stripe.v2.core.accountLinks.create({
      account,
      use_case: {
        type: 'account_onboarding',
        account_onboarding: { refresh_url: 'http://127.0.0.1:1/refresh', return_url: 'http://127.0.0.1:1/return' },
      },
    });
    await this.post(link.url, { action: 'complete' });
    return account;
  }

  async restrictedAccount(): Promise<string> {
    const { id } = await this.stripe.v2.core.accounts.create({
      contact_email: 'maintainer@example.org',
      dashboard: 'express',
      identity: { country: 'us', entity_type: 'individual' },
      defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    });
    return id;
  }

  /** Available and pending minor units of the platform or of an account. */
  async balance(stripeAccount?: string, currency = 'usd'): Promise<[available: number, pending: number]> {
    const balance = await this.stripe.balance.retrieve({}, stripeAccount === undefined ? {} : { stripeAccount });
    const amountIn = (entries: { amount: number; currency: string }[]): number =>
      entries.find((entry) => entry.currency === currency)?.amount ?? 0;
    return [amountIn(balance.available), amountIn(balance.pending)];
  }

  /** Types of all events since this was asked for the last time, oldest first, also of connected accounts. */
  async newEvents(): Promise<string[]> {
    const { events } = await this.control('GET', 'journal');
    const fresh = events.slice(this.seenEvents).map(({ type }) => type);
    this.seenEvents = events.length;
    return fresh;
  }

  /** What the emulator's own books say against themselves. */
  async bookFaults(): Promise<string[]> {
    const { rules } = await this.control('GET', 'invariants');
    return rules.flatMap(({ rule, faults }) => faults.map((fault) => `${rule}: ${fault}`));
  }

  /** Asks again until there is an answer; twenty seconds at most. */
  async until<T>(ask: () => T | null | false | Promise<T | null | false>): Promise<T> {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const answer = await ask();
      if (answer !== null && answer !== false) return answer;
      await sleep(20);
    }
    throw new Error('what was waited for did not happen within twenty seconds');
  }

  /** What a call is refused with; fails when it is not refused. */
  async refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
    try {
      await call;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError) return error;
      throw error;
    }
    throw new Error('the call was not refused');
  }
}

function currentTest(): string {
  return expect.getState().currentTestName ?? '';
}
