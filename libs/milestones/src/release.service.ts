import { Injectable } from '@nestjs/common';
import { CustodyService } from '#libs/hosting';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import { PledgesService } from '#libs/pledges';
import { Config } from '#platform/config';
import { milestoneReleased, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatPayee, present, subtractMoney, type Id } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { MilestonesRepository } from './milestones.repository.js';
import { releaseOf, releasePosting, type PayeeShare } from './release.rules.js';

/** The money side of an acceptance. */
@Injectable()
export class ReleaseService {
  constructor(
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly pledges: PledgesService,
    private readonly custody: CustodyService,
    private readonly ledger: LedgerService,
    private readonly config: Config,
  ) {}

  /** Moves the money of an accepted milestone: held to fee and payable, in the transaction of the acceptance. */
  async release(tx: Tx, milestone: Milestone): Promise<void> {
    const release = releaseOf(
      await this.milestones.fundings(tx, milestone),
      await this.shares(tx, milestone.needId),
      this.config.get('PLATFORM_FEE_BASIS_POINTS'),
    );
    const change = milestone.apply('release');
    // What is held for a project has arrived where it was to go.
    milestone.releaseParts = release.parts.length || null;
    await this.milestones.save(tx, milestone);
    for (const { pledgeId, amount } of release.fundings) await this.pledges.recordRelease(tx, pledgeId, amount);
    await this.ledger.post(tx, releasePosting(milestone.id, release, tx.now));
    tx.audit('milestone', milestone.id, 'release', {
      ...change,
      fee: release.fee.minor.toString(),
      net: subtractMoney(release.gross, release.fee).minor.toString(),
    });
    if (release.parts.length === 0) {
      tx.audit('milestone', milestone.id, 'confirmPaid', milestone.apply('confirmPaid'));
      await this.milestones.save(tx, milestone);
      return;
    }
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

  /** A host that is paid on behalf of the project holds its share; when the project has left it, whoever came after does. */
  private async shares(tx: Tx, needId: Id<'need'>): Promise<PayeeShare[]> {
    const payees = await this.needs.payees(tx, needId);
    if (payees.every(({ forProject }) => !forProject)) return payees.map((payee) => ({ ...payee, heldFor: null }));
    const { projectId } = await this.needs.find(tx, needId);
    const custody = present(await this.custody.of(tx, projectId));
    return payees.map(({ payee, weight, forProject }) => {
      if (!forProject) return { payee, weight, heldFor: null };
      if (custody.kind === 'payee') return { payee: custody.payee, weight, heldFor: null };
      const { hostId, feeBasisPoints } = custody;
      return { payee: { kind: 'organisation', id: hostId }, weight, heldFor: { hostId, projectId, feeBasisPoints } };
    });
  }
}
