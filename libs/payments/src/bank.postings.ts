import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId, formatPayee } from '#platform/kernel';
import type { BankEntry } from './bank-entry.entity.js';
import type { Payment } from './payment.entity.js';
import type { Transfer } from './transfer.entity.js';

/** Money at the platform's own bank, for a pledge or in advance. */
export function bankReceivedPosting(entry: BankEntry, payment: Payment): LedgerTransaction {
  const { currency } = entry.amount;
  const held =
    payment.pledgeId === null
      ? account('held.org', currency, formatId('org', payment.organisationId))
      : account('held.pledge', currency, formatId('plg', payment.pledgeId));
  return {
    kind: 'bank_received',
    idem: `bank_received:${entry.id}`,
    occurredAt: dayStart(entry.bookedOn),
    cause: { bankEntryId: entry.id, paymentId: payment.id },
    postings: [debit(account('bank.operating', currency), entry.amount), credit(held, entry.amount)],
  };
}

/** A payee was paid out of the platform's own bank. */
export function paidByBankPosting(entry: BankEntry, transfer: Transfer): LedgerTransaction {
  const { currency } = entry.amount;
  return {
    kind: 'paid_by_bank',
    idem: `paid_by_bank:${entry.id}`,
    occurredAt: dayStart(entry.bookedOn),
    cause: { bankEntryId: entry.id, transferId: transfer.id },
    postings: [
      debit(account('payable', currency, formatPayee(transfer.payee)), entry.amount),
      credit(account('bank.operating', currency), entry.amount),
    ],
  };
}

/** A statement has days, not instants; a day counts from its beginning in UTC. */
export function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
