import { Injectable } from '@nestjs/common';
import { MilestonesQueries, type MilestoneRow } from '#libs/milestones';
import { NeedsService } from '#libs/needs';
import { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { MilestoneWithoutStartError } from '../commitment.errors.js';
import type { TrancheCommitment, TrancheMethod } from './tranche-commitment.entity.js';
import { chargedAt, planTranches, type PlannedTranche } from './tranche.rules.js';

/** Where the money of a commitment goes, and when. */
@Injectable()
export class TranchePlans {
  constructor(
    private readonly milestones: MilestonesQueries,
    private readonly needs: NeedsService,
    private readonly config: Config,
  ) {}

  /** The tranches of a commitment, by what its need lacks now; locks the need. @throws MilestoneWithoutStartError */
  async plan(tx: Tx, { needId, amount }: TrancheCommitment): Promise<PlannedTranche[]> {
    const need = await this.needs.assertTakes(tx, needId, amount);
    const open = (await this.milestones.planWithin(tx, needId)).map(openMilestone);
    const tranches = planTranches(open, need.reservedMinor, amount);
    const undated = tranches.find(({ milestone }) => milestone.startsOn === null);
    if (undated) throw new MilestoneWithoutStartError(undated.milestone.title);
    return tranches;
  }

  /** When the tranche for a milestone is asked for. */
  async dueAt(tx: Tx, milestoneId: Id<'mil'>, method: TrancheMethod): Promise<Date> {
    const startsOn = await this.milestones.startWithin(tx, milestoneId);
    return startsOn === null ? tx.now : chargedAt(startsOn, method, this.config.get('INVOICE_DAYS_UNTIL_DUE'), tx.now);
  }
}

function openMilestone({ id, title, startsOn, amount, funded }: MilestoneRow) {
  return { id, title, startsOn, lackingMinor: amount.minor - funded.minor };
}
