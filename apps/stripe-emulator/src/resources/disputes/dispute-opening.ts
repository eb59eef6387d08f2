import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { afterlifeOf } from '../../money/card-afterlife.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { settleCharge } from '../settlement.js';
import { withdrawFunds } from './dispute-money.js';
import { changeDispute, disputeObject, dueBy, isInquiry, isOpen, type DisputeRequest } from './dispute-object.js';

/** Due task: the payer of a card made for it disputes the charge. */
export function disputeByCard(operation: Operation, chargeId: string): void {
  const charge = operation.tx.get('charge', chargeId)!;
  const { dispute } = afterlifeOf(operation, charge);
  if (dispute === undefined || charge.disputed || charge.refunded) return;
  openDispute(operation, charge, { isInquiry: dispute === 'inquiry' });
}

/** The bank of a payer takes a charge back, or asks about it. */
export function openDispute(
  operation: Operation,
  found: Stripe.Charge,
  { amount, isInquiry = false, reason = 'fraudulent' }: Partial<DisputeRequest>,
): Stripe.Dispute {
  const disputed = disputableAmount(operation, found, amount);
  settleCharge(operation, found.id);
  const charge = { ...operation.tx.get('charge', found.id)!, disputed: true };
  operation.tx.put('charge', charge.id, charge);
  const dispute = disputeObject(operation, charge, { amount: disputed, isInquiry, reason });
  operation.tx.put('dispute', dispute.id, dispute, operation.account);
  emitEvent(operation, 'charge.dispute.created', dispute);
  expectAnswer(operation, dispute);
  return isInquiry ? dispute : withdrawFunds(operation, dispute);
}

/** An inquiry was not answered well enough: the bank takes the money. */
export function escalateInquiry(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  if (!isInquiry(dispute) || !isOpen(dispute)) throw refused(`The dispute ${dispute.id} is no open inquiry.`);
  const details = dispute.payment_method_details;
  const escalated = changeDispute(operation, dispute, {
    evidence_details: {
      ...dispute.evidence_details,
      due_by: dueBy(operation),
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: false,
    ...(details?.card === undefined
      ? {}
      : { payment_method_details: { ...details, card: { ...details.card, case_type: 'chargeback' } } }),
    status: 'needs_response',
  });
  expectAnswer(operation, escalated);
  return withdrawFunds(operation, escalated);
}

function disputableAmount(operation: Operation, charge: Stripe.Charge, wanted: number | undefined): number {
  if (charge.status !== 'succeeded') throw refused(`The charge ${charge.id} did not succeed.`);
  const others = operation.tx.rows('dispute').filter(({ value }) => value.charge === charge.id);
  if (others.length > 0) throw refused(`The charge ${charge.id} is disputed already.`);
  const rest = charge.amount - charge.amount_refunded;
  const amount = wanted ?? rest;
  if (amount >= 1 && amount <= rest) return amount;
  throw refused(`Of the charge ${charge.id} ${rest} ${charge.currency} can be disputed, not ${amount}.`);
}

function expectAnswer(operation: Operation, dispute: Stripe.Dispute): void {
  schedule(operation, 'dispute.due', dispute.id, dispute.evidence_details.due_by! * 1000);
}
