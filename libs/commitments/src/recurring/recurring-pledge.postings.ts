import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId } from '#platform/kernel';
import type { RecurringPledge } from './recurring-pledge.entity.js';

/** One period at a time is promised; a promise is no money. */
export function commitmentPromised(pledge: RecurringPledge, at: Date): LedgerTransaction {
  const { commitment, pledged } = memoAccounts(pledge);
  return {
    kind: 'commitment_promised',
    idem: `commitment_promised:${pledge.id}:${String(pledge.promisedPeriods)}`,
    occurredAt: at,
    cause: { recurringPledgeId: pledge.id },
    postings: [debit(commitment, pledge.amount), credit(pledged, pledge.amount)],
  };
}

/** The promised period was paid, or is not asked for any more. */
export function commitmentEnded(pledge: RecurringPledge, at: Date, reason: string): LedgerTransaction {
  const { commitment, pledged } = memoAccounts(pledge);
  return {
    kind: 'commitment_ended',
    idem: `commitment_ended:${pledge.id}:${String(pledge.promisedPeriods)}`,
    occurredAt: at,
    cause: { recurringPledgeId: pledge.id, reason },
    postings: [debit(pledged, pledge.amount), credit(commitment, pledge.amount)],
  };
}

function memoAccounts(pledge: RecurringPledge) {
  const owner = formatId('rpl', pledge.id);
  const { currency } = pledge.amount;
  return { commitment: account('memo.commitment', currency, owner), pledged: account('memo.pledged', currency, owner) };
}
