import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId, type Currency, type Id, type Money } from '#platform/kernel';
import type { InKindContribution } from './in-kind-contribution.entity.js';

/** Help in kind is no money: it stands in the memo book, in its own unit, until it is delivered or ends. */
export function inKindPromised(contribution: InKindContribution, at: Date): LedgerTransaction {
  const { id, amount } = contribution;
  const { due, promised } = memoAccounts(id, amount.currency);
  return {
    kind: 'inkind_promised',
    idem: `inkind_promised:${id}`,
    occurredAt: at,
    cause: causeOf(contribution),
    postings: [debit(due, amount), credit(promised, amount)],
  };
}

/** A part of it has arrived. The kind tells these rows from an end without delivery, so that they can be summed. */
export function inKindDelivered(
  contribution: InKindContribution,
  delivery: { readonly id: Id<'ikd'>; readonly amount: Money },
  at: Date,
): LedgerTransaction {
  const { id, amount } = delivery;
  const { due, promised } = memoAccounts(contribution.id, amount.currency);
  return {
    kind: 'inkind_delivered',
    idem: `inkind_delivered:${id}`,
    occurredAt: at,
    cause: { ...causeOf(contribution), deliveryId: id },
    postings: [debit(promised, amount), credit(due, amount)],
  };
}

/** What was not delivered is due no more: declined, withdrawn or lapsed. */
export function inKindEnded(contribution: InKindContribution, at: Date, reason: string): LedgerTransaction {
  const { id, due: rest } = contribution;
  const { due, promised } = memoAccounts(id, rest.currency);
  return {
    kind: 'inkind_ended',
    idem: `inkind_ended:${id}`,
    occurredAt: at,
    cause: { ...causeOf(contribution), reason },
    postings: [debit(promised, rest), credit(due, rest)],
  };
}

function causeOf({ id, needId }: InKindContribution) {
  return { inKindContributionId: id, needId };
}

function memoAccounts(id: Id<'ikc'>, unit: Currency) {
  const owner = formatId('ikc', id);
  return { due: account('memo.inkind_due', unit, owner), promised: account('memo.inkind', unit, owner) };
}
