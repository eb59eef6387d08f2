import { account, credit, debit, type AccountRef, type LedgerTransaction } from '#libs/ledger';
import { formatId, money } from '#platform/kernel';
import type { KeptTransaction } from './kept-transaction.js';
import type { Refund } from './refund.entity.js';

/** What an organisation paid in advance, or what was kept for it, goes back. */
export function balanceReturnedPosting(refund: Refund, at: Date): LedgerTransaction {
  return {
    kind: 'balance_returned',
    idem: `balance_returned:${refund.id}`,
    occurredAt: at,
    cause: { refundId: refund.id, paymentId: refund.paymentId },
    postings: [debit(balanceOf(refund), refund.amount), credit(payableOf(refund), refund.amount)],
  };
}

/** Stripe has taken the money out of the balance. */
export function refundSettledPosting(refund: Refund, settled: KeptTransaction): LedgerTransaction {
  const left = money(-amountOf(refund, settled), refund.currency);
  return {
    kind: 'refund_settled',
    idem: `txn:${settled.id}`,
    occurredAt: instantOf(settled),
    cause: { refundId: refund.id, stripeRefundId: refund.stripeRefundId },
    stripeTransactionId: settled.id,
    postings: [debit(payableOf(refund), left), credit(account('stripe.balance', left.currency), left)],
  };
}

/** The bank of the payer sent it back to Stripe, and Stripe put it into the balance again. */
export function refundFailedPosting(refund: Refund, failed: KeptTransaction): LedgerTransaction {
  const back = money(amountOf(refund, failed), refund.currency);
  return {
    kind: 'refund_failed',
    idem: `txn:${failed.id}`,
    occurredAt: instantOf(failed),
    cause: { refundId: refund.id, stripeRefundId: refund.stripeRefundId },
    stripeTransactionId: failed.id,
    postings: [debit(account('stripe.balance', back.currency), back), credit(payableOf(refund), back)],
  };
}

/** What cannot go back stays the organisation's, in its balance. */
export function refundKeptPosting(refund: Refund, at: Date): LedgerTransaction {
  return {
    kind: 'refund_kept',
    idem: `refund_kept:${refund.id}`,
    occurredAt: at,
    cause: { refundId: refund.id },
    postings: [debit(payableOf(refund), refund.amount), credit(balanceOf(refund), refund.amount)],
  };
}

/** The sum of a balance transaction of this refund, refused when it is about another amount. */
function amountOf(refund: Refund, { id, minor, currency }: KeptTransaction): bigint {
  const amount = BigInt(minor);
  if (currency !== refund.currency || (amount !== refund.amountMinor && amount !== -refund.amountMinor))
    throw new TypeError(`balance transaction ${id} is not about this refund`);
  return amount;
}

function instantOf({ created }: KeptTransaction): Date {
  return new Date(created * 1_000);
}

function payableOf({ id, amount }: Refund): AccountRef {
  return account('refund.payable', amount.currency, formatId('rfd', id));
}

function balanceOf({ organisationId, amount }: Refund): AccountRef {
  return account('held.org', amount.currency, formatId('org', organisationId));
}
