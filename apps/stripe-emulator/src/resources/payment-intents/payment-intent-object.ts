import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { releaseCash } from '../cash/cash-ledger.js';
import { change } from '../change.js';

type Given = Pick<Stripe.PaymentIntent, 'amount' | 'currency' | 'payment_method_types'> & Partial<Stripe.PaymentIntent>;

/** Makes and stores an intent before anything was charged, and tells so. */
export function createIntent(operation: Operation, fields: Given): Stripe.PaymentIntent {
  const id = operation.newId('pi');
  const intent: Stripe.PaymentIntent = {
    ...UNUSED,
    id,
    object: 'payment_intent',
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${operation.services.ids.text(25)}`,
    confirmation_method: 'automatic',
    created: operation.nowSeconds,
    status: 'requires_payment_method',
    ...fields,
  };
  operation.tx.put('payment_intent', id, intent, operation.account);
  emitEvent(operation, 'payment_intent.created', intent);
  return intent;
}

/** Cancels an intent that has not succeeded; one that has is left alone. */
export function cancelPaymentIntent(
  operation: Operation,
  id: string,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): void {
  const intent = operation.tx.get('payment_intent', id);
  if (intent === undefined || intent.status === 'succeeded' || intent.status === 'canceled') return;
  releaseCash(operation, intent);
  const canceled = change(operation, 'payment_intent', intent, {
    status: 'canceled',
    cancellation_reason: reason,
    canceled_at: operation.nowSeconds,
    next_action: null,
  });
  emitEvent(operation, 'payment_intent.canceled', canceled);
}

/** Fields of features that are not simulated, and of states that are not reached yet. */
const UNUSED = {
  allowed_payment_method_types: null,
  application: null,
  application_fee_amount: null,
  canceled_at: null,
  cancellation_reason: null,
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;
