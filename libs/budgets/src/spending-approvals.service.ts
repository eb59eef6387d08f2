import { Injectable } from '@nestjs/common';
import { ApprovalsService, type ApprovalSubject } from '#libs/approvals';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { NeedsQueries } from '#libs/needs';
import { approvalWaiting } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { belongsTo, canonicalJson, sha256Hex, type OrganisationRole, type Principal } from '#platform/kernel';
import type { Spending, SpendingKind } from './spending.js';
import { PLEDGE_SUBJECT } from './spending-kinds.js';

/** Who may spend for an organisation. */
const APPROVER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];

/** The second pair of eyes on all that is spent: another person of the organisation approves before anything is paid. */
@Injectable()
export class SpendingApprovals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approvals: ApprovalsService,
    private readonly needs: NeedsQueries,
    private readonly terms: TermsService,
  ) {}

  /** Puts what was submitted into the inbox of those who approve. */
  async openFor(tx: Tx, kind: SpendingKind, id: string): Promise<void> {
    const spending = await kind.findWithin(tx, id);
    if (spending?.status !== kind.waiting) return;
    await this.approvals.open(tx, await this.subjectOf(tx, kind, spending));
    const { organisationId, submittedBy: requestedBy } = spending;
    const subject = { subjectType: kind.type, subjectId: id };
    tx.emit(approvalWaiting, { ...subject, organisationId, requestedBy, roles: APPROVER_ROLES });
  }

  /** Approves; when the quorum is met it is paid, or its payment asked for, in the same transaction. */
  async approve(principal: Principal, kind: SpendingKind, id: string): Promise<void> {
    const spending = await this.visible(principal, kind, id);
    assertRole(principal, spending.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.terms.assertOrganisationAccepted(tx, 'giver', spending.organisationId);
      const met = await this.approvals.approve(tx, await this.subjectOf(tx, kind, spending), personOf(principal));
      if (met) await kind.approved(tx, id);
    });
  }

  /** Says no: the promise ends. */
  async reject(principal: Principal, kind: SpendingKind, id: string): Promise<void> {
    const spending = await this.visible(principal, kind, id);
    assertRole(principal, spending.organisationId, APPROVER_ROLES);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // The approval first, as in approve: both lock in the same order.
      await this.approvals.reject(tx, await this.subjectOf(tx, kind, spending), personOf(principal));
      await kind.rejected(tx, id);
    });
  }

  /** What an approval is given for; it changes with every fact that an approver relies on. */
  async versionOf(kind: SpendingKind, id: string): Promise<string | null> {
    const spending = await kind.find(id);
    return spending && sha256Hex(canonicalJson([spending.facts, spending.status]));
  }

  private async visible(principal: Principal, kind: SpendingKind, id: string): Promise<Spending> {
    const spending = await kind.find(id);
    if (!spending || !belongsTo(principal, spending.organisationId)) throw kind.notFound();
    return spending;
  }

  /** What the approver saw; the payment is made for exactly these facts. Whoever is paid by it does not approve it. */
  private async subjectOf(tx: Tx, { type }: SpendingKind, spending: Spending): Promise<ApprovalSubject> {
    const { id, facts, organisationId, amount, submittedBy, submittedAt } = spending;
    return {
      type,
      id,
      rulesOf: PLEDGE_SUBJECT,
      facts,
      organisationId,
      amount,
      requestedBy: submittedBy,
      requestedAt: submittedAt,
      approverRoles: APPROVER_ROLES,
      beneficiaries: await this.needs.beneficiariesWithin(tx, spending.needIds),
    };
  }
}
