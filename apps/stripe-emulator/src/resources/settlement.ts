import type Stripe from 'stripe';
import { DAY_MS } from '#platform/kernel';
import { previousAttributes } from '../events/previous-attributes.js';
import { book } from '../money/balances.js';
import { afterlifeOf } from '../money/card-afterlife.js';
import { FEE_KINDS, type FeeKind } from '../money/fee-table.js';
import { settle, type Settlement } from '../money/fees.js';
import { testCard } from '../money/test-cards.js';
import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { schedule } from '../tasks.js';

/** Card money is pending this long. */
const CARD_PENDING_MS = 2 * DAY_MS;
/** And debited money this long, counted from the request: most of it passes while the bank answers. */
const DEBIT_PENDING_MS = 5 * DAY_MS;

/** When the money of a charge becomes available, unix seconds. */
export function availableOn(operation: Operation, charge: Stripe.Charge): number {
  const kind = kindOf(charge);
  if (kind === 'customer_balance') return charge.created;
  if (kind !== 'card') return charge.created + DEBIT_PENDING_MS / 1000;
  const card = operation.tx.get('instrument', charge.payment_method ?? '');
  const bypasses = card !== undefined && (testCard(card.number)?.bypassPending ?? false);
  return charge.created + (bypasses ? 0 : CARD_PENDING_MS / 1000);
}

/**
 * Due task: capture is asynchronous, so a charge gets its balance transaction a moment after it succeeded. This is what
 * `charge.updated` tells.
 */
export function settleCharge(operation: Operation, chargeId: string): void {
  const charge = operation.tx.get('charge', chargeId);
  if (charge?.balance_transaction !== null) return;
  const settlement = settlementOf(operation, charge);
  const transaction = book(operation, {
    type: kindOf(charge) === 'card' ? 'charge' : 'payment',
    reportingCategory: 'charge',
    source: charge.id,
    currency: settlement.currency,
    amount: settlement.amount,
    fee: settlement.fee,
    feeDescription: 'Stripe processing fees',
    description: charge.description,
    exchangeRate: settlement.exchangeRate,
    availableOn: availableOn(operation, charge),
  });
  const settled = { ...charge, balance_transaction: transaction.id };
  operation.tx.put('charge', charge.id, settled);
  emitEvent(operation, 'charge.updated', settled, previousAttributes(charge, settled));
  if (afterlifeOf(operation, settled).dispute === undefined) return;
  schedule(operation, 'dispute.open', chargeId, operation.instant.getTime() + operation.services.options.settleDelayMs);
}

/** What a charge brings; the rates are known before it is settled. */
export function settlementOf(operation: Operation, charge: Stripe.Charge): Settlement {
  return settle(operation, charge.amount, charge.currency, kindOf(charge));
}

function kindOf(charge: Stripe.Charge): FeeKind {
  return FEE_KINDS.find((kind) => kind === charge.payment_method_details?.type) ?? 'card';
}
