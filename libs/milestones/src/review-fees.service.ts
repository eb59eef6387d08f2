import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { LedgerQueries, LedgerService } from '#libs/ledger';
import { Config } from '#platform/config';
import { amountsPayable, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatId, newId, type Id } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { ReviewFee } from './review-fee.entity.js';
import { reviewFeeIn } from './review-fee.rules.js';
import { REVIEW_FEE } from './review-fee.states.js';
import { POOL, reviewReleasedPosting, reviewReservedPosting, reviewReturnedPosting } from './review-pool.postings.js';

/** Pays reviewers out of the pool: as much for a rejection as for an acceptance, so that nobody earns by saying yes. */
@Injectable()
export class ReviewFeesService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly ledgerQueries: LedgerQueries,
    private readonly config: Config,
  ) {}

  /**
   * A review begins: its fee is reserved when the pool has it and not too many reviews of the milestone were paid, and the
   * review is unpaid otherwise. The milestone is locked.
   */
  async begin(tx: Tx, milestone: Milestone, reviewerId: Id<'usr'>): Promise<void> {
    const amount = reviewFeeIn(milestone.currency, this.config.get('REVIEW_FEES'));
    if (!amount) return;
    const fee = Object.assign(new ReviewFee(), {
      id: newId<'rvf'>(),
      milestoneId: milestone.id,
      reviewerId,
      amountMinor: amount.minor,
      currency: amount.currency,
      status: REVIEW_FEE.initial,
      begunAt: tx.now,
      version: 1,
    });
    await tx.manager.insert(ReviewFee, fee);
    tx.audit('reviewFee', fee.id, 'begin', { milestoneId: milestone.id, minor: amount.minor.toString() });
    if ((await paidReviews(tx, milestone.id)) >= this.config.get('PAID_REVIEWS_PER_MILESTONE')) return;
    if (!(await this.poolHas(tx, fee))) return;
    const change = fee.apply('reserve');
    await save(tx, fee);
    await this.ledger.post(tx, reviewReservedPosting(fee, tx.now));
    tx.audit('reviewFee', fee.id, 'reserve', change);
  }

  /** The reviewer has decided. */
  async release(tx: Tx, milestoneId: Id<'mil'>): Promise<void> {
    const fee = await reservedFor(tx, milestoneId);
    if (!fee) return;
    const change = fee.apply('release');
    await save(tx, fee);
    await this.ledger.post(tx, reviewReleasedPosting(fee, tx.now));
    tx.audit('reviewFee', fee.id, 'release', change);
    tx.emit(amountsPayable, {
      source: 'review',
      sourceId: fee.id,
      parts: [{ partId: newId<'rlp'>(), payee: formatId('usr', fee.reviewerId), net: moneyPayload(fee.amount) }],
    });
  }

  /** The reviewer has stepped back: the pool has its money again. */
  async giveBack(tx: Tx, milestoneId: Id<'mil'>): Promise<void> {
    const fee = await reservedFor(tx, milestoneId);
    if (!fee) return;
    const change = fee.apply('giveBack');
    await save(tx, fee);
    await this.ledger.post(tx, reviewReturnedPosting(fee, tx.now));
    tx.audit('reviewFee', fee.id, 'giveBack', change);
  }

  /** The money has reached the reviewer. */
  async confirmPaid(tx: Tx, id: Id<'rvf'>): Promise<void> {
    const fee = await tx.manager.findOne(ReviewFee, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (fee?.status !== 'released') return;
    tx.audit('reviewFee', id, 'confirmPaid', fee.apply('confirmPaid'));
    await save(tx, fee);
  }

  /** Reviews that begin at once are decided one after the other, so that the pool is not promised twice. */
  private async poolHas(tx: Tx, { amount }: ReviewFee): Promise<boolean> {
    const { currency } = amount;
    await tx.manager.query('INSERT INTO review_pool_gate (currency) VALUES ($1) ON CONFLICT DO NOTHING', [currency]);
    await tx.manager.query('SELECT 1 FROM review_pool_gate WHERE currency = $1 FOR UPDATE', [currency]);
    const held = await this.ledgerQueries.heldWithin(tx, 'held.review', POOL);
    return held.some((free) => free.currency === currency && free.minor >= amount.minor);
  }
}

/** How many reviews of a milestone have earned their fee. What went back to the pool does not count. */
function paidReviews(tx: Tx, milestoneId: Id<'mil'>): Promise<number> {
  return tx.manager.countBy(ReviewFee, { milestoneId, status: In(['released', 'paid']) });
}

function reservedFor(tx: Tx, milestoneId: Id<'mil'>): Promise<ReviewFee | null> {
  return tx.manager.findOne(ReviewFee, {
    where: { milestoneId, status: 'reserved' },
    lock: { mode: 'pessimistic_write' },
  });
}

async function save(tx: Tx, fee: ReviewFee): Promise<void> {
  const { id, version, status } = fee;
  await tx.manager.update(ReviewFee, { id, version }, { status, version: version + 1 });
  fee.version = version + 1;
}
