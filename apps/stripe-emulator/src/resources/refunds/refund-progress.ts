import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { book } from '../../money/balances.js';
import { afterlifeOf } from '../../money/card-afterlife.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';
import { fund } from './refund-funding.js';
import { changeRefund } from './refund-object.js';

const UNFINISHED = ['pending', 'requires_action', 'succeeded'];

/** Due task: the bank answers a refund. It is through, or it turns out that it cannot be. */
export function progressRefund(operation: Operation, id: string): void {
  const refund = operation.tx.get('refund', id)!;
  if (refund.balance_transaction === null || !UNFINISHED.includes(refund.status ?? '')) return;
  const charge = operation.tx.get('charge', idOf(refund.charge))!;
  if (afterlifeOf(operation, charge).refund === 'fails') failRefund(operation, refund, 'expired_or_canceled_card');
  else changeRefund(operation, refund, { ...referenceOf(refund), status: 'succeeded' });
}

/** A refund does not arrive; what was taken for it comes back. It may have succeeded before. */
export function failRefund(operation: Operation, refund: Stripe.Refund, reason: string): Stripe.Refund {
  if (!UNFINISHED.includes(refund.status ?? '')) throw refused(`The refund ${refund.id} is ${refund.status} already.`);
  const taken = operation.tx.get('balance_transaction', idOf(refund.balance_transaction));
  const returned =
    taken === undefined
      ? {}
      : {
          failure_balance_transaction: book(operation, {
            type: 'refund_failure',
            reportingCategory: 'refund_failure',
            source: refund.id,
            currency: taken.currency,
            amount: -taken.amount,
            description: 'REFUND FAILURE',
            exchangeRate: taken.exchange_rate,
            availableOn: operation.nowSeconds,
          }).id,
        };
  takeBack(operation, refund);
  const failed = changeRefund(operation, refund, { ...returned, failure_reason: reason, status: 'failed' });
  emitEvent(operation, 'refund.failed', failed);
  return failed;
}

/** The payer does not want it, or nobody asked any more: nothing had moved yet. */
export function cancelRefund(operation: Operation, refund: Stripe.Refund): Stripe.Refund {
  takeBack(operation, refund);
  return changeRefund(operation, refund, { next_action: undefined, status: 'canceled' });
}

/** The payer has said where the money is to go. */
export function answerRefund(operation: Operation, refund: Stripe.Refund): Stripe.Refund {
  const charge = operation.tx.get('charge', idOf(refund.charge))!;
  if (refund.status !== 'requires_action') throw refused('The payer has not been asked for an account.');
  const transfer = { reference: null, reference_status: 'pending' };
  const details = { type: 'us_bank_transfer', us_bank_transfer: transfer };
  return changeRefund(operation, refund, {
    destination_details: details,
    next_action: undefined,
    ...fund(operation, refund, charge),
  });
}

/** A refund that comes to nothing no longer counts on its charge. */
function takeBack(operation: Operation, refund: Stripe.Refund): void {
  const charge = operation.tx.get('charge', idOf(refund.charge))!;
  const refunded = charge.amount_refunded - refund.amount;
  operation.tx.put('charge', charge.id, { ...charge, amount_refunded: refunded, refunded: false });
}

/** The bank's own name of the refund, which a payer can ask for. */
function referenceOf({ destination_details: details, id }: Stripe.Refund): Partial<Stripe.Refund> {
  if (details?.card === undefined) return {};
  const card = { ...details.card, reference: id.slice(-10).toUpperCase(), reference_status: 'available' };
  return { destination_details: { ...details, card } };
}
