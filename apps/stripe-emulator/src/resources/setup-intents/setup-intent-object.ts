import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { change } from '../change.js';

type Given = Pick<Stripe.SetupIntent, 'payment_method_types'> & Partial<Stripe.SetupIntent>;

/** Makes and stores an intent to save a payment method, and tells so. */
export function createSetup(operation: Operation, fields: Given): Stripe.SetupIntent {
  const id = operation.newId('seti');
  const setup: Stripe.SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${operation.services.ids.text(25)}`,
    created: operation.nowSeconds,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: 'off_session',
    ...fields,
  };
  operation.tx.put('setup_intent', id, setup, operation.account);
  emitEvent(operation, 'setup_intent.created', setup);
  return setup;
}

/** Cancels an intent that has not succeeded; one that has is left alone. */
export function cancelSetup(
  operation: Operation,
  id: string,
  reason: Stripe.SetupIntent.CancellationReason | null,
): void {
  const setup = operation.tx.get('setup_intent', id);
  if (setup === undefined || setup.status === 'succeeded' || setup.status === 'canceled') return;
  const canceled = change(operation, 'setup_intent', setup, {
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  });
  emitEvent(operation, 'setup_intent.canceled', canceled);
}
