import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { intentCharge } from '../charge-object.js';
import { succeed, type AttemptResult } from '../payment-intents/attempt-outcome.js';
import { createBalanceMethod } from '../payment-methods/payment-method-object.js';
import { idOf } from '../reference.js';
import { bankTransfer, transferTypeOf } from './bank-accounts.js';
import { cashApplied, cashAvailable, cashSettings, moveCash } from './cash-ledger.js';
import { change } from '../change.js';

/** Pays an intent from what its customer has sent; the rest is asked for by bank transfer. */
export function attemptCash(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): AttemptResult {
  const customer = idOf(intent.customer);
  const chosen = change(operation, 'payment_intent', intent, { payment_method: method.id });
  const available = cashAvailable(operation, customer, intent.currency);
  const isAutomatic = cashSettings(operation, customer).mode === 'automatic';
  if (isAutomatic && available > 0) {
    return { intent: applyCash(operation, chosen, Math.min(available, cashMissing(operation, chosen))), error: null };
  }
  return { intent: requestTransfer(operation, chosen), error: null };
}

/** Shows the payer of an intent where to send its money. */
export function requestTransfer(operation: Operation, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const asked = askForTransfer(operation, intent);
  emitEvent(operation, 'payment_intent.requires_action', asked);
  return asked;
}

/** What is still to be sent for an intent. */
export function cashMissing(operation: Operation, intent: Stripe.PaymentIntent): number {
  return intent.amount - cashApplied(operation, intent);
}

/** Takes cash for an intent. The last of it pays the intent, before that it is partially funded. */
export function applyCash(operation: Operation, intent: Stripe.PaymentIntent, amount: number): Stripe.PaymentIntent {
  moveCash(operation, idOf(intent.customer), {
    amount: -amount,
    currency: intent.currency,
    cause: { type: 'applied_to_payment', applied_to_payment: { payment_intent: intent.id } },
  });
  if (cashMissing(operation, intent) > 0) {
    const funded = askForTransfer(operation, intent);
    emitEvent(operation, 'payment_intent.partially_funded', funded);
    return funded;
  }
  const saved = operation.tx.get('payment_method', idOf(intent.payment_method));
  const method = saved?.type === 'customer_balance' ? saved : createBalanceMethod(operation);
  const details = { type: 'customer_balance', customer_balance: {} };
  return succeed(
    operation,
    intent,
    intentCharge(operation, intent, { method, details, status: 'succeeded', failure: null }),
  );
}

function askForTransfer(operation: Operation, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const customer = idOf(intent.customer);
  const shown = intent.next_action?.display_bank_transfer_instructions;
  const wanted = intent.payment_method_options?.customer_balance?.bank_transfer;
  const type = wanted?.type ?? transferTypeOf(intent.currency);
  const { financial_addresses: addresses } = bankTransfer(operation, customer, type, wanted?.eu_bank_transfer?.country);
  return change(operation, 'payment_intent', intent, {
    next_action: {
      display_bank_transfer_instructions: {
        amount_remaining: cashMissing(operation, intent),
        currency: intent.currency,
        financial_addresses: addresses,
        hosted_instructions_url: `${operation.services.origin}/sim/transfer/${intent.id}`,
        reference: shown?.reference ?? operation.services.ids.text(12).toUpperCase(),
        type,
      },
      type: 'display_bank_transfer_instructions',
    },
    status: 'requires_action',
  });
}
