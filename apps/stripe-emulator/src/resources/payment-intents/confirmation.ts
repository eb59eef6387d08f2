import type Stripe from 'stripe';
import { ApiError, invalidParameter } from '../../errors.js';
import type { Operation } from '../../operation.js';
import { attemptCash } from '../cash/cash-attempt.js';
import { releaseCash } from '../cash/cash-ledger.js';
import { refuseForeign, refuseSpent } from '../payment-methods/attachment.js';
import { idOf } from '../reference.js';
import { attemptCard, type Attempt } from './card-attempt.js';
import type { AttemptResult } from './attempt-outcome.js';
import { attemptDebit } from './debit-attempt.js';

const CONFIRMABLE: readonly Stripe.PaymentIntent.Status[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
];

/** Whether an intent can be tried to be paid with a kind of payment method. */
export function isConfirmable(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): boolean {
  return CONFIRMABLE.includes(intent.status) && intent.payment_method_types.includes(method.type);
}

export interface Confirmation extends Attempt {
  readonly acceptance?: Stripe.Mandate.CustomerAcceptance | null;
}

/** Tries to pay an intent with a payment method. What it did stays, also when the result carries an error. */
export function confirmIntent(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  confirmation: Confirmation,
): AttemptResult {
  const { method, acceptance = null } = confirmation;
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirm');
  refuseForeign(method, idOf(intent.customer) === '' ? null : idOf(intent.customer));
  refuseSpent(operation, method);
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidParameter(
      'payment_method',
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. ` +
        `The following types are: ${intent.payment_method_types.join(', ')}.`,
      'payment_intent_incompatible_payment_method',
    );
  }
  if (method.type === 'customer_balance') return attemptCash(operation, withCustomer(intent), method);
  releaseCash(operation, intent);
  if (method.type === 'card') return attemptCard(operation, intent, confirmation);
  return attemptDebit(operation, intent, method, acceptance);
}

/** 400: the intent is in a state in which this cannot be done. */
export function unexpectedState(intent: Stripe.PaymentIntent, action: string): ApiError {
  return new ApiError(400, `You cannot ${action} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    executed: true,
    subjects: { payment_intent: intent },
  });
}

function withCustomer(intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  if (intent.customer !== null) return intent;
  throw invalidParameter('customer', 'A bank transfer needs a customer.', 'parameter_missing');
}
