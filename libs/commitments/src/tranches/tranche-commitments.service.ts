import { Injectable } from '@nestjs/common';
import { actorOf, assertBelongs, assertRole, personOf } from '#libs/identity';
import { PledgePaymentsService, PledgesService } from '#libs/pledges';
import { trancheCommitmentSubmitted } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import { belongsTo, newId, type Id, type Money, type Principal } from '#platform/kernel';
import { TrancheCommitmentNotFoundError } from '../commitment.errors.js';
import { TrancheCommitment, type TrancheMethod } from './tranche-commitment.entity.js';
import { TRANCHE_COMMITMENT } from './tranche-commitment.states.js';
import { TrancheCommitmentsRepository } from './tranche-commitments.repository.js';
import { TrancheEnds } from './tranche-ends.service.js';
import { TranchePlans } from './tranche-plans.service.js';

export interface NewTrancheCommitment {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly method: TrancheMethod;
  readonly purchaseOrder: string | null;
  readonly idempotencyKey: string;
}

/** Commands on commitments in tranches. Each locks the commitment, and then, for each tranche, need and pledge. */
@Injectable()
export class TrancheCommitmentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly commitments: TrancheCommitmentsRepository,
    private readonly plans: TranchePlans,
    private readonly pledges: PledgesService,
    private readonly payments: PledgePaymentsService,
    private readonly ends: TrancheEnds,
  ) {}

  /** Promises the whole amount to a need, in tranches that follow the milestones which lack it. */
  async submit(principal: Principal, input: NewTrancheCommitment): Promise<IdempotentResult> {
    assertBelongs(principal, input.organisationId);
    const submittedBy = personOf(principal);
    const { idempotencyKey: key, amount, ...facts } = input;
    const body = { ...facts, minor: amount.minor.toString(), currency: amount.currency };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: submittedBy, operation: 'commitInTranches', key, body }, async () => {
        const commitment = draft(tx, input, submittedBy);
        await this.promise(tx, commitment);
        tx.audit('trancheCommitment', commitment.id, 'submit', { to: commitment.status, ...body });
        tx.emit(trancheCommitmentSubmitted, { commitmentId: commitment.id });
        return commitment.id;
      }),
    );
  }

  /** Takes it back; or ends what is not paid yet of one that was approved, which is for those who may spend. */
  async withdraw(principal: Principal, id: Id<'tcm'>, reason: string | null): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.commitments.find(tx, id);
      if (!known || !belongsTo(principal, known.organisationId)) throw new TrancheCommitmentNotFoundError();
      const commitment = await this.commitments.lock(tx, id);
      if (commitment.status !== 'promised') assertRole(principal, commitment.organisationId, ['finance', 'admin']);
      await this.ends.end(tx, commitment, commitment.status === 'promised' ? 'withdraw' : 'end', reason);
    });
  }

  /** For budgets, in its transaction: the funder has approved all of it, and each tranche waits for its day. */
  async begin(tx: Tx, id: Id<'tcm'>): Promise<void> {
    const commitment = await this.commitments.lock(tx, id);
    commitment.approvedAt = tx.now;
    tx.audit('trancheCommitment', id, 'approve', commitment.apply('approve'));
    await this.commitments.save(tx, commitment);
    for (const { pledgeId, milestoneId } of await this.commitments.tranchesOf(tx, id)) {
      await this.payments.schedule(tx, pledgeId);
      await this.commitments.setDue(tx, pledgeId, await this.plans.dueAt(tx, milestoneId, commitment.method));
    }
  }

  /** For budgets, in its transaction: the funder said no. */
  async reject(tx: Tx, id: Id<'tcm'>): Promise<void> {
    await this.ends.end(tx, await this.commitments.lock(tx, id), 'reject');
  }

  private async promise(tx: Tx, commitment: TrancheCommitment): Promise<void> {
    const { needId, organisationId, submittedBy, method, purchaseOrder } = commitment;
    const facts = { needId, organisationId, submittedBy, method, purchaseOrder, chargeTime: 'day' } as const;
    const tranches = [];
    for (const { milestone, amount } of await this.plans.plan(tx, commitment)) {
      const { id: pledgeId } = await this.pledges.promise(tx, { ...facts, amount });
      tranches.push({ pledgeId, milestoneId: milestone.id });
    }
    await this.commitments.insert(tx, commitment, tranches);
  }
}

function draft(tx: Tx, input: NewTrancheCommitment, submittedBy: Id<'usr'>): TrancheCommitment {
  const { needId, organisationId, amount, method, purchaseOrder } = input;
  return Object.assign(new TrancheCommitment(), {
    id: newId<'tcm'>(),
    needId,
    organisationId,
    submittedBy,
    amountMinor: amount.minor,
    currency: amount.currency,
    method,
    purchaseOrder,
    status: TRANCHE_COMMITMENT.initial,
    endReason: null,
    submittedAt: tx.now,
    approvedAt: null,
    endedAt: null,
    version: 1,
  });
}
