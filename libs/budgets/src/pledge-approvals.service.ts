import { Injectable } from '@nestjs/common';
import { ApprovalsService, type ApprovalSubject } from '#libs/approvals';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { NeedsQueries } from '#libs/needs';
import {
  PledgeNotFoundError,
  PledgePaymentsService,
  PledgesQueries,
  PledgesService,
  type PledgeRow,
} from '#libs/pledges';
import { approvalWaiting } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  belongsTo,
  canonicalJson,
  sha256Hex,
  type Canonical,
  type Id,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';

/** Who may spend for an organisation. */
const APPROVER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];
/** The type of these subjects, for the rules of an organisation too. */
export const PLEDGE_SUBJECT = 'pledge';

/** The second pair of eyes on every pledge: another person of the organisation approves before anything is paid. */
@Injectable()
export class PledgeApprovalsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approvals: ApprovalsService,
    private readonly pledges: PledgesService,
    private readonly pledgeQueries: PledgesQueries,
    private readonly needs: NeedsQueries,
    private readonly terms: TermsService,
    private readonly payments: PledgePaymentsService,
  ) {}

  /** Puts a submitted pledge into the inbox of those who approve. */
  async openFor(tx: Tx, pledge: PledgeRow): Promise<void> {
    await this.approvals.open(tx, await this.subjectOf(tx, pledge));
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
    const pledge = await this.visible(principal, pledgeId);
    assertRole(principal, pledge.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.terms.assertOrganisationAccepted(tx, 'giver', pledge.organisationId);
      const met = await this.approvals.approve(tx, await this.subjectOf(tx, pledge), personOf(principal));
      if (met) await this.payments.pay(tx, pledgeId);
    });
  }

  /** Says no: the promise ends and the need's capacity is free again. */
  async reject(principal: Principal, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.visible(principal, pledgeId);
    assertRole(principal, pledge.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // The approval first, as in approve: both lock in the same order.
      await this.approvals.reject(tx, await this.subjectOf(tx, pledge), personOf(principal));
      await this.pledges.reject(tx, pledgeId);
    });
  }

  /** What an approval is given for; it changes with every fact that an approver relies on. */
  async versionOf(pledgeId: Id<'plg'>): Promise<string | null> {
    const pledge = await this.pledgeQueries.find(pledgeId);
    return pledge && sha256Hex(canonicalJson([factsOf(pledge), pledge.status]));
  }

  private async visible(principal: Principal, pledgeId: Id<'plg'>): Promise<PledgeRow> {
    const pledge = await this.pledgeQueries.find(pledgeId);
    if (!pledge || !belongsTo(principal, pledge.organisationId)) throw new PledgeNotFoundError();
    return pledge;
  }

  /** What the approver saw; the payment is made for exactly these facts. Whoever is paid by it does not approve it. */
  private async subjectOf(tx: Tx, pledge: PledgeRow): Promise<ApprovalSubject> {
    const { id, needId, organisationId, amount, submittedBy, submittedAt } = pledge;
    return {
      type: PLEDGE_SUBJECT,
      id,
      facts: factsOf(pledge),
      organisationId,
      amount,
      requestedBy: submittedBy,
      requestedAt: submittedAt,
      approverRoles: APPROVER_ROLES,
      beneficiaries: await this.needs.beneficiariesWithin(tx, needId),
    };
  }
}

/** What the decision is about; a change of any of it makes an approval stale. */
function factsOf({ needId, organisationId, amount, method, chargeTime, purchaseOrder }: PledgeRow): Canonical {
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { needId, organisationId, ...sum, method, chargeTime, purchaseOrder };
}
