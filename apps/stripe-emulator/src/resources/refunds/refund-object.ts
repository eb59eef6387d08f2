import type Stripe from 'stripe';
import { DAY_MS } from '#platform/kernel';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';

/** How long a payer has to say where the money is to go. */
const ANSWER_DAYS = 45;

export interface RefundRequest {
  readonly amount: number;
  readonly instructionsEmail?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly reason?: Stripe.Refund.Reason | undefined;
}

/** A refund before any money has moved. */
export function refundObject(operation: Operation, charge: Stripe.Charge, request: RefundRequest): Stripe.Refund {
  return {
    id: operation.newId('re'),
    object: 'refund',
    amount: request.amount,
    balance_transaction: null,
    charge: charge.id,
    created: operation.nowSeconds,
    currency: charge.currency,
    customer: idOf(charge.customer) || null,
    customer_account: null,
    ...destination(operation, charge, request),
    metadata: request.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: request.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
  };
}

/** Stores a refund that has changed and tells so. */
export function changeRefund(
  operation: Operation,
  refund: Stripe.Refund,
  change: Partial<Stripe.Refund>,
): Stripe.Refund {
  const next = { ...refund, ...change };
  // What does not wait any more has no reason for waiting.
  if (next.status !== 'pending') delete next.pending_reason;
  operation.tx.put('refund', refund.id, next, operation.account);
  emitEvent(operation, 'refund.updated', next, previousAttributes(refund, next));
  return next;
}

type Destination = Pick<Stripe.Refund, 'destination_details' | 'instructions_email' | 'next_action' | 'status'>;

/** A card takes its money back by itself; the payer of a bank transfer is asked for an account by mail. */
function destination(operation: Operation, charge: Stripe.Charge, request: RefundRequest): Destination {
  const type = charge.payment_method_details?.type ?? 'card';
  if (type !== 'customer_balance') {
    const card = { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' };
    return { destination_details: type === 'card' ? { card, type } : { type }, status: 'succeeded' };
  }
  const email = request.instructionsEmail!;
  return {
    instructions_email: email,
    next_action: {
      type: 'display_details',
      display_details: {
        email_sent: { email_sent_at: operation.nowSeconds, email_sent_to: email },
        expires_at: operation.nowSeconds + (ANSWER_DAYS * DAY_MS) / 1000,
      },
    },
    status: 'requires_action',
  };
}
