import type Stripe from 'stripe';
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#platform/kernel';
import { invalidParameter, notSimulated, refused } from '../errors.js';
import { arrayPage } from '../http/pagination.js';
import { filled, given, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { checkChargeAmount } from '../money/amounts.js';
import type { Operation } from '../operation.js';
import { schedule } from '../tasks.js';
import type { CheckoutDraft, DraftLine } from '../store/records/checkout-draft.js';
import { expireSession } from './checkout-expiry.js';
import { checkoutParameters, type CheckoutParameters } from './checkout-parameters.js';
import { buildSession } from './checkout-session-object.js';
import { lineItemsOf } from './checkout-draft.js';
import { checkoutLines } from './checkout-lines.js';
import { customerParameter } from './customers/lookup.js';
import { retrieve } from './lookup.js';
import { methodTypes, type MethodWishes } from './payment-intents/method-types.js';
import { PLAIN, Resource } from './resource.js';
import { createSetup } from './setup-intents/setup-intent-object.js';
import { setupTypes } from './setup-intents/setup-types.js';

const SHORTEST_LIFE_MS = 30 * MINUTE_MS;
const LONGEST_LIFE_MS = DAY_MS;

function createSession(operation: Operation, parameters: CheckoutParameters): Stripe.Checkout.Session {
  checkMode(parameters);
  const customer = parameters.customer === undefined ? null : customerParameter(operation, parameters.customer);
  const expiresAt = expiryOf(operation, parameters.expires_at);
  const sold = parameters.mode === 'setup' ? null : checkoutLines(operation, parameters);
  const draft = draftOf(parameters, sold?.lines ?? []);
  const session =
    sold === null
      ? setupSession(operation, parameters, { customer, expiresAt })
      : paymentSession(operation, parameters, { customer, expiresAt, ...sold });
  operation.tx.put('checkout_session', session.id, session, operation.account);
  operation.tx.put('checkout_draft', session.id, draft, operation.account);
  schedule(operation, 'checkout.expire', session.id, expiresAt * 1000);
  return session;
}

function checkMode(parameters: CheckoutParameters): void {
  const { customer, customer_email: email, line_items: lines, mode } = parameters;
  if (parameters.automatic_tax?.enabled) throw notSimulated('automatic tax', 'automatic_tax[enabled]');
  if (customer !== undefined && email !== undefined) {
    throw invalidParameter('customer_email', 'You may only specify one of these parameters: customer, customer_email.');
  }
  if (customer !== undefined && parameters.customer_creation !== undefined) {
    throw invalidParameter('customer_creation', 'A session that has a customer cannot create one.');
  }
  if (mode === 'setup' && lines !== undefined) throw notForMode('line_items', mode);
  if (mode !== 'payment' && parameters.payment_intent_data !== undefined) throw notForMode('payment_intent_data', mode);
  if (mode !== 'subscription' && parameters.subscription_data !== undefined)
    throw notForMode('subscription_data', mode);
  if (mode === 'subscription' && parameters.customer_creation !== undefined)
    throw notForMode('customer_creation', mode);
  if (mode !== 'setup' && parameters.setup_intent_data !== undefined) throw notForMode('setup_intent_data', mode);
  if (mode !== 'setup' && lines === undefined) {
    throw invalidParameter('line_items', 'Missing required param: line_items.', 'parameter_missing');
  }
}

function notForMode(name: string, mode: string): Error {
  return invalidParameter(name, `You can not pass ${name} in ${mode} mode.`);
}

interface SessionFacts {
  readonly customer: Stripe.Customer | null;
  readonly expiresAt: number;
}

function paymentSession(
  operation: Operation,
  parameters: CheckoutParameters,
  { currency, lines, ...facts }: SessionFacts & { currency: string; lines: readonly DraftLine[] },
): Stripe.Checkout.Session {
  const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  checkChargeAmount(total, currency, 'line_items[0][price_data][unit_amount]');
  return buildSession(operation, parameters, {
    ...facts,
    currency,
    methodTypes: methodTypes(currency, wishesOf(parameters)),
    setupIntent: null,
    total,
  });
}

function setupSession(
  operation: Operation,
  parameters: CheckoutParameters,
  facts: SessionFacts,
): Stripe.Checkout.Session {
  const types = setupTypes(wishesOf(parameters));
  const { description, metadata } = parameters.setup_intent_data ?? {};
  const setup = createSetup(operation, {
    ...given({ description, metadata }),
    customer: facts.customer?.id ?? null,
    payment_method_types: types,
  });
  const currency = parameters.currency ?? null;
  return buildSession(operation, parameters, {
    ...facts,
    currency,
    methodTypes: types,
    setupIntent: setup.id,
    total: null,
  });
}

function wishesOf(parameters: CheckoutParameters): MethodWishes {
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = parameters;
  // A bank transfer needs instructions that the hosted page does not show.
  return { allowed, excluded: [...(excluded ?? []), 'customer_balance'] };
}

function draftOf(parameters: CheckoutParameters, lines: readonly DraftLine[]): CheckoutDraft {
  const data = parameters.payment_intent_data;
  return {
    lines,
    paymentIntent: {
      description: data?.description ?? null,
      metadata: data?.metadata ?? {},
      receiptEmail: data?.receipt_email ?? null,
      setupFutureUsage: data?.setup_future_usage ?? null,
      transferGroup: data?.transfer_group ?? null,
    },
    subscription: {
      description: parameters.subscription_data?.description ?? null,
      metadata: parameters.subscription_data?.metadata ?? {},
    },
  };
}

/** Between 30 minutes and 24 hours from now; 24 hours when nothing is said. Unix seconds. */
function expiryOf(operation: Operation, given: number | undefined): number {
  if (given === undefined) return operation.nowSeconds + LONGEST_LIFE_MS / 1000;
  const lifeMs = (given - operation.nowSeconds) * 1000;
  if (lifeMs < SHORTEST_LIFE_MS || lifeMs > LONGEST_LIFE_MS) {
    throw invalidParameter('expires_at', 'The expiry must lie between 30 minutes and 24 hours from now.');
  }
  return given;
}

function expire(operation: Operation, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  if (session.status !== 'open') {
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. ` +
        `This Checkout Session has a status of "${session.status}".`,
    );
  }
  expireSession(operation, session.id);
  return operation.tx.get('checkout_session', session.id)!;
}

const BASE = '/v1/checkout/sessions';
const sessions = new Resource(BASE, 'checkout_session', 'checkout.session');

export const checkoutSessionRoutes: readonly Route[] = [
  sessions.create(checkoutParameters, createSession, ['payment_method_types']),
  sessions.list({
    equal: { customer: filled(), payment_intent: filled(), status: z.enum(['complete', 'expired', 'open']) },
    within: ['created'],
  }),
  sessions.retrieve(),
  route({
    method: 'GET',
    path: `${BASE}/{id}/line_items`,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) => {
      const session = retrieve(operation, 'checkout_session', 'checkout.session', id!);
      const { data, url } = lineItemsOf(operation, session.id);
      return arrayPage(parameters, { data, kind: 'item', url });
    },
  }),
  sessions.action('expire', PLAIN, expire),
];
