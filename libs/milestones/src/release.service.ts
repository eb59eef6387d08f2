import { Injectable } from '@nestjs/common';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import { PledgesService } from '#libs/pledges';
import { Config } from '#platform/config';
import { milestoneReleased, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Milestone } from './milestone.entity.js';
import { MilestonesRepository } from './milestones.repository.js';
import { releaseOf, releasePosting } from './release.rules.js';

/** The money side of an acceptance. */
@Injectable()
export class ReleaseService {
  constructor(
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly pledges: PledgesService,
    private readonly ledger: LedgerService,
    private readonly config: Config,
  ) {}

  /** Moves the money of an accepted milestone: held to fee and payable, in the transaction of the acceptance. */
  async release(tx: Tx, milestone: Milestone): Promise<void> {
    const need = await this.needs.find(tx, milestone.needId);
    const fundings = await this.milestones.fundings(tx, milestone);
    const release = releaseOf(fundings, this.config.get('PLATFORM_FEE_BASIS_POINTS'));
    const change = milestone.apply('release');
    await this.milestones.save(tx, milestone);
    for (const { pledgeId, amount } of release.parts) await this.pledges.recordRelease(tx, pledgeId, amount);
    await this.ledger.post(tx, releasePosting(milestone.id, need.recipientPersonId, release, tx.now));
    tx.audit('milestone', milestone.id, 'release', {
      ...change,
      fee: release.fee.minor.toString(),
      net: release.net.minor.toString(),
    });
    tx.emit(milestoneReleased, {
      milestoneId: milestone.id,
      needId: milestone.needId,
      recipientPersonId: need.recipientPersonId,
      parts: release.parts.map(({ pledgeId, amount, net }) => ({
        pledgeId,
        gross: moneyPayload(amount),
        net: moneyPayload(net),
      })),
    });
  }
}
