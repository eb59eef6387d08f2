import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import { HeldPledgesService, stillHeld } from '#libs/pledges';
import { UnitOfWork, type Tx } from '#platform/database';
import { assertSameCurrency, money, newId, type Id, type Money, type Principal } from '#platform/kernel';
import { Milestone } from './milestone.entity.js';
import { PlanDoesNotSumError } from './milestone.errors.js';
import { MILESTONE } from './milestone.states.js';
import { MilestonesRepository } from './milestones.repository.js';
import { allocatedPosting, assignFunding } from './release.rules.js';

export interface PlannedMilestone {
  readonly title: string;
  readonly deliverable: string;
  readonly amount: Money;
}

/** The plan of a need, and the money that fills it. */
@Injectable()
export class PlansService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: NeedsService,
    private readonly milestones: MilestonesRepository,
    private readonly ledger: LedgerService,
    private readonly held: HeldPledgesService,
  ) {}

  /** Sets or replaces the plan while the need is not published. Its sums have to make the goal. */
  async set(principal: Principal, needId: Id<'need'>, plan: readonly PlannedMilestone[]): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const need = await this.needs.attachPlan(tx, principal, needId);
      for (const { amount } of plan) assertSameCurrency(need.goal, amount);
      const sum = money(
        plan.reduce((total, { amount }) => total + amount.minor, 0n),
        need.goal.currency,
      );
      if (sum.minor !== need.goal.minor) throw new PlanDoesNotSumError(sum, need.goal);
      await this.milestones.replacePlan(
        tx,
        needId,
        plan.map((milestone, index) => planned(needId, index + 1, milestone)),
      );
      tx.audit('need', needId, 'setPlan', { milestones: plan.map(({ amount }) => amount.minor.toString()) });
    });
  }

  /** Assigns the money of a paid pledge to the milestones in their order, but for what went back in between. */
  async fund(tx: Tx, needId: Id<'need'>, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.held.lockHeld(tx, pledgeId);
    if (!pledge) return;
    const plan = await this.milestones.lockPlan(tx, needId);
    const parts = assignFunding(
      stillHeld(pledge),
      plan.map(({ id, amountMinor, fundedMinor }) => ({ id, minor: amountMinor - fundedMinor })),
    );
    if (parts.length === 0) return;
    for (const { id, amount } of parts) {
      const milestone = plan.find((candidate) => candidate.id === id)!;
      milestone.fundedMinor += amount.minor;
      await this.milestones.addFunding(tx, id, { pledgeId, amount });
      if (milestone.fundedMinor === milestone.amountMinor) tx.audit('milestone', id, 'fund', milestone.apply('fund'));
      await this.milestones.save(tx, milestone);
    }
    await this.ledger.post(tx, allocatedPosting(pledgeId, parts, tx.now));
    tx.audit('pledge', pledgeId, 'allocate', {
      parts: parts.map(({ id, amount }) => ({ milestoneId: id, minor: amount.minor.toString() })),
    });
  }
}

function planned(needId: Id<'need'>, position: number, { title, deliverable, amount }: PlannedMilestone): Milestone {
  return Object.assign(new Milestone(), {
    id: newId<'mil'>(),
    needId,
    position,
    title,
    deliverable,
    amountMinor: amount.minor,
    fundedMinor: 0n,
    currency: amount.currency,
    status: MILESTONE.initial,
    reviewerId: null,
    submittedAt: null,
    acceptedAt: null,
    releaseParts: null,
    version: 1,
  });
}
