import type Stripe from 'stripe';
import { HOUR_MS } from '#platform/kernel';
import { availableMinor, book } from '../../money/balances.js';
import { afterlifeOf } from '../../money/card-afterlife.js';
import { portionOf } from '../../money/portions.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { idOf } from '../reference.js';
import { changeRefund } from './refund-object.js';
import { waitsForFunds } from './waiting.js';

/** How long the bank of a card that is slow with refunds takes. */
const SLOW_MS = HOUR_MS;

type Funded = Pick<Stripe.Refund, 'balance_transaction' | 'pending_reason' | 'status'>;

/** Takes the money of a refund out of the available balance, or lets it wait until there is enough. */
export function fund(operation: Operation, refund: Stripe.Refund, charge: Stripe.Charge): Funded {
  const settled = settledOf(operation, charge);
  const amount = portionOf(settled.amount, refund.amount, charge.amount);
  if (amount > availableMinor(operation, settled.currency)) {
    return { balance_transaction: null, pending_reason: 'insufficient_funds', status: 'pending' };
  }
  const transaction = book(operation, {
    type: charge.id.startsWith('py_') ? 'payment_refund' : 'refund',
    reportingCategory: 'refund',
    source: refund.id,
    currency: settled.currency,
    amount: -amount,
    description: 'REFUND FOR CHARGE',
    exchangeRate: settled.exchange_rate,
    availableOn: operation.nowSeconds,
  });
  const { refund: kind } = afterlifeOf(operation, charge);
  const waitMs = kind === undefined ? operation.services.options.settleDelayMs : SLOW_MS;
  schedule(operation, 'refund.progress', refund.id, operation.instant.getTime() + waitMs);
  return kind === 'pending'
    ? { balance_transaction: transaction.id, pending_reason: 'processing', status: 'pending' }
    : { balance_transaction: transaction.id, status: 'succeeded' };
}

/** Due task: money has become available, so the refunds of the account that wait for it are paid, oldest first. */
export function fundWaiting(operation: Operation, account: string): void {
  const waiting = operation.tx.rows('refund', account).filter(({ value }) => waitsForFunds(value));
  const short = new Set<string>();
  for (const { value: refund } of waiting) {
    const charge = operation.tx.get('charge', idOf(refund.charge))!;
    const { currency } = settledOf(operation, charge);
    if (short.has(currency)) continue;
    const funded = fund(operation, refund, charge);
    // A small one does not pass a large one that came before it.
    if (funded.balance_transaction === null) short.add(currency);
    else changeRefund(operation, refund, funded);
  }
}

/** What a charge brought, which is what its refunds come out of. */
function settledOf(operation: Operation, charge: Stripe.Charge): Stripe.BalanceTransaction {
  return operation.tx.get('balance_transaction', idOf(charge.balance_transaction))!;
}
