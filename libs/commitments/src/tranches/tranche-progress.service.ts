import { Injectable } from '@nestjs/common';
import { PledgePaymentsService, PledgesQueries } from '#libs/pledges';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { TrancheCommitmentsRepository } from './tranche-commitments.repository.js';
import { TrancheEnds } from './tranche-ends.service.js';
import { TranchePlans } from './tranche-plans.service.js';

/** What time, money and maintainers do to commitments in tranches. */
@Injectable()
export class TrancheProgress {
  constructor(
    private readonly commitments: TrancheCommitmentsRepository,
    private readonly plans: TranchePlans,
    private readonly payments: PledgePaymentsService,
    private readonly pledges: PledgesQueries,
    private readonly ends: TrancheEnds,
  ) {}

  /** The timer. A start that was moved has a timer of its own, so the earlier one is over. */
  async due(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const commitment = await this.commitments.lockOf(tx, pledgeId);
    if (commitment?.status !== 'active') return;
    if (await this.commitments.isDue(tx, pledgeId)) await this.payments.call(tx, pledgeId);
  }

  async moved(tx: Tx, milestoneId: Id<'mil'>): Promise<void> {
    const tranches = await this.pledges.manyWithin(tx, await this.commitments.tranchesFor(tx, milestoneId));
    for (const { id, status, method } of tranches) {
      if (status !== 'scheduled' || (method !== 'invoice' && method !== 'saved_method')) continue;
      await this.commitments.setDue(tx, id, await this.plans.dueAt(tx, milestoneId, method));
    }
  }

  /** With the last tranche it is complete. */
  async paid(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const commitment = await this.commitments.lockOf(tx, pledgeId);
    if (commitment?.status !== 'active') return;
    const tranches = await this.pledges.manyWithin(tx, await this.pledgesOf(tx, commitment.id));
    if (tranches.some(({ paidAt }) => paidAt === null)) return;
    tx.audit('trancheCommitment', commitment.id, 'complete', commitment.apply('complete'));
    commitment.endedAt = tx.now;
    await this.commitments.save(tx, commitment);
  }

  /** Nobody has approved in time, or a tranche was not paid: the rest ends too. */
  async ended(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const commitment = await this.commitments.lockOf(tx, pledgeId);
    if (commitment?.status === 'promised') await this.ends.end(tx, commitment, 'lapse');
    if (commitment?.status === 'active') await this.ends.end(tx, commitment, 'giveUp');
  }

  private async pledgesOf(tx: Tx, id: Id<'tcm'>): Promise<Id<'plg'>[]> {
    return (await this.commitments.tranchesOf(tx, id)).map(({ pledgeId }) => pledgeId);
  }
}
