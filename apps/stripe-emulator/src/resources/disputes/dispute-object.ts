import type Stripe from 'stripe';
import { DAY_MS } from '#platform/kernel';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';
import { change } from '../change.js';

/** How long a seller has to answer. */
const ANSWER_MS = 14 * DAY_MS;

/** What evidence can say, in the order of the API. */
export const EVIDENCE_FIELDS = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

export interface DisputeRequest {
  readonly amount: number;
  readonly isInquiry: boolean;
  readonly reason: string;
}

/** A dispute as a bank opens it: nothing is answered and no money has moved. */
export function disputeObject(operation: Operation, charge: Stripe.Charge, request: DisputeRequest): Stripe.Dispute {
  return {
    id: operation.newId('dp'),
    object: 'dispute',
    amount: request.amount,
    balance_transactions: [],
    charge: charge.id,
    created: operation.nowSeconds,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: dueBy(operation),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: request.isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent) || null,
    ...cardDetails(charge, request.isInquiry),
    reason: request.reason,
    status: request.isInquiry ? 'warning_needs_response' : 'needs_response',
  };
}

/** Unix seconds of the last moment for an answer that is asked for now. */
export function dueBy(operation: Operation): number {
  return operation.nowSeconds + ANSWER_MS / 1000;
}

/** Stores a dispute that has changed and tells so. */
export function changeDispute(
  operation: Operation,
  dispute: Stripe.Dispute,
  fields: Partial<Stripe.Dispute>,
): Stripe.Dispute {
  const next = change(operation, 'dispute', dispute, fields);
  emitEvent(operation, 'charge.dispute.updated', next, previousAttributes(dispute, next));
  return next;
}

export function isInquiry({ status }: Stripe.Dispute): boolean {
  return status.startsWith('warning_');
}

/** Whether the bank has not decided yet. */
export function isOpen({ status }: Stripe.Dispute): boolean {
  return status.endsWith('needs_response') || status.endsWith('under_review');
}

function noEvidence(): Stripe.Dispute.Evidence {
  const fields = Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, null])) as Record<EvidenceField, null>;
  return { ...fields, enhanced_evidence: {} };
}

function cardDetails(charge: Stripe.Charge, isInquiry: boolean): Partial<Stripe.Dispute> {
  const card = charge.payment_method_details?.card;
  if (card === undefined) return {};
  const brand = card.brand ?? 'visa';
  return {
    payment_method_details: {
      type: 'card',
      card: { brand, case_type: isInquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: '10.4' },
    },
  };
}
