import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { reinstateFunds } from './dispute-money.js';
import { isInquiry, isOpen } from './dispute-object.js';
import { change } from '../change.js';

export type Verdict = 'lost' | 'won';

/** The bank decides. An inquiry has no winner: it is closed, and no money has moved. */
export function decideDispute(operation: Operation, dispute: Stripe.Dispute, verdict: Verdict): Stripe.Dispute {
  if (!isOpen(dispute)) throw refused(`The dispute ${dispute.id} is ${dispute.status} already.`);
  if (isInquiry(dispute)) return close(operation, dispute, { status: 'warning_closed' });
  const closed = close(operation, dispute, { is_charge_refundable: verdict === 'won', status: verdict });
  return verdict === 'won' ? reinstateFunds(operation, closed) : closed;
}

/** The seller gives in. */
export function concedeDispute(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  if (!dispute.status.endsWith('needs_response')) {
    throw refused(`This dispute is ${dispute.status}: only one that needs a response can be closed.`);
  }
  return decideDispute(operation, dispute, 'lost');
}

/** Due task: what has not been answered in time is lost. */
export function endAnswerTime(operation: Operation, id: string): void {
  const dispute = operation.tx.get('dispute', id)!;
  const { due_by: dueBy } = dispute.evidence_details;
  // An inquiry that became a chargeback has a later date.
  const isDue = dispute.status.endsWith('needs_response') && dueBy !== null && dueBy <= operation.nowSeconds;
  if (!isDue) return;
  const late = { ...dispute, evidence_details: { ...dispute.evidence_details, past_due: true } };
  decideDispute(operation, late, 'lost');
}

/** Due task: the bank has read the evidence, whose text says how it ends. */
export function readEvidence(operation: Operation, id: string): void {
  const dispute = operation.tx.get('dispute', id)!;
  const verdict = verdictOf(dispute);
  if (verdict !== null && isOpen(dispute)) decideDispute(operation, dispute, verdict);
}

/** The texts that decide a dispute are Stripe's own. */
const VERDICTS: Readonly<Record<string, Verdict>> = { winning_evidence: 'won', losing_evidence: 'lost' };

/** How the bank will decide, as far as the evidence says it. */
export function verdictOf({ evidence }: Stripe.Dispute): Verdict | null {
  return VERDICTS[evidence.uncategorized_text ?? ''] ?? null;
}

/** A charge that is given back whole leaves nothing to ask about. */
export function closeInquiryOf(operation: Operation, chargeId: string): void {
  const open = operation.tx.rows('dispute').find(({ value }) => value.charge === chargeId && isOpen(value));
  if (open !== undefined && isInquiry(open.value)) close(operation, open.value, { status: 'warning_closed' });
}

/** Whether a dispute forbids to refund its charge: the payer has the money already, or will get it otherwise. */
export function isRefundBlocked(operation: Operation, chargeId: string): boolean {
  return operation.tx.rows('dispute').some(({ value }) => value.charge === chargeId && !value.is_charge_refundable);
}

function close(operation: Operation, dispute: Stripe.Dispute, fields: Partial<Stripe.Dispute>): Stripe.Dispute {
  const closed = change(operation, 'dispute', dispute, fields);
  emitEvent(operation, 'charge.dispute.closed', closed);
  return closed;
}
