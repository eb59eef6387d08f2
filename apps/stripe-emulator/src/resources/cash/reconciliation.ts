import type Stripe from 'stripe';
import { invalidParameter, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { checkAmount } from '../../money/amounts.js';
import type { Operation } from '../../operation.js';
import { followIntent } from '../follow-intent.js';
import { invoiceAwaiting } from '../invoices/invoice-payments.js';
import { unexpectedState } from '../payment-intents/confirmation.js';
import { idOf } from '../reference.js';
import { transferTypeOf } from './bank-accounts.js';
import { applyCash, cashMissing } from './cash-attempt.js';
import { cashAvailable, cashBalance, cashSettings, moveCash } from './cash-ledger.js';

interface Funding {
  readonly amount: number;
  readonly currency: string;
  readonly reference?: string | undefined;
}

/** A customer has sent money: it pays what is open, and the rest waits in the cash balance. */
export function fundCash(
  operation: Operation,
  customer: string,
  { amount, currency, reference }: Funding,
): Stripe.CustomerCashBalanceTransaction {
  checkAmount(amount, currency, 'amount');
  const type = transferTypeOf(currency);
  const transaction = moveCash(operation, customer, {
    amount,
    currency,
    cause: { type: 'funded', funded: { bank_transfer: { ...senderOf(type), reference: reference ?? null, type } } },
  });
  reconcile(operation, customer, currency, reference);
  if (cashAvailable(operation, customer, currency) > 0) {
    emitEvent(operation, 'cash_balance.funds_available', cashBalance(operation, customer));
  }
  return transaction;
}

function senderOf(type: string): Partial<Stripe.CustomerCashBalanceTransaction.Funded.BankTransfer> {
  const sender_name = 'Simulated sender';
  switch (type) {
    case 'eu_bank_transfer':
      return { eu_bank_transfer: { bic: null, iban_last4: '0000', sender_name } };
    case 'gb_bank_transfer':
      return { gb_bank_transfer: { account_number_last4: '0000', sender_name, sort_code: null } };
    case 'jp_bank_transfer':
      return { jp_bank_transfer: { sender_bank: null, sender_branch: null, sender_name } };
    default:
      return { us_bank_transfer: { network: 'ach', sender_name } };
  }
}

/**
 * Applies what a customer has sent to what they owe, unless they are reconciled by hand. First what the reference
 * names, then what is owed in exactly this amount, then what has been open for longest.
 */
export function reconcile(operation: Operation, customer: string, currency: string, reference?: string): void {
  if (cashSettings(operation, customer).mode === 'manual') return;
  for (;;) {
    const available = cashAvailable(operation, customer, currency);
    const open = openIntents(operation, customer, currency);
    const intent =
      open.find((one) => reference !== undefined && isNamed(operation, one, reference)) ??
      open.find((one) => cashMissing(operation, one) === available) ??
      open[0];
    if (available <= 0 || intent === undefined) return;
    followIntent(operation, applyCash(operation, intent, Math.min(available, cashMissing(operation, intent))));
  }
}

/** By the reference that the payer was told, or by the number of the invoice. */
function isNamed(operation: Operation, intent: Stripe.PaymentIntent, reference: string): boolean {
  const told = intent.next_action?.display_bank_transfer_instructions?.reference;
  return told === reference || invoiceAwaiting(operation, intent.id)?.number === reference;
}

/** Intents that ask for a transfer, and those of open invoices that would take one; oldest first. */
function openIntents(operation: Operation, customer: string, currency: string): Stripe.PaymentIntent[] {
  return operation.tx
    .rows('payment_intent', operation.account)
    .map(({ value }) => value)
    .filter((intent) => idOf(intent.customer) === customer && intent.currency === currency)
    .filter(
      (intent) => awaitsTransfer(intent) || (takesTransfer(intent) && invoiceAwaiting(operation, intent.id) !== null),
    );
}

function awaitsTransfer({ next_action: action, status }: Stripe.PaymentIntent): boolean {
  return status === 'requires_action' && action?.type === 'display_bank_transfer_instructions';
}

function takesTransfer({ payment_method_types: types, status }: Stripe.PaymentIntent): boolean {
  return status === 'requires_payment_method' && types.includes('customer_balance');
}

/** `POST /v1/payment_intents/{id}/apply_customer_balance`: all that fits, unless an amount is given. */
export function applyByHand(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  { amount, currency }: { amount?: number | undefined; currency?: string | undefined },
): Stripe.PaymentIntent {
  if (!awaitsTransfer(intent) && !takesTransfer(intent)) throw unexpectedState(intent, 'apply a customer balance to');
  if (currency !== undefined && currency !== intent.currency) {
    throw invalidParameter('currency', `The intent is in ${intent.currency}.`);
  }
  const available = cashAvailable(operation, idOf(intent.customer), intent.currency);
  const taken = amount ?? Math.min(available, cashMissing(operation, intent));
  if (taken < 1 || taken > available) {
    throw refused('The customer has insufficient funds in their cash balance.', { code: 'insufficient_funds' });
  }
  if (taken > cashMissing(operation, intent)) {
    throw invalidParameter('amount', 'The amount is larger than what is still owed.', 'amount_too_large');
  }
  const after = applyCash(operation, intent, taken);
  followIntent(operation, after);
  return operation.tx.get('payment_intent', after.id)!;
}
