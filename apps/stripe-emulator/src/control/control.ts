import { z } from 'zod';
import { DAY_MS } from '#platform/kernel';
import { ApiError, noSuchObject } from '../errors.js';
import { CONFIGURED_PLATFORM, rotateSecret } from '../events/endpoints.js';
import { changeWebhookMode, readWebhookMode } from '../events/webhook-mode.js';
import type { Deliverer } from '../events/deliverer.js';
import { presentedKey, sameSecret } from '../http/authentication.js';
import { decodeParameters, header, type Answer, type Incoming } from '../http/incoming.js';
import { operate, type Operation } from '../operation.js';
import { authenticatePayer } from '../resources/authentications.js';
import { fundCash } from '../resources/cash/reconciliation.js';
import { bounceDebit } from '../resources/debits.js';
import type { Services } from '../services.js';
import { plant, reset } from './beginnings.js';
import { faultRule, type Faults } from './faults.js';
import { invariants } from './invariants.js';
import { journal } from './journal.js';
import { moneyOutHandlers } from './money-out.js';

const webhookMode = z.strictObject({
  hold: z.boolean().optional(),
  duplicate: z.number().int().min(1).max(10).optional(),
  corruptSignature: z.boolean().optional(),
  wrongSecret: z.boolean().optional(),
  oldTimestamp: z.boolean().optional(),
  delayMs: z.number().int().min(0).optional(),
  shuffleSeed: z.string().nullable().optional(),
  only: z.array(z.string()).min(1).nullable().optional(),
  /** Event ids or types in the order they are to be sent, or "all"; applied after the other fields. */
  release: z.union([z.literal('all'), z.array(z.string())]).optional(),
});

const authentication = z.strictObject({ intent: z.string(), outcome: z.enum(['complete', 'fail']) });
const bounce = z.strictObject({ failure_code: z.string().default('debit_not_authorized'), payment_intent: z.string() });

const cash = z.strictObject({
  amount: z.number().int().positive(),
  currency: z.string().length(3),
  customer: z.string(),
  reference: z.string().optional(),
});

const rotation = z.strictObject({
  endpoint: z.string().default(CONFIGURED_PLATFORM),
  overlap_ms: z.number().int().min(0).default(DAY_MS),
  secret: z.string().min(1),
});

type Handler = (input: unknown) => object | Promise<object>;

/** Everything under /_sim, for tests and the demo: moves the clock, breaks things on purpose, shows what happened. */
export class Control {
  private readonly handlers: Readonly<Record<string, Handler>>;

  constructor(
    private readonly services: Services,
    private readonly parts: { deliverer: Deliverer; faults: Faults; moveClock: (offsetMs: number) => number },
  ) {
    const { store } = services;
    this.handlers = {
      'GET /_sim/clock': () => this.clock(),
      'POST /_sim/clock/advance': (input) =>
        this.advance(z.strictObject({ ms: z.number().int().min(0) }).parse(input).ms),
      'GET /_sim/faults': () => ({ rules: parts.faults.list() }),
      'POST /_sim/faults': (input) => this.setFaults(input),
      'GET /_sim/webhooks/mode': () => readWebhookMode(store),
      'POST /_sim/webhooks/mode': (input) => this.setWebhookMode(input),
      'POST /_sim/webhooks/rotate': (input) => this.rotate(input),
      'GET /_sim/journal': (input) =>
        journal(store, z.strictObject({ path: z.string().optional(), key: z.string().optional() }).parse(input)),
      'GET /_sim/invariants': () => invariants(store),
      'POST /_sim/reset': () => this.reset(),
      'POST /_sim/seed': (input) => plant(services, input),
      ...moneyOutHandlers(services),
      'POST /_sim/authentications': (input) => {
        const { intent, outcome } = authentication.parse(input);
        return this.act(intent, (operation) => authenticatePayer(operation, intent, outcome === 'complete'));
      },
      'POST /_sim/cash/fund': (input) => {
        const { customer, ...money } = cash.parse(input);
        const account = this.services.store.row('customer', customer)?.account;
        if (account === undefined) throw noSuchObject('customer', customer);
        return operate(services, (operation) => fundCash(operation, customer, money), { account });
      },
      'POST /_sim/payments/bounce': (input) => {
        const { failure_code: code, payment_intent: intent } = bounce.parse(input);
        return this.act(intent, (operation) => bounceDebit(operation, intent, code));
      },
    };
  }

  async answer(incoming: Incoming): Promise<Answer> {
    try {
      this.authenticate(incoming);
      const { handler, account } = this.find(incoming);
      return toAnswer(200, await handler({ ...decodeParameters(incoming), ...account }));
    } catch (error) {
      if (error instanceof z.ZodError) return toAnswer(400, { error: { message: z.prettifyError(error) } });
      if (error instanceof ApiError) return toAnswer(error.status, error.body());
      throw error;
    }
  }

  /** The handler of a path; the id of an account in it becomes a part of the input. */
  private find({ method, pathname }: Incoming): { handler: Handler; account: { account?: string } } {
    const exact = this.handlers[`${method} ${pathname}`];
    if (exact !== undefined) return { handler: exact, account: {} };
    const [, account, rest] = /^\/_sim\/accounts\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    const handler = this.handlers[`${method} /_sim/accounts/{account}/${rest}`];
    if (handler === undefined) throw new ApiError(404, 'The control plane has no such endpoint.');
    return { handler, account: { account: account! } };
  }

  private reset(): object {
    this.parts.faults.replace([]);
    return reset(this.services);
  }

  private authenticate(incoming: Incoming): void {
    const token = this.services.options.controlToken;
    const given = presentedKey(header(incoming, 'authorization') ?? '');
    if (token === null || given === null || !sameSecret(given, token)) {
      throw new ApiError(401, 'The control plane needs its own token.', { type: 'authentication_error' });
    }
  }

  /** Does something to the intent of an id, in the account it belongs to. */
  private act(id: string, work: (operation: Operation) => object): object {
    const { store } = this.services;
    const account = store.row('payment_intent', id)?.account ?? store.row('setup_intent', id)?.account;
    return operate(this.services, work, { account });
  }

  private advance(ms: number): object {
    this.parts.moveClock(this.services.clock.offset + ms);
    return this.clock();
  }

  private clock(): object {
    const { clock } = this.services;
    return { offsetMs: clock.offset, now: clock.now().toISOString() };
  }

  private setFaults(input: unknown): object {
    const { rules } = z.strictObject({ rules: z.array(faultRule) }).parse(input);
    this.parts.faults.replace(rules);
    return { rules: this.parts.faults.list() };
  }

  private rotate(input: unknown): object {
    const { endpoint, overlap_ms: overlapMs, secret } = rotation.parse(input);
    const untilMs = this.services.clock.now().getTime() + overlapMs;
    const { object } = this.services.store.transact((tx) => rotateSecret(tx, endpoint, { secret, untilMs }));
    return object;
  }

  private async setWebhookMode(input: unknown): Promise<object> {
    const { release, ...change } = webhookMode.parse(input);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const mode = this.services.store.transact((tx) => changeWebhookMode(tx, given));
    if (release === undefined) return { mode };
    const released = await this.parts.deliverer.release(release === 'all' ? null : release);
    return { mode, released };
  }
}

function toAnswer(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body, null, 2) };
}
