import { Injectable } from '@nestjs/common';
import { NeedsService } from '#libs/needs';
import { PledgesQueries, PledgesService } from '#libs/pledges';
import { commitmentCutShort, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { money } from '#platform/kernel';
import type { TrancheCommitment } from './tranche-commitment.entity.js';
import { TrancheCommitmentsRepository } from './tranche-commitments.repository.js';

/** What becomes of the tranches that are not asked for yet. */
const OF_TRANCHES = {
  withdraw: 'withdraw',
  reject: 'reject',
  lapse: 'lapse',
  end: 'withdraw',
  giveUp: 'lapse',
} as const;

/** Commitments that end before all of it is paid. */
@Injectable()
export class TrancheEnds {
  constructor(
    private readonly commitments: TrancheCommitmentsRepository,
    private readonly pledges: PledgesService,
    private readonly queries: PledgesQueries,
    private readonly needs: NeedsService,
  ) {}

  /** Ends a commitment that the caller has locked, and every tranche that is not asked for. What is paid stays. */
  async end(
    tx: Tx,
    commitment: TrancheCommitment,
    action: keyof typeof OF_TRANCHES,
    reason: string | null = null,
  ): Promise<void> {
    const change = commitment.apply(action);
    commitment.endReason = reason;
    commitment.endedAt = tx.now;
    await this.commitments.save(tx, commitment);
    tx.audit('trancheCommitment', commitment.id, action, change);
    const ids = (await this.commitments.tranchesOf(tx, commitment.id)).map(({ pledgeId }) => pledgeId);
    for (const id of ids) await this.pledges.endPart(tx, id, OF_TRANCHES[action]);
    if (action === 'end' || action === 'giveUp') await this.tell(tx, commitment, ids, action);
  }

  private async tell(
    tx: Tx,
    { needId, currency }: TrancheCommitment,
    ids: readonly string[],
    action: 'end' | 'giveUp',
  ): Promise<void> {
    const { recipientPersonId, title } = await this.needs.find(tx, needId);
    const ended = (await this.queries.manyWithin(tx, ids)).filter(({ status }) => ENDED.includes(status));
    const missing = ended.reduce((sum, { amount }) => sum + amount.minor, 0n);
    tx.emit(commitmentCutShort, {
      recipientPersonId,
      title,
      missing: moneyPayload(money(missing, currency)),
      because: action === 'end' ? 'payer' : 'payment',
    });
  }
}

const ENDED: readonly string[] = ['withdrawn', 'lapsed'];
