import { Injectable } from '@nestjs/common';
import { LedgerService } from '#libs/ledger';
import { NeedsService } from '#libs/needs';
import type { Tx } from '#platform/database';
import type { Id, Money } from '#platform/kernel';
import { draftPledge } from './pledge.entity.js';
import { pledgePromised } from './pledge.postings.js';
import { PledgesRepository } from './pledges.repository.js';

/** A line of an allocation run that somebody has approved. */
export interface ApprovedLine {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly submittedBy: Id<'usr'>;
  readonly purchaseOrder: string | null;
  readonly amount: Money;
}

/** Promises of allocation runs: approved with their run, and paid or ended with it. */
@Injectable()
export class RunPledgesService {
  constructor(
    private readonly pledges: PledgesRepository,
    private readonly needs: NeedsService,
    private readonly ledger: LedgerService,
  ) {}

  /** Promises a line, in the transaction of the approval. @throws NeedNotOpenError, PledgeAboveGoalError */
  async promise(tx: Tx, { amount, ...facts }: ApprovedLine): Promise<Id<'plg'>> {
    await this.needs.reserve(tx, facts.needId, amount);
    const pledge = draftPledge({ ...facts, amount, method: 'balance', chargeTime: 'run', submittedAt: tx.now });
    const submitted = pledge.apply('submit');
    await this.pledges.insert(tx, pledge);
    await this.ledger.post(tx, pledgePromised(pledge, tx.now));
    const { needId, organisationId } = facts;
    const sum = { minor: amount.minor.toString(), currency: amount.currency };
    tx.audit('pledge', pledge.id, 'submit', { ...submitted, needId, organisationId, chargeTime: 'run', ...sum });
    pledge.approvedAt = tx.now;
    tx.audit('pledge', pledge.id, 'schedule', pledge.apply('schedule'));
    await this.pledges.save(tx, pledge);
    return pledge.id;
  }
}
