import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { MilestonesRepository } from './milestones.repository.js';

/** A milestone is paid when each of its pledges' transfers has reached the recipient. */
@Injectable()
export class PayoutsService {
  constructor(private readonly milestones: MilestonesRepository) {}

  /** Counts confirmed transfers by the messages that told of them, so that no other context is asked. */
  async confirm(tx: Tx, milestoneId: Id<'mil'>, transferId: Id<'trf'>): Promise<void> {
    const milestone = await this.milestones.lock(tx, milestoneId);
    const confirmed = await this.milestones.addConfirmedTransfer(tx, milestoneId, transferId);
    const fundings = await this.milestones.fundings(tx, milestone);
    if (confirmed < fundings.length || milestone.status !== 'payable') return;
    const change = milestone.apply('confirmPaid');
    await this.milestones.save(tx, milestone);
    tx.audit('milestone', milestoneId, 'confirmPaid', change);
  }
}
