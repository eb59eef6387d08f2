import { account, credit, debit, type AccountRef, type LedgerTransaction } from '#libs/ledger';
import type { ConnectedPayout } from './connected-payout.entity.js';

/** Stripe has taken the money from the recipient's balance. All of these rows are in the memo book: it is not ours. */
export function connectedPayoutCreatedPosting(payout: ConnectedPayout): LedgerTransaction {
  const { connected, transit } = mirrors(payout);
  return {
    kind: 'connected_payout_created',
    idem: `connected_payout_created:${payout.stripePayoutId}`,
    ...moved(payout, connected, transit, payout.createdAt),
  };
}

/** The money counts as arrived at the recipient's bank. */
export function connectedPayoutPaidPosting(payout: ConnectedPayout, at: Date): LedgerTransaction {
  const { transit, bank } = mirrors(payout);
  return {
    kind: 'connected_payout_paid',
    idem: `connected_payout_paid:${payout.stripePayoutId}`,
    ...moved(payout, transit, bank, at),
  };
}

/** The money is back on the recipient's balance: it never left, or the bank gave it back, before or after it counted as paid. */
export function connectedPayoutReturnedPosting(
  payout: ConnectedPayout,
  from: 'transit' | 'bank',
  at: Date,
): LedgerTransaction {
  const places = mirrors(payout);
  return {
    kind: 'connected_payout_returned',
    idem: `connected_payout_returned:${payout.stripePayoutId}`,
    ...moved(payout, places[from], places.connected, at),
  };
}

function mirrors({ stripeAccountId, amount: { currency } }: ConnectedPayout) {
  return {
    connected: account('mirror.connected', currency, stripeAccountId),
    transit: account('mirror.payout_transit', currency, stripeAccountId),
    bank: account('mirror.bank', currency, stripeAccountId),
  };
}

function moved(
  { id, stripePayoutId, amount }: ConnectedPayout,
  from: AccountRef,
  to: AccountRef,
  occurredAt: Date,
): Pick<LedgerTransaction, 'occurredAt' | 'cause' | 'postings'> {
  return {
    occurredAt,
    cause: { connectedPayoutId: id, stripePayoutId },
    postings: [debit(to, amount), credit(from, amount)],
  };
}
