import type Stripe from 'stripe';
import { DAY_MS, HOUR_MS } from '#platform/kernel';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { book } from '../../money/balances.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { claimTransactions } from './payout-content.js';
import { change } from '../change.js';

/** A payout leaves for the bank after this, and until then it can be canceled. */
const SEND_MS = HOUR_MS;
const ARRIVAL_MS = 2 * DAY_MS;

export interface PayoutRequest {
  /** Minor units; negative for money that comes back from the bank. */
  readonly amount: number;
  readonly automatic: boolean;
  readonly currency: string;
  readonly description?: string | null | undefined;
  readonly destination: string;
  readonly metadata?: Record<string, string> | undefined;
  readonly originalPayout?: string | undefined;
  readonly statementDescriptor?: string | null | undefined;
}

/** Makes a payout and takes its money from the balance at once; the bank gets it two days later. */
export function startPayout(operation: Operation, request: PayoutRequest): Stripe.Payout {
  const id = operation.newId('po');
  const arrivalMs = operation.instant.getTime() + ARRIVAL_MS;
  const isReversal = request.originalPayout !== undefined;
  const arrival = Math.floor(arrivalMs / 1000);
  const transaction = book(operation, {
    type: 'payout',
    reportingCategory: isReversal ? 'payout_reversal' : 'payout',
    source: id,
    currency: request.currency,
    amount: -request.amount,
    description: request.description ?? 'STRIPE PAYOUT',
    availableOn: isReversal ? arrival : operation.nowSeconds,
  });
  const payout = payoutObject(operation, { ...request, id, arrival, transaction: transaction.id });
  operation.tx.put('payout', id, payout, operation.account);
  if (request.automatic) claimTransactions(operation, payout);
  emitEvent(operation, 'payout.created', payout);
  schedule(operation, 'payout.send', id, operation.instant.getTime() + SEND_MS);
  schedule(operation, 'payout.arrive', id, arrivalMs);
  return payout;
}

/** Stores a payout that has changed and tells so by an event of the given type. */
export function changePayout(
  operation: Operation,
  payout: Stripe.Payout,
  type: 'payout.canceled' | 'payout.failed' | 'payout.paid' | 'payout.reconciliation_completed' | 'payout.updated',
  fields: Partial<Stripe.Payout>,
): Stripe.Payout {
  const next = change(operation, 'payout', payout, fields);
  emitEvent(operation, type, next, type === 'payout.updated' ? previousAttributes(payout, next) : undefined);
  return next;
}

function payoutObject(
  operation: Operation,
  request: PayoutRequest & { id: string; arrival: number; transaction: string },
): Stripe.Payout {
  return {
    id: request.id,
    object: 'payout',
    amount: request.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: request.arrival,
    automatic: request.automatic,
    balance_transaction: request.transaction,
    created: operation.nowSeconds,
    currency: request.currency,
    description: request.description ?? null,
    destination: request.destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: request.metadata ?? {},
    method: 'standard',
    original_payout: request.originalPayout ?? null,
    payout_method: null,
    reconciliation_status: request.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: request.statementDescriptor ?? null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  };
}
