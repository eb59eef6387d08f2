import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { book } from '../../money/balances.js';
import { portionOf } from '../../money/portions.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';
import { change } from '../change.js';

/** What a dispute costs whoever wins, and what answering it costs unless it is won; in minor units. */
const DISPUTE_FEE = 1_500;
const COUNTER_FEE = 1_500;

/** Takes the disputed amount and the fee, whether they are there or not: a balance can become negative. */
export function withdrawFunds(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  const next = bookOn(operation, dispute, {
    amount: -settledAmount(operation, dispute),
    fee: DISPUTE_FEE,
    feeDescription: 'Dispute fee',
    reportingCategory: 'dispute',
    description: `Chargeback withdrawal for ${idOf(dispute.charge)}`,
  });
  emitEvent(operation, 'charge.dispute.funds_withdrawn', next);
  return next;
}

/** Takes the fee for answering, which is its own transaction without an amount. */
export function chargeCounterFee(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  return bookOn(operation, dispute, {
    amount: 0,
    fee: COUNTER_FEE,
    feeDescription: 'Dispute countered fee',
    reportingCategory: 'dispute',
    description: `Dispute countered fee for ${idOf(dispute.charge)}`,
  });
}

/** Gives back the amount, and the fee for answering where one was paid; the fee of the dispute itself is gone. */
export function reinstateFunds(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  const wasAnswered = dispute.evidence_details.submission_count > 0;
  const next = bookOn(operation, dispute, {
    amount: settledAmount(operation, dispute),
    fee: wasAnswered ? -COUNTER_FEE : 0,
    feeDescription: 'Dispute countered fee',
    reportingCategory: 'dispute_reversal',
    description: `Chargeback reversal for ${idOf(dispute.charge)}`,
  });
  emitEvent(operation, 'charge.dispute.funds_reinstated', next);
  return next;
}

type DisputeBooking = Pick<
  Parameters<typeof book>[1],
  'amount' | 'description' | 'fee' | 'feeDescription' | 'reportingCategory'
>;

function bookOn(operation: Operation, dispute: Stripe.Dispute, booking: DisputeBooking): Stripe.Dispute {
  const settled = chargeTransaction(operation, dispute);
  const transaction = book(operation, {
    ...booking,
    type: 'adjustment',
    source: dispute.id,
    currency: settled.currency,
    exchangeRate: settled.exchange_rate,
    availableOn: operation.nowSeconds,
  });
  return change(operation, 'dispute', dispute, {
    balance_transactions: [...dispute.balance_transactions, transaction],
  });
}

function settledAmount(operation: Operation, dispute: Stripe.Dispute): number {
  const charge = operation.tx.get('charge', idOf(dispute.charge))!;
  return portionOf(chargeTransaction(operation, dispute).amount, dispute.amount, charge.amount);
}

function chargeTransaction(operation: Operation, dispute: Stripe.Dispute): Stripe.BalanceTransaction {
  const charge = operation.tx.get('charge', idOf(dispute.charge))!;
  return operation.tx.get('balance_transaction', idOf(charge.balance_transaction))!;
}
