import type Stripe from 'stripe';
import { ApiError, invalidParameter } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { needsAuthentication, type Decline } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import { authenticationAction } from '../payment-intents/card-attempt.js';
import { attach, refuseForeign, refuseSpent } from '../payment-methods/attachment.js';
import { cardOf, instrumentOf, markInstrument } from '../payment-methods/instruments.js';
import { createMandate } from '../payment-methods/mandates.js';
import { idOf } from '../reference.js';
import { change } from '../change.js';

export interface SetupConfirmation {
  readonly method: Stripe.PaymentMethod;
  readonly returnUrl: string | null;
  readonly acceptance: Stripe.Mandate.CustomerAcceptance | null;
  readonly isAuthenticated?: boolean;
}
/** What became of it; an error says why it failed, and its effects are kept. */
interface SetupResult {
  readonly setup: Stripe.SetupIntent;
  readonly error: ApiError | null;
}

const NOT_AUTHENTICATED: Decline = {
  code: 'setup_intent_authentication_failure',
  declineCode: null,
  message: 'The provided PaymentMethod has failed authentication.',
};

/** Saves a payment method for later payments: at once, after an authentication, or not at all. */
export function confirmSetup(
  operation: Operation,
  setup: Stripe.SetupIntent,
  confirmation: SetupConfirmation,
): SetupResult {
  const { method, returnUrl, isAuthenticated = false } = confirmation;
  checkConfirmable(operation, setup, method);
  const attempted = change(operation, 'setup_intent', setup, { latest_attempt: operation.newId('setatt') });
  if (method.type !== 'card') return { setup: save(operation, attempted, confirmation), error: null };
  const card = cardOf(operation, method);
  // The payments come when the holder is away, so the question is what the card would ask of those.
  const isAsked = needsAuthentication(card, { offSession: true, isSetUp: instrumentOf(operation, method.id).isSetUp });
  if (isAsked && !isAuthenticated) {
    const waiting = change(operation, 'setup_intent', attempted, {
      next_action: authenticationAction(operation, setup.id, returnUrl),
      payment_method: method.id,
      status: 'requires_action',
    });
    emitEvent(operation, 'setup_intent.requires_action', waiting);
    return { setup: waiting, error: null };
  }
  if (card.decline !== null && !card.attaches) return failSetup(operation, attempted, method, card.decline);
  return { setup: save(operation, attempted, confirmation), error: null };
}

/** The holder has authenticated, or has failed to. */
export function resolveSetup(operation: Operation, setup: Stripe.SetupIntent, isComplete: boolean): SetupResult {
  const method = operation.tx.get('payment_method', idOf(setup.payment_method))!;
  if (!isComplete) return failSetup(operation, setup, method, NOT_AUTHENTICATED);
  return confirmSetup(operation, setup, { method, returnUrl: null, acceptance: null, isAuthenticated: true });
}

function checkConfirmable(operation: Operation, setup: Stripe.SetupIntent, method: Stripe.PaymentMethod): void {
  if (setup.status === 'succeeded' || setup.status === 'canceled') throw unexpectedSetupState(setup, 'confirm');
  refuseForeign(method, idOf(setup.customer) === '' ? null : idOf(setup.customer));
  refuseSpent(operation, method);
  if (setup.payment_method_types.includes(method.type)) return;
  throw invalidParameter(
    'payment_method',
    `The PaymentMethod provided (${method.type}) is not allowed for this SetupIntent.`,
    'setup_intent_invalid_parameter',
  );
}

function save(
  operation: Operation,
  setup: Stripe.SetupIntent,
  { method, acceptance }: SetupConfirmation,
): Stripe.SetupIntent {
  const customer = idOf(setup.customer);
  if (customer !== '') attach(operation, method, customer);
  if (setup.usage === 'off_session') markInstrument(operation, method.id, { isSetUp: true });
  const saved = change(operation, 'setup_intent', setup, {
    last_setup_error: null,
    mandate: createMandate(operation, method, acceptance)?.id ?? null,
    next_action: null,
    payment_method: method.id,
    status: 'succeeded',
  });
  emitEvent(operation, 'setup_intent.succeeded', saved);
  return saved;
}

function failSetup(
  operation: Operation,
  setup: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  { code, declineCode, message }: Decline,
): SetupResult {
  const decline = declineCode === null ? {} : { decline_code: declineCode };
  const failed = change(operation, 'setup_intent', setup, {
    last_setup_error: {
      code: code,
      ...decline,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message,
      payment_method: method,
      type: 'card_error',
    },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  emitEvent(operation, 'setup_intent.setup_failed', failed);
  const error = new ApiError(402, message, {
    type: 'card_error',
    code,
    executed: true,
    ...(declineCode === null ? {} : { declineCode }),
    subjects: { payment_method: method, setup_intent: failed },
  });
  return { setup: failed, error };
}

/** 400: the intent is in a state in which this cannot be done. */
export function unexpectedSetupState(setup: Stripe.SetupIntent, action: string): ApiError {
  return new ApiError(400, `You cannot ${action} this SetupIntent because it has a status of ${setup.status}.`, {
    code: 'setup_intent_unexpected_state',
    executed: true,
    subjects: { setup_intent: setup },
  });
}
