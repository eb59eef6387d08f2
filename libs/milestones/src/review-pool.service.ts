import { Injectable } from '@nestjs/common';
import { ApprovalsService, type ApprovalSubject } from '#libs/approvals';
import { TermsService, actorOf, assertBelongs, assertRole, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { Config } from '#platform/config';
import { approvalWaiting } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  assertHeldCurrency,
  belongsTo,
  formatId,
  newId,
  type Id,
  type Money,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';
import { NotPoolGiverError, ReviewPoolGiftNotFoundError } from './milestone.errors.js';
import { ReviewPoolGift } from './review-pool-gift.entity.js';
import { REVIEW_POOL_GIFT, type ReviewPoolGiftAction } from './review-pool-gift.states.js';
import { reviewPoolFedPosting, type PoolFeeding } from './review-pool.postings.js';

const APPROVER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];
const SUBJECT = 'review_pool_gift';

export interface NewReviewPoolGift {
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly idempotencyKey: string;
}

/** The pool that reviewers are paid from: fed by companies and foundations out of what they have paid in advance. */
@Injectable()
export class ReviewPoolService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approvals: ApprovalsService,
    private readonly ledger: LedgerService,
    private readonly terms: TermsService,
    private readonly config: Config,
  ) {}

  /** Any member may ask for it; nothing moves before somebody else of the organisation has approved. */
  async ask(
    principal: Principal,
    { organisationId, amount, idempotencyKey: key }: NewReviewPoolGift,
  ): Promise<IdempotentResult> {
    assertBelongs(principal, organisationId);
    assertHeldCurrency(amount, this.config.get('HELD_CURRENCIES'));
    const requestedBy = personOf(principal);
    const body = { organisationId, minor: amount.minor.toString(), currency: amount.currency };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: requestedBy, operation: 'giveToReviewPool', key, body }, async () => {
        await assertGiver(tx, organisationId);
        const gift = Object.assign(new ReviewPoolGift(), {
          id: newId<'rpg'>(),
          organisationId,
          amountMinor: amount.minor,
          currency: amount.currency,
          status: REVIEW_POOL_GIFT.initial,
          requestedBy,
          requestedAt: tx.now,
          decidedAt: null,
          version: 1,
        });
        await tx.manager.insert(ReviewPoolGift, gift);
        await this.approvals.open(tx, subjectOf(gift));
        tx.audit('reviewPoolGift', gift.id, 'ask', body);
        const waiting = { subjectType: SUBJECT, subjectId: gift.id, organisationId, requestedBy };
        tx.emit(approvalWaiting, { ...waiting, roles: APPROVER_ROLES });
        return gift.id;
      }),
    );
  }

  /** Approves; when the quorum is met the money is in the pool, in the same transaction. */
  async approve(principal: Principal, id: Id<'rpg'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.visible(tx, principal, id);
      await this.terms.assertOrganisationAccepted(tx, 'giver', known.organisationId);
      if (!(await this.approvals.approve(tx, subjectOf(known), personOf(principal)))) return;
      const { organisationId, amount } = await this.end(tx, id, 'give');
      const from = { code: 'held.org', owner: formatId('org', organisationId) } as const;
      await this.feed(tx, { sourceId: id, from, amount });
    });
  }

  /** Money of the pool, in the transaction of whoever has decided to give it: a gift here, a programme elsewhere. */
  async feed(tx: Tx, feeding: PoolFeeding): Promise<void> {
    await this.ledger.post(tx, reviewPoolFedPosting(feeding, tx.now));
  }

  async reject(principal: Principal, id: Id<'rpg'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.visible(tx, principal, id);
      await this.approvals.reject(tx, subjectOf(known), personOf(principal));
      await this.end(tx, id, 'reject');
    });
  }

  private async end(tx: Tx, id: Id<'rpg'>, action: ReviewPoolGiftAction): Promise<ReviewPoolGift> {
    const gift = await tx.manager.findOneOrFail(ReviewPoolGift, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    const change = gift.apply(action);
    const { version, status } = gift;
    await tx.manager.update(ReviewPoolGift, { id, version }, { status, decidedAt: tx.now, version: version + 1 });
    tx.audit('reviewPoolGift', id, action, change);
    return gift;
  }

  /** For somebody who may decide; who is not of the organisation learns nothing of the gift. */
  private async visible(tx: Tx, principal: Principal, id: Id<'rpg'>): Promise<ReviewPoolGift> {
    const gift = await tx.manager.findOne(ReviewPoolGift, { where: { id } });
    if (!gift || !belongsTo(principal, gift.organisationId)) throw new ReviewPoolGiftNotFoundError();
    assertRole(principal, gift.organisationId, APPROVER_ROLES);
    return gift;
  }
}

async function assertGiver(tx: Tx, organisationId: Id<'org'>): Promise<void> {
  const rows = await tx.manager.query<unknown[]>(
    `SELECT 1 FROM organisation WHERE id = $1 AND kind IN ('COMPANY', 'FOUNDATION')`,
    [organisationId],
  );
  if (rows.length === 0) throw new NotPoolGiverError();
}

function subjectOf({ id, organisationId, amount, requestedBy, requestedAt }: ReviewPoolGift): ApprovalSubject {
  return {
    type: SUBJECT,
    id,
    facts: { organisationId, minor: amount.minor.toString(), currency: amount.currency },
    organisationId,
    amount,
    requestedBy,
    requestedAt,
    approverRoles: APPROVER_ROLES,
    beneficiaries: [],
  };
}
