import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { MilestonesRepository } from './milestones.repository.js';

/** A milestone is paid when every part of its release has reached its payee. */
@Injectable()
export class PayoutsService {
  constructor(private readonly milestones: MilestonesRepository) {}

  /** Counts the parts by the messages that told of them, so that no other context is asked. */
  async confirm(tx: Tx, milestoneId: Id<'mil'>, partIds: readonly string[]): Promise<void> {
    const milestone = await this.milestones.lock(tx, milestoneId);
    const paid = await this.milestones.addPaidParts(tx, milestoneId, partIds);
    if (paid !== milestone.releaseParts || milestone.status !== 'payable') return;
    const change = milestone.apply('confirmPaid');
    await this.milestones.save(tx, milestone);
    tx.audit('milestone', milestoneId, 'confirmPaid', change);
  }
}
