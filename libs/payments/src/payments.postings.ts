import { account, credit, debit, nonZero, type AccountRef, type LedgerTransaction } from '#libs/ledger';
import { formatId, formatPayee, type Money } from '#platform/kernel';
import type { BalanceTransaction } from './balance-transaction.js';
import type { Payment } from './payment.entity.js';
import type { Transfer } from './transfer.entity.js';

/** Stripe says the money is there; its balance transaction comes later, so it stands in clearing until then. */
export function paymentSucceededPosting(payment: Payment, at: Date): LedgerTransaction {
  return payment.pledgeId === null ? balancePaid(payment, at) : pledgePaid(payment, payment.pledgeId, at);
}

function pledgePaid(payment: Payment, pledgeId: string, at: Date): LedgerTransaction {
  const { id, paymentIntentId, amount } = payment;
  return {
    kind: 'pledge_paid',
    idem: `pledge_paid:${id}`,
    occurredAt: at,
    cause: { paymentId: id, paymentIntentId },
    postings: received(amount, account('held.pledge', amount.currency, formatId('plg', pledgeId))),
  };
}

function balancePaid({ id, paymentIntentId, organisationId, amount }: Payment, at: Date): LedgerTransaction {
  return {
    kind: 'balance_paid',
    idem: `balance_paid:${id}`,
    occurredAt: at,
    cause: { paymentId: id, paymentIntentId },
    postings: received(amount, account('held.org', amount.currency, formatId('org', organisationId))),
  };
}

/** Towards an invoice that is not whole yet, or more than it asks for: the payer's, and nobody's so far. */
export function invoicePartPaidPosting(payment: Payment, part: Money, at: Date): LedgerTransaction {
  const { id, paymentIntentId, organisationId } = payment;
  return {
    kind: 'invoice_part_paid',
    idem: `invoice_part_paid:${id}`,
    occurredAt: at,
    cause: { paymentId: id, paymentIntentId },
    postings: received(part, account('unapplied', part.currency, formatId('org', organisationId))),
  };
}

function received(amount: Money, held: AccountRef) {
  return [debit(account('stripe.clearing', amount.currency), amount), credit(held, amount)];
}

/**
 * What reached the balance, and what Stripe kept. A charge that Stripe converted cannot clear what was expected in its own
 * currency: it stands as unapplied money of the payer until somebody decides.
 */
export function paymentSettledPosting(payment: Payment, settled: BalanceTransaction): LedgerTransaction {
  const { currency } = settled.gross;
  return {
    kind: 'payment_settled',
    idem: `txn:${settled.id}`,
    occurredAt: settled.occurredAt,
    cause: { paymentId: payment.id, chargeId: payment.chargeId },
    stripeTransactionId: settled.id,
    postings: nonZero([
      debit(account('stripe.balance', currency), settled.net),
      debit(account('expense.processing', currency), settled.fee),
      credit(
        currency === payment.currency
          ? account('stripe.clearing', currency)
          : account('unapplied', currency, formatId('org', payment.organisationId)),
        settled.gross,
      ),
    ]),
  };
}

export function transferRequestedPosting(transfer: Transfer, at: Date): LedgerTransaction {
  const { payable, clearing } = transferAccounts(transfer);
  return {
    kind: 'transfer_requested',
    idem: `transfer_requested:${transfer.id}:${String(transfer.generation)}`,
    occurredAt: at,
    cause: { transferId: transfer.id },
    postings: [debit(payable, transfer.amount), credit(clearing, transfer.amount)],
  };
}

export function transferRefusedPosting(transfer: Transfer, at: Date, code: string): LedgerTransaction {
  const { payable, clearing } = transferAccounts(transfer);
  return {
    kind: 'transfer_refused',
    idem: `transfer_refused:${transfer.id}:${String(transfer.generation)}`,
    occurredAt: at,
    cause: { transferId: transfer.id, code },
    postings: [debit(clearing, transfer.amount), credit(payable, transfer.amount)],
  };
}

export function transferSettledPosting(transfer: Transfer, settled: BalanceTransaction): LedgerTransaction {
  const { clearing } = transferAccounts(transfer);
  return {
    kind: 'transfer_settled',
    idem: `txn:${settled.id}`,
    occurredAt: settled.occurredAt,
    cause: { transferId: transfer.id, stripeTransferId: transfer.stripeTransferId },
    stripeTransactionId: settled.id,
    postings: [
      debit(clearing, transfer.amount),
      credit(account('stripe.balance', transfer.amount.currency), transfer.amount),
    ],
  };
}

/** The same money as the recipient's account at Stripe shows it; in the memo book, since it is no longer ours. */
export function transferMirroredPosting(transfer: Transfer, connectedAccountId: string, at: Date): LedgerTransaction {
  const { currency } = transfer.amount;
  return {
    kind: 'transfer_mirrored',
    idem: `transfer_mirrored:${transfer.id}`,
    occurredAt: at,
    cause: { transferId: transfer.id, stripeTransferId: transfer.stripeTransferId },
    postings: [
      debit(account('mirror.connected', currency, connectedAccountId), transfer.amount),
      credit(account('mirror.source', currency, connectedAccountId), transfer.amount),
    ],
  };
}

/** The operator's own money, put into the balance at Stripe so that fees never eat what is held for others. */
export function floatPosting(topUpId: string, settled: BalanceTransaction): LedgerTransaction {
  const { currency } = settled.net;
  return {
    kind: 'float_topped_up',
    idem: `txn:${settled.id}`,
    occurredAt: settled.occurredAt,
    cause: { topUpId },
    stripeTransactionId: settled.id,
    postings: [
      debit(account('stripe.balance', currency), settled.net),
      credit(account('equity.float', currency), settled.net),
    ],
  };
}

function transferAccounts(transfer: Transfer) {
  const { currency } = transfer.amount;
  return {
    payable: account('payable', currency, formatPayee(transfer.payee)),
    clearing: account('transfer.clearing', currency, formatId('trf', transfer.id)),
  };
}
