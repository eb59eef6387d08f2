import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { NeedsService } from '#libs/needs';
import { milestoneDecided } from '#platform/contracts';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceOf, newId, type Id, type Principal } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { ReviewerConflictError } from './milestone.errors.js';
import type { MilestoneAction } from './milestone.states.js';
import { MilestonesRepository } from './milestones.repository.js';
import { ReleaseService } from './release.service.js';
import { ReviewFeesService } from './review-fees.service.js';
import { ReviewerConflicts } from './reviewer-conflicts.js';

/** Reviews by people who neither pay nor are paid. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly conflicts: ReviewerConflicts,
    private readonly releases: ReleaseService,
    private readonly fees: ReviewFeesService,
  ) {}

  /** Takes the review, so that two reviewers do not do the same work. */
  async start(principal: Principal, milestoneId: Id<'mil'>): Promise<void> {
    const reviewerId = personOf(principal);
    await this.act(
      principal,
      milestoneId,
      'startReview',
      (_tx, milestone) => {
        milestone.reviewerId = reviewerId;
        return Promise.resolve();
      },
      (tx, milestone) => this.fees.begin(tx, milestone, reviewerId),
    );
  }

  /** Gives a review back that was taken: somebody else may do it, and its fee is free again. */
  async stepBack(principal: Principal, milestoneId: Id<'mil'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const milestone = await this.milestones.lock(tx, milestoneId);
      const change = milestone.apply('stepBack');
      if (milestone.reviewerId !== personOf(principal)) throw new ReviewerConflictError('other_reviewer');
      milestone.reviewerId = null;
      await this.milestones.save(tx, milestone);
      tx.audit('milestone', milestoneId, 'stepBack', change);
      await this.fees.giveBack(tx, milestoneId);
    });
  }

  async requestChanges(principal: Principal, milestoneId: Id<'mil'>, reasons: string): Promise<void> {
    await this.act(
      principal,
      milestoneId,
      'requestChanges',
      async (tx, milestone) => {
        milestone.reviewerId = null;
        await this.record(tx, milestoneId, personOf(principal), 'request_changes', reasons);
        await this.tellRecipient(tx, milestone, 'changes_requested');
      },
      (tx) => this.fees.release(tx, milestoneId),
    );
  }

  /** Accepts the whole milestone and releases its money. A second acceptance finds the milestone accepted, and is refused. */
  async accept(principal: Principal, milestoneId: Id<'mil'>, reasons: string): Promise<void> {
    await this.act(
      principal,
      milestoneId,
      'accept',
      async (tx, milestone) => {
        milestone.acceptedAt = tx.now;
        await this.record(tx, milestoneId, personOf(principal), 'accept', reasons);
        await this.tellRecipient(tx, milestone, 'accepted');
      },
      async (tx, milestone) => {
        await this.releases.release(tx, milestone);
        await this.fees.release(tx, milestoneId);
      },
    );
  }

  private async act(
    principal: Principal,
    milestoneId: Id<'mil'>,
    action: MilestoneAction & ('startReview' | 'requestChanges' | 'accept'),
    change: (tx: Tx, milestone: Milestone) => Promise<void>,
    afterwards: (tx: Tx, milestone: Milestone) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const milestone = await this.milestones.lock(tx, milestoneId);
      const conflict = await this.conflicts.of(tx, personOf(principal), milestone);
      const applied = milestone.apply(action, conflict);
      await clear(tx, clearanceOf(principal));
      await change(tx, milestone);
      await this.milestones.save(tx, milestone);
      tx.audit('milestone', milestoneId, action, applied);
      await afterwards(tx, milestone);
    });
  }

  private async tellRecipient(
    tx: Tx,
    { id: milestoneId, needId, title }: Milestone,
    decision: 'accepted' | 'changes_requested',
  ): Promise<void> {
    const { recipientPersonId } = await this.needs.find(tx, needId);
    tx.emit(milestoneDecided, { milestoneId, recipientPersonId, title, decision });
  }

  private async record(
    tx: Tx,
    milestoneId: string,
    reviewerId: string,
    decision: string,
    reasons: string,
  ): Promise<void> {
    await tx.manager.query(
      'INSERT INTO review (id, milestone_id, reviewer_id, decision, reasons, decided_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [newId<'rvw'>(), milestoneId, reviewerId, decision, reasons, tx.now.toISOString()],
    );
  }
}
