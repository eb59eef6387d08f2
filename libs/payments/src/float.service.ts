import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerService } from '#libs/ledger';
import { transfersDue } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { systemActor } from '#platform/kernel';
import { floatPosting } from './payments.postings.js';
import { balanceTransaction } from './balance-transaction.js';

const ACTOR = systemActor('payments.float');

/** The platform's own money at Stripe: top-ups by the operator, and the moment when money becomes available. */
@Injectable()
export class FloatService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
  ) {}

  async follow(topUp: Stripe.Topup): Promise<void> {
    const settled = typeof topUp.balance_transaction === 'object' ? topUp.balance_transaction : null;
    if (topUp.status !== 'succeeded' || !settled) return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const { created } = await this.ledger.post(tx, floatPosting(topUp.id, balanceTransaction(settled)));
      if (!created) return;
      tx.audit('float', topUp.id, 'topUp', {});
      tx.emit(transfersDue, { reason: 'float topped up' });
    });
  }

  /** Transfers that Stripe refused for want of available money get their next try. */
  async balanceAvailable(): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) => {
      tx.emit(transfersDue, { reason: 'balance available' });
      return Promise.resolve();
    });
  }
}
