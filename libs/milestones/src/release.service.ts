import { Injectable } from '@nestjs/common';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import { PledgesService } from '#libs/pledges';
import { Config } from '#platform/config';
import { milestoneReleased, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatPayee, subtractMoney } from '#platform/kernel';
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
    const release = releaseOf(
      await this.milestones.fundings(tx, milestone),
      await this.needs.payees(tx, milestone.needId),
      this.config.get('PLATFORM_FEE_BASIS_POINTS'),
    );
    const change = milestone.apply('release');
    milestone.releaseParts = release.parts.length;
    await this.milestones.save(tx, milestone);
    for (const { pledgeId, amount } of release.fundings) await this.pledges.recordRelease(tx, pledgeId, amount);
    await this.ledger.post(tx, releasePosting(milestone.id, release, tx.now));
    tx.audit('milestone', milestone.id, 'release', {
      ...change,
      fee: release.fee.minor.toString(),
      net: subtractMoney(release.gross, release.fee).minor.toString(),
    });
    tx.emit(milestoneReleased, {
      milestoneId: milestone.id,
      needId: milestone.needId,
      parts: release.parts.map(({ id, pledgeId, payee, net }) => ({
        partId: id,
        pledgeId,
        payee: formatPayee(payee),
        net: moneyPayload(net),
      })),
    });
  }
}
