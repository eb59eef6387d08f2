import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { PledgePaymentsService, PledgesService, type PledgeRow } from '#libs/pledges';
import { approvalWaiting } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import type { Id, Principal } from '#platform/kernel';
import { APPROVER_ROLES, PLEDGE_SUBJECT, PledgeSubjects } from './pledge-subjects.js';

/** The second pair of eyes on every pledge: another person of the organisation approves before anything is paid. */
@Injectable()
export class PledgeApprovalsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approvals: ApprovalsService,
    private readonly pledges: PledgesService,
    private readonly subjects: PledgeSubjects,
    private readonly terms: TermsService,
    private readonly payments: PledgePaymentsService,
  ) {}

  /** Puts a submitted pledge into the inbox of those who approve. */
  async openFor(tx: Tx, pledge: PledgeRow): Promise<void> {
    await this.approvals.open(tx, await this.subjects.of(tx, pledge));
    const { id: subjectId, organisationId, submittedBy: requestedBy } = pledge;
    tx.emit(approvalWaiting, {
      subjectType: PLEDGE_SUBJECT,
      subjectId,
      organisationId,
      requestedBy,
      roles: APPROVER_ROLES,
    });
  }

  /** Approves; when the quorum is met the pledge is paid, or its payment asked for, in the same transaction. */
  async approve(principal: Principal, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.subjects.visible(principal, pledgeId);
    assertRole(principal, pledge.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.terms.assertOrganisationAccepted(tx, 'giver', pledge.organisationId);
      const met = await this.approvals.approve(tx, await this.subjects.of(tx, pledge), personOf(principal));
      if (met) await this.payments.pay(tx, pledgeId);
    });
  }

  /** Says no: the promise ends and the need's capacity is free again. */
  async reject(principal: Principal, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.subjects.visible(principal, pledgeId);
    assertRole(principal, pledge.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // The approval first, as in approve: both lock in the same order.
      await this.approvals.reject(tx, await this.subjects.of(tx, pledge), personOf(principal));
      await this.pledges.reject(tx, pledgeId);
    });
  }
}
