import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId, money, type Money } from '#platform/kernel';
import type { Invoice } from './invoice.entity.js';
import type { Payment } from './payment.entity.js';

/** The parts of an invoice have become the whole: what they brought is held for what it was asked for. */
export function invoicePaidPosting(invoice: Invoice, { pledgeId }: Payment, at: Date): LedgerTransaction {
  const { amount, organisationId } = invoice;
  const payer = formatId('org', organisationId);
  const held =
    pledgeId === null
      ? account('held.org', amount.currency, payer)
      : account('held.pledge', amount.currency, formatId('plg', pledgeId));
  return {
    kind: 'invoice_paid',
    idem: `invoice_paid:${invoice.id}`,
    occurredAt: at,
    cause: { invoiceId: invoice.id },
    postings: [debit(account('unapplied', amount.currency, payer), amount), credit(held, amount)],
  };
}

/** A part of an invoice that was given up stays with its payer, to be pledged elsewhere. */
export function invoicePartKeptPosting(invoice: Invoice, part: Payment, at: Date): LedgerTransaction {
  const amount = money(part.receivedMinor ?? 0n, part.currency);
  const payer = formatId('org', invoice.organisationId);
  return {
    kind: 'invoice_part_kept',
    idem: `invoice_part_kept:${part.id}`,
    occurredAt: at,
    cause: { invoiceId: invoice.id, paymentId: part.id },
    postings: [
      debit(account('unapplied', amount.currency, payer), amount),
      credit(account('held.org', amount.currency, payer), amount),
    ],
  };
}

/** What was paid above an invoice becomes money in advance. `keptMinor` has it already, which tells one move from the next. */
export function overpaymentKeptPosting(
  { id, organisationId, keptMinor }: Invoice,
  excess: Money,
  at: Date,
): LedgerTransaction {
  const payer = formatId('org', organisationId);
  return {
    kind: 'overpayment_kept',
    idem: `overpayment_kept:${id}:${String(keptMinor)}`,
    occurredAt: at,
    cause: { invoiceId: id },
    postings: [
      debit(account('unapplied', excess.currency, payer), excess),
      credit(account('held.org', excess.currency, payer), excess),
    ],
  };
}
