import { account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { formatId, type Money } from '#platform/kernel';
import type { ReviewFee } from './review-fee.entity.js';

/** Owner of the free money of the pool; what is reserved belongs to a milestone and its reviewer. */
export const POOL = 'pool';

/** Money that is held for an organisation or a programme, and is given to those who review. */
export interface PoolFeeding {
  /** Whatever was decided: the same decision feeds the pool once. */
  readonly sourceId: string;
  readonly from: { readonly code: 'held.org' | 'held.grant'; readonly owner: string };
  readonly amount: Money;
}

export function reviewPoolFedPosting({ sourceId, from, amount }: PoolFeeding, at: Date): LedgerTransaction {
  const { currency } = amount;
  return {
    kind: 'review_pool_fed',
    idem: `review_pool_fed:${sourceId}`,
    occurredAt: at,
    cause: { sourceId },
    postings: [
      debit(account(from.code, currency, from.owner), amount),
      credit(account('held.review', currency, POOL), amount),
    ],
  };
}

export function reviewReservedPosting(fee: ReviewFee, at: Date): LedgerTransaction {
  const { pool, reserved } = accounts(fee);
  return {
    kind: 'review_reserved',
    idem: `review_reserved:${fee.id}`,
    occurredAt: at,
    cause: { reviewFeeId: fee.id },
    postings: [debit(pool, fee.amount), credit(reserved, fee.amount)],
  };
}

export function reviewReturnedPosting(fee: ReviewFee, at: Date): LedgerTransaction {
  const { pool, reserved } = accounts(fee);
  return {
    kind: 'review_returned',
    idem: `review_returned:${fee.id}`,
    occurredAt: at,
    cause: { reviewFeeId: fee.id },
    postings: [debit(reserved, fee.amount), credit(pool, fee.amount)],
  };
}

/** The reviewer has decided, this way or that: the fee is the reviewer's, whole. */
export function reviewReleasedPosting(fee: ReviewFee, at: Date): LedgerTransaction {
  const { reserved } = accounts(fee);
  const payable = account('payable', fee.amount.currency, formatId('usr', fee.reviewerId));
  return {
    kind: 'review_released',
    idem: `review_released:${fee.id}`,
    occurredAt: at,
    cause: { reviewFeeId: fee.id },
    postings: [debit(reserved, fee.amount), credit(payable, fee.amount)],
  };
}

/** Under whose name the fee of a review is reserved. */
export function reviewOwner({ milestoneId, reviewerId }: Pick<ReviewFee, 'milestoneId' | 'reviewerId'>): string {
  return `${formatId('mil', milestoneId)}/${formatId('usr', reviewerId)}`;
}

function accounts({ milestoneId, reviewerId, amount: { currency } }: ReviewFee) {
  return {
    pool: account('held.review', currency, POOL),
    reserved: account('held.review', currency, reviewOwner({ milestoneId, reviewerId })),
  };
}
