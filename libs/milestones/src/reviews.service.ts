import { Injectable } from '@nestjs/common';
import { IdentityQueries, actorOf, personOf } from '#libs/identity';
import { NeedsQueries, NeedsService } from '#libs/needs';
import { milestoneDecided } from '#platform/contracts';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceOf, newId, type Id, type Principal } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { MILESTONE, type MilestoneAction, type ReviewerConflict } from './milestone.states.js';
import { MilestonesRepository } from './milestones.repository.js';
import { ReleaseService } from './release.service.js';

/** Reviews by people who neither pay nor are paid. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly needQueries: NeedsQueries,
    private readonly identity: IdentityQueries,
    private readonly releases: ReleaseService,
  ) {}

  /** Takes the review, so that two reviewers do not do the same work. */
  async start(principal: Principal, milestoneId: Id<'mil'>): Promise<void> {
    await this.act(principal, milestoneId, 'startReview', (_tx, milestone) => {
      milestone.reviewerId = personOf(principal);
      return Promise.resolve();
    });
  }

  async requestChanges(principal: Principal, milestoneId: Id<'mil'>, reasons: string): Promise<void> {
    await this.act(principal, milestoneId, 'requestChanges', async (tx, milestone) => {
      milestone.reviewerId = null;
      await this.record(tx, milestoneId, personOf(principal), 'request_changes', reasons);
      await this.tellRecipient(tx, milestone, 'changes_requested');
    });
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
      (tx, milestone) => this.releases.release(tx, milestone),
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
      const conflict = await this.conflictOf(tx, personOf(principal), milestone);
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

  private async conflictOf(tx: Tx, personId: Id<'usr'>, milestone: Milestone): Promise<ReviewerConflict | null> {
    const beneficiaries = await this.needQueries.beneficiariesWithin(tx, milestone.needId);
    if (beneficiaries.includes(personId)) return 'payee';
    if (await this.milestones.isPayer(tx, milestone.id, personId)) return 'payer';
    if (!(await this.identity.holdsRole(tx, personId, 'reviewer', 'FOUNDATION'))) return 'not_reviewer';
    const taken = milestone.reviewerId !== null && milestone.reviewerId !== personId;
    return taken && MILESTONE.transitions.accept.from.includes(milestone.status) ? 'other_reviewer' : null;
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
