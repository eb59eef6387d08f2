import type Stripe from 'stripe';
import { invalidParameter, noSuchParameter, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { checkAmount } from '../../money/amounts.js';
import type { Operation } from '../../operation.js';
import { closeInquiryOf, isRefundBlocked } from '../disputes/dispute-closing.js';
import { idOf } from '../reference.js';
import { settleCharge } from '../settlement.js';
import { fund } from './refund-funding.js';
import { refundObject, type RefundRequest } from './refund-object.js';

export type RefundCreation = Omit<RefundRequest, 'amount'> & {
  readonly amount?: number | undefined;
  readonly charge?: string | undefined;
  readonly payment_intent?: string | undefined;
};

/** Makes a refund of a charge, or of the charge of a payment intent, as far as it is not refunded yet. */
export function createRefund(operation: Operation, creation: RefundCreation): Stripe.Refund {
  const found = chargeOf(operation, creation);
  const amount = refundableAmount(operation, found, creation.amount);
  checkDestination(found, creation);
  // Money that is not booked yet could not be given back.
  settleCharge(operation, found.id);
  const charge = operation.tx.get('charge', found.id)!;
  const draft = refundObject(operation, charge, { ...creation, amount });
  const refund = draft.status === 'requires_action' ? draft : { ...draft, ...fund(operation, draft, charge) };
  operation.tx.put('refund', refund.id, refund, operation.account);
  emitEvent(operation, 'refund.created', refund);
  countRefund(operation, charge, amount);
  return refund;
}

function chargeOf(operation: Operation, creation: RefundCreation): Stripe.Charge {
  const { charge: chargeId, payment_intent: intentId } = creation;
  if ((chargeId === undefined) === (intentId === undefined)) {
    throw invalidParameter(
      'charge',
      'One of the parameters charge and payment_intent is required.',
      'parameter_missing',
    );
  }
  const id = chargeId ?? latestCharge(operation, intentId!);
  const row = operation.tx.row('charge', id);
  if (row?.account !== operation.account || row.value.source_transfer !== null) {
    throw noSuchParameter('charge', id, 'charge');
  }
  return row.value;
}

function latestCharge(operation: Operation, intentId: string): string {
  const row = operation.tx.row('payment_intent', intentId);
  if (row?.account !== operation.account) throw noSuchParameter('payment_intent', intentId, 'payment_intent');
  const charge = idOf(row.value.latest_charge);
  if (charge === '') throw refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
  return charge;
}

function refundableAmount(operation: Operation, charge: Stripe.Charge, wanted: number | undefined): number {
  if (charge.status !== 'succeeded') {
    throw refused(`The charge ${charge.id} did not succeed, so it cannot be refunded.`, {
      code: 'charge_not_refundable',
    });
  }
  if (isRefundBlocked(operation, charge.id)) {
    throw refused(`Charge ${charge.id} has been charged back.`, { code: 'charge_disputed' });
  }
  const rest = charge.amount - charge.amount_refunded;
  if (rest === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = wanted ?? rest;
  checkAmount(amount, charge.currency, 'amount');
  if (amount <= rest) return amount;
  throw refused(
    `Refund amount (${amount} ${charge.currency}) is greater than unrefunded amount on charge (${rest} ${charge.currency}).`,
    { param: 'amount' },
  );
}

function checkDestination(charge: Stripe.Charge, { instructionsEmail }: RefundCreation): void {
  if (charge.payment_method_details?.type !== 'customer_balance' || instructionsEmail !== undefined) return;
  throw invalidParameter(
    'instructions_email',
    'A payment by bank transfer is refunded to an account that the payer names: instructions_email is required.',
    'parameter_missing',
  );
}

function countRefund(operation: Operation, charge: Stripe.Charge, amount: number): void {
  const refunded = charge.amount_refunded + amount;
  const counted = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount };
  operation.tx.put('charge', charge.id, counted);
  emitEvent(operation, 'charge.refunded', counted, previousAttributes(charge, counted));
  if (counted.refunded) closeInquiryOf(operation, charge.id);
}
