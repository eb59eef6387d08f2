import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId, type Money } from '#platform/kernel';
import type { Pledge } from './pledge.entity.js';

/** A promise is no money: it stands in the memo book until it is paid or ends. */
export function pledgePromised(pledge: Pledge, at: Date): LedgerTransaction {
  const { commitment, pledged } = memoAccounts(pledge);
  return {
    kind: 'pledge_promised',
    idem: `pledge_promised:${pledge.id}`,
    occurredAt: at,
    cause: { pledgeId: pledge.id },
    postings: [debit(commitment, pledge.amount), credit(pledged, pledge.amount)],
  };
}

/** The promise ends: paid, withdrawn or lapsed. */
export function promiseEnded(pledge: Pledge, at: Date, reason: string): LedgerTransaction {
  const { commitment, pledged } = memoAccounts(pledge);
  return {
    kind: 'promise_ended',
    idem: `promise_ended:${pledge.id}`,
    occurredAt: at,
    cause: { pledgeId: pledge.id, reason },
    postings: [debit(pledged, pledge.amount), credit(commitment, pledge.amount)],
  };
}

/** Out of what the organisation has paid in before. */
export function pledgeFromBalance(pledge: Pledge, at: Date): LedgerTransaction {
  const { currency } = pledge.amount;
  return {
    kind: 'pledge_from_balance',
    idem: `pledge_from_balance:${pledge.id}`,
    occurredAt: at,
    cause: { pledgeId: pledge.id },
    postings: [
      debit(account('held.org', currency, formatId('org', pledge.organisationId)), pledge.amount),
      credit(account('held.pledge', currency, formatId('plg', pledge.id)), pledge.amount),
    ],
  };
}

/** Late money that its need cannot take any more. */
export function keptForOrganisation(pledge: Pledge, paid: Money, at: Date): LedgerTransaction {
  const { currency } = paid;
  return {
    kind: 'kept_for_organisation',
    idem: `kept_for_organisation:${pledge.id}`,
    occurredAt: at,
    cause: { pledgeId: pledge.id },
    postings: [
      debit(account('held.pledge', currency, formatId('plg', pledge.id)), paid),
      credit(account('held.org', currency, formatId('org', pledge.organisationId)), paid),
    ],
  };
}

function memoAccounts(pledge: Pledge) {
  const owner = formatId('plg', pledge.id);
  const { currency } = pledge.amount;
  return { commitment: account('memo.commitment', currency, owner), pledged: account('memo.pledged', currency, owner) };
}
