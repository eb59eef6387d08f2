import { Injectable } from '@nestjs/common';
import { ApprovalsService, type ApprovalSubject } from '#libs/approvals';
import { ClaimsService } from '#libs/catalog';
import { actorOf, assertRole, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { amountsPayable, approvalWaiting, moneyPayload } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  belongsTo,
  formatPayee,
  newId,
  payeeColumns,
  type Id,
  type Money,
  type OrganisationRole,
  type Payee,
  type Principal,
} from '#platform/kernel';
import { CustodyService } from './custody.service.js';
import { PayeeWithoutAccountError, ProjectNotHostedError, ProjectPayoutNotFoundError } from './hosting.errors.js';
import { projectPayoutPosting } from './hosting.postings.js';
import { HostingQueries } from './hosting.queries.js';
import { ProjectPayout } from './project-payout.entity.js';
import { PROJECT_PAYOUT } from './project-payout.states.js';
import { lockPayout, savePayout } from './project-payouts.repository.js';

/** Who may pay out of the money of a hosted project, besides its maintainer who asks. */
const APPROVER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];
const SUBJECT = 'project_payout';

export interface NewProjectPayout {
  readonly projectId: Id<'prj'>;
  readonly payee: Payee;
  readonly amount: Money;
  readonly purpose: string;
  readonly idempotencyKey: string;
}

/** Money of a hosted project is paid when its maintainer asks and somebody of the host, who gains nothing, agrees. */
@Injectable()
export class ProjectPayoutsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsService,
    private readonly approvals: ApprovalsService,
    private readonly custody: CustodyService,
    private readonly ledger: LedgerService,
    private readonly queries: HostingQueries,
  ) {}

  async request(principal: Principal, { idempotencyKey: key, ...asked }: NewProjectPayout): Promise<IdempotentResult> {
    const requestedBy = personOf(principal);
    const { projectId, payee, amount, purpose } = asked;
    await this.claims.assertMaintainer(requestedBy, projectId);
    if (!(await this.queries.hasAccount(payee))) throw new PayeeWithoutAccountError();
    const body = {
      projectId,
      payee: formatPayee(payee),
      minor: amount.minor.toString(),
      currency: amount.currency,
      purpose,
    };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: requestedBy, operation: 'requestProjectPayout', key, body }, () =>
        this.open(tx, requestedBy, asked),
      ),
    );
  }

  /** Approves; when the quorum is met the money is released to the payee in the same transaction. */
  async approve(principal: Principal, id: Id<'ppo'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const subject = await this.subjectFor(tx, principal, id);
      if (await this.approvals.approve(tx, subject, personOf(principal))) await this.release(tx, id);
    });
  }

  async reject(principal: Principal, id: Id<'ppo'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const subject = await this.subjectFor(tx, principal, id);
      await this.approvals.reject(tx, subject, personOf(principal));
      await this.end(tx, id, 'reject');
    });
  }

  /** Whoever asked takes it back. */
  async withdraw(principal: Principal, id: Id<'ppo'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const payout = await tx.manager.findOne(ProjectPayout, { where: { id } });
      if (payout?.requestedBy !== personOf(principal)) throw new ProjectPayoutNotFoundError();
      await this.end(tx, id, 'withdraw');
    });
  }

  /** The money has reached its payee. */
  async confirmPaid(tx: Tx, id: Id<'ppo'>): Promise<void> {
    const payout = await lockPayout(tx, id);
    if (payout.status !== 'approved') return;
    tx.audit('projectPayout', id, 'confirmPaid', payout.apply('confirmPaid'));
    await savePayout(tx, payout);
  }

  private async open(
    tx: Tx,
    requestedBy: Id<'usr'>,
    asked: Omit<NewProjectPayout, 'idempotencyKey'>,
  ): Promise<Id<'ppo'>> {
    const { projectId, payee, amount, purpose } = asked;
    const custody = await this.custody.of(tx, projectId);
    if (custody?.kind !== 'host' || (await this.queries.isLeaving(tx, custody.agreementId)))
      throw new ProjectNotHostedError();
    const payout = Object.assign(new ProjectPayout(), {
      id: newId<'ppo'>(),
      projectId,
      hostId: custody.hostId,
      requestedBy,
      requestedAt: tx.now,
      ...payeeColumns(payee),
      amountMinor: amount.minor,
      currency: amount.currency,
      purpose,
      status: PROJECT_PAYOUT.initial,
      decidedAt: null,
      version: 1,
    });
    await tx.manager.insert(ProjectPayout, payout);
    await this.approvals.open(tx, await this.subjectOf(tx, payout));
    tx.audit('projectPayout', payout.id, 'request', {
      projectId,
      hostId: custody.hostId,
      payee: formatPayee(payee),
      minor: amount.minor.toString(),
      currency: amount.currency,
    });
    const { id: subjectId, hostId: organisationId } = payout;
    tx.emit(approvalWaiting, { subjectType: SUBJECT, subjectId, organisationId, requestedBy, roles: APPROVER_ROLES });
    return payout.id;
  }

  private async release(tx: Tx, id: Id<'ppo'>): Promise<void> {
    const known = await tx.manager.findOneOrFail(ProjectPayout, { where: { id } });
    const custody = await this.custody.of(tx, known.projectId);
    const payout = await lockPayout(tx, id);
    const change = payout.apply('approve');
    if (custody?.kind !== 'host' || custody.hostId !== payout.hostId) throw new ProjectNotHostedError();
    payout.decidedAt = tx.now;
    await savePayout(tx, payout);
    await this.ledger.post(tx, projectPayoutPosting(payout, tx.now));
    tx.audit('projectPayout', id, 'approve', change);
    tx.emit(amountsPayable, {
      source: 'project_payout',
      sourceId: id,
      parts: [{ partId: newId<'rlp'>(), payee: formatPayee(payout.payee), net: moneyPayload(payout.amount) }],
    });
  }

  private async end(tx: Tx, id: Id<'ppo'>, action: 'reject' | 'withdraw'): Promise<void> {
    const payout = await lockPayout(tx, id);
    const change = payout.apply(action);
    payout.decidedAt = tx.now;
    await savePayout(tx, payout);
    tx.audit('projectPayout', id, action, change);
  }

  /** For somebody of the host who may decide; others learn nothing of the request. */
  private async subjectFor(tx: Tx, principal: Principal, id: Id<'ppo'>): Promise<ApprovalSubject> {
    const payout = await tx.manager.findOne(ProjectPayout, { where: { id } });
    if (!payout || !belongsTo(principal, payout.hostId)) throw new ProjectPayoutNotFoundError();
    assertRole(principal, payout.hostId, APPROVER_ROLES);
    return this.subjectOf(tx, payout);
  }

  /** What the approver saw: who is paid how much, what for, and out of whose money. */
  private async subjectOf(tx: Tx, payout: ProjectPayout): Promise<ApprovalSubject> {
    const { id, projectId, hostId, payee, amount, purpose, requestedBy, requestedAt } = payout;
    return {
      type: SUBJECT,
      id,
      facts: {
        projectId,
        payee: formatPayee(payee),
        minor: amount.minor.toString(),
        currency: amount.currency,
        purpose,
      },
      organisationId: hostId,
      amount,
      requestedBy,
      requestedAt,
      approverRoles: APPROVER_ROLES,
      beneficiaries: await this.queries.peopleBehind(tx, payee),
    };
  }
}
