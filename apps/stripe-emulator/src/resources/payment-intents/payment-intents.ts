import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, notSimulated, refused, type ApiError } from '../../errors.js';
import { changedMetadata, expand, filled, given, withoutExpand } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import { checkChargeAmount } from '../../money/amounts.js';
import type { Operation } from '../../operation.js';
import { customerParameter } from '../customers/lookup.js';
import { followIntent } from '../follow-intent.js';
import { invoiceAwaiting } from '../invoices/invoice-payments.js';
import { acceptanceOf } from '../payment-methods/mandate-parameters.js';
import { givenMethod } from '../payment-methods/new-methods.js';
import { idOf } from '../reference.js';
import { Resource } from '../resource.js';
import { confirmIntent, unexpectedState } from './confirmation.js';
import {
  confirmIntentParameters,
  createIntentParameters,
  updateIntentParameters,
  type ConfirmIntentParameters,
  type CreateIntentParameters,
  type UpdateIntentParameters,
} from './intent-parameters.js';
import { optionsObject } from './method-options.js';
import { methodTypes } from './method-types.js';
import { cancelPaymentIntent, createIntent } from './payment-intent-object.js';
import { change } from '../change.js';

function createPaymentIntent(
  operation: Operation,
  parameters: CreateIntentParameters,
): Stripe.PaymentIntent | ApiError {
  if (parameters.capture_method === 'manual') throw notSimulated('manual capture', 'capture_method');
  const confirms = parameters.confirm === true;
  for (const name of ['off_session', 'error_on_requires_action', 'mandate_data', 'return_url'] as const) {
    if (!confirms && parameters[name] !== undefined) {
      throw invalidParameter(name, `You may only pass ${name} when confirm is true.`);
    }
  }
  checkChargeAmount(parameters.amount, parameters.currency, 'amount');
  const method = givenMethod(operation, parameters);
  const customer = parameters.customer === undefined ? null : customerParameter(operation, parameters.customer);
  const allowed = parameters.allowed_payment_method_types ?? null;
  const excluded = parameters.excluded_payment_method_types ?? null;
  const { amount, currency, description, metadata, receipt_email, setup_future_usage, transfer_group } = parameters;
  const { automatic_payment_methods: automatic, statement_descriptor, statement_descriptor_suffix } = parameters;
  const intent = createIntent(operation, {
    ...given({ description, metadata, receipt_email, setup_future_usage, transfer_group }),
    ...given({ statement_descriptor, statement_descriptor_suffix }),
    allowed_payment_method_types: allowed,
    amount,
    automatic_payment_methods: { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
    capture_method: parameters.capture_method ?? 'automatic_async',
    currency,
    customer: customer?.id ?? null,
    excluded_payment_method_types: excluded,
    payment_method: method?.id ?? null,
    payment_method_options: optionsObject(parameters.payment_method_options, currency),
    payment_method_types: methodTypes(currency, { allowed, excluded }),
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
  });
  return confirms ? confirm(operation, intent, parameters) : intent;
}

function confirm(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  parameters: Pick<ConfirmIntentParameters, 'error_on_requires_action' | 'mandate_data' | 'off_session' | 'return_url'>,
): Stripe.PaymentIntent | ApiError {
  const method = operation.tx.get('payment_method', idOf(intent.payment_method));
  if (method === undefined) {
    throw invalidParameter(
      'payment_method',
      "You cannot confirm this PaymentIntent because it's missing a payment method.",
      'payment_intent_unexpected_state',
    );
  }
  const { error, intent: after } = confirmIntent(operation, intent, {
    acceptance: acceptanceOf(parameters.mandate_data, operation.nowSeconds),
    method,
    offSession: parameters.off_session ?? false,
    refusesAction: parameters.error_on_requires_action ?? false,
    returnUrl: parameters.return_url ?? null,
  });
  followIntent(operation, after);
  return error ?? after;
}

function confirmPaymentIntent(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  parameters: ConfirmIntentParameters,
): Stripe.PaymentIntent | ApiError {
  const method = givenMethod(operation, parameters);
  const { payment_method_options: options, receipt_email, setup_future_usage } = parameters;
  const prepared = change(operation, 'payment_intent', intent, {
    ...(options === undefined ? {} : { payment_method_options: optionsObject(options, intent.currency) }),
    ...given({ receipt_email, setup_future_usage }),
    ...(method === null ? {} : { payment_method: method.id }),
  });
  return confirm(operation, prepared, parameters);
}

/** What can still be changed once the intent has been paid or canceled. */
const ALWAYS_CHANGEABLE = ['description', 'expand', 'metadata', 'receipt_email', 'transfer_group'];

function updatePaymentIntent(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  parameters: UpdateIntentParameters,
): Stripe.PaymentIntent {
  const isOpen = intent.status.startsWith('requires_');
  const late = Object.entries(parameters).some(
    ([name, value]) => value !== undefined && !ALWAYS_CHANGEABLE.includes(name),
  );
  if (!isOpen && late) throw unexpectedState(intent, 'update');
  const { amount = intent.amount, currency = intent.currency, metadata, ...rest } = withoutExpand(parameters);
  const { customer, payment_method: id, payment_method_data: data, payment_method_options: options, ...plain } = rest;
  if (isOpen) checkChargeAmount(amount, currency, parameters.amount === undefined ? 'currency' : 'amount');
  if (customer !== undefined) customerParameter(operation, customer);
  const method = givenMethod(operation, { payment_method: id, payment_method_data: data });
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = intent;
  return change(operation, 'payment_intent', intent, {
    ...given({ ...plain, customer }),
    ...(method === null ? {} : { payment_method: method.id, status: 'requires_confirmation', next_action: null }),
    ...(options === undefined ? {} : { payment_method_options: optionsObject(options, currency) }),
    amount,
    currency,
    metadata: changedMetadata(intent.metadata, metadata),
    ...(currency === intent.currency ? {} : { payment_method_types: methodTypes(currency, { allowed, excluded }) }),
  });
}

function cancelIntent(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  if (!intent.status.startsWith('requires_')) throw unexpectedState(intent, 'cancel');
  const invoice = invoiceAwaiting(operation, intent.id);
  if (invoice !== null) throw refused(`This PaymentIntent belongs to the invoice ${invoice.id}: void that instead.`);
  cancelPaymentIntent(operation, intent.id, reason);
  return operation.tx.get('payment_intent', intent.id)!;
}

const cancelParameters = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
});
const REMOVED = ['payment_method_types'];
const intents = new Resource('/v1/payment_intents', 'payment_intent', 'payment_intent');

export const paymentIntentRoutes: readonly Route[] = [
  intents.create(createIntentParameters, createPaymentIntent, REMOVED),
  intents.list({ equal: { customer: filled() }, within: ['created'] }),
  intents.retrieve(),
  intents.update(updateIntentParameters, updatePaymentIntent, REMOVED),
  intents.action('confirm', confirmIntentParameters, confirmPaymentIntent, REMOVED),
  intents.action('cancel', cancelParameters, (operation, intent, { cancellation_reason: reason }) =>
    cancelIntent(operation, intent, reason ?? null),
  ),
];
