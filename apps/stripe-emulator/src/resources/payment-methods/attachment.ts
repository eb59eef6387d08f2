import type Stripe from 'stripe';
import { ApiError, invalidParameter, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { cardOf, instrumentOf, markInstrument } from './instruments.js';
import { change } from '../change.js';

/** Saves a payment method for a customer; nothing happens when it is theirs already. */
export function attach(operation: Operation, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (method.customer === customer) return method;
  const attached = change(operation, 'payment_method', method, { customer });
  emitEvent(operation, 'payment_method.attached', attached);
  return attached;
}

/** `attach` on request: the bank is asked, so some cards refuse already here. */
export function attachOnRequest(
  operation: Operation,
  method: Stripe.PaymentMethod,
  customer: string,
): Stripe.PaymentMethod {
  if (method.type === 'customer_balance') {
    throw refused('PaymentMethods of type customer_balance cannot be attached to a customer.', {
      code: 'payment_method_unexpected_state',
    });
  }
  if (method.customer !== null && method.customer !== customer) {
    throw refused('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    });
  }
  refuseSpent(operation, method);
  const card = method.type === 'card' ? cardOf(operation, method) : null;
  if (card?.decline != null && !card.attaches) {
    const { code, declineCode, message } = card.decline;
    throw new ApiError(402, message, {
      type: 'card_error',
      code,
      executed: true,
      ...(declineCode === null ? {} : { declineCode }),
    });
  }
  return attach(operation, method, customer);
}

/** Takes a payment method from its customer; it cannot be used again. */
export function detach(operation: Operation, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (method.customer === null) {
    throw refused('The payment method you provided is not attached to a customer so detachment is impossible.');
  }
  const detached = change(operation, 'payment_method', method, { customer: null });
  markInstrument(operation, method.id, { isSpent: true });
  emitEvent(operation, 'payment_method.detached', detached, { customer: method.customer });
  return detached;
}

/** Refuses a payment method that was used once without a customer, or taken from one. */
export function refuseSpent(operation: Operation, method: Stripe.PaymentMethod): void {
  if (method.customer !== null || !instrumentOf(operation, method.id).isSpent) return;
  throw refused(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, ' +
      'or was detached from a Customer. It may not be used again.',
    { param: 'payment_method' },
  );
}

/** A payment method of a customer can only be used together with that customer. */
export function refuseForeign(method: Stripe.PaymentMethod, customer: string | null): void {
  if (method.customer === null || method.customer === customer) return;
  throw invalidParameter(
    'payment_method',
    `The payment method ${method.id} belongs to another customer: name its customer in the request.`,
  );
}
