import { Injectable } from '@nestjs/common';
import { actorOf, assertRole, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { amountsPayable, moneyPayload } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  belongsTo,
  formatId,
  formatPayee,
  isOperator,
  newId,
  payeeColumns,
  payeeOfColumns,
  type Id,
  type Payee,
  type Principal,
} from '#platform/kernel';
import { CustodyService } from './custody.service.js';
import type { HostAgreement } from './host-agreement.entity.js';
import { HostAgreementsRepository } from './host-agreements.repository.js';
import { HostAgreementNotFoundError, NextHomeInvalidError, OwnNoticeError } from './hosting.errors.js';
import { projectMovedPosting } from './hosting.postings.js';
import { HostingQueries } from './hosting.queries.js';
import { HostsService, tellHost, tellPerson } from './hosts.service.js';
import { endRequests } from './project-payouts.repository.js';

/** How long a host may be silent before an operator lets the project go in its place. */
const NOTICE_MS = 30 * DAY_MS;

/** Where a project takes its money: to a host that has accepted it, or to a payee of its own. */
export type NextHome = { readonly agreementId: Id<'hag'> } | { readonly payee: Payee };

/** A project leaves its host, with everything that is held for it. Whoever asks for that does not confirm it. */
@Injectable()
export class LeavingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hosts: HostsService,
    private readonly agreements: HostAgreementsRepository,
    private readonly custody: CustodyService,
    private readonly ledger: LedgerService,
    private readonly queries: HostingQueries,
  ) {}

  /** The maintainer gives notice and names where the money goes; from now on nothing new is asked of the host. */
  async giveNotice(principal: Principal, agreementId: Id<'hag'>, next: NextHome): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const agreement = await this.hosts.ofMaintainer(tx, principal, agreementId);
      const change = agreement.apply('giveNotice');
      await this.assertHome(tx, agreement, next);
      agreement.noticeBy = personOf(principal);
      agreement.noticeAt = tx.now;
      setNext(agreement, next);
      await this.agreements.save(tx, agreement);
      tx.audit('hostAgreement', agreementId, 'giveNotice', { ...change, next: homeText(next) });
      await tellHost(tx, agreement.hostId, 'leaving', agreement.projectId);
    });
  }

  /** The maintainer takes the notice back. */
  async stay(principal: Principal, agreementId: Id<'hag'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const agreement = await this.hosts.ofMaintainer(tx, principal, agreementId);
      const change = agreement.apply('stay');
      Object.assign(agreement, { noticeBy: null, noticeAt: null });
      setNext(agreement, null);
      await this.agreements.save(tx, agreement);
      tx.audit('hostAgreement', agreementId, 'stay', change);
    });
  }

  /** The host lets the project go; or an operator does, when the host has been silent for its whole time. */
  async confirm(principal: Principal, agreementId: Id<'hag'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.agreements.find(tx, agreementId);
      if (!known) throw new HostAgreementNotFoundError();
      const action = actionOf(principal, known.hostId);
      await this.custody.lock(tx, known.projectId);
      const agreement = await this.agreements.lock(tx, agreementId);
      const isNoticeOver = agreement.noticeAt !== null && addMs(agreement.noticeAt, NOTICE_MS) <= tx.now;
      const change = agreement.apply(action, { hasHost: false, isNoticeOver });
      if ([agreement.noticeBy, agreement.nextPersonId].includes(personOf(principal))) throw new OwnNoticeError();
      agreement.endedBy = personOf(principal);
      agreement.endedAt = tx.now;
      await this.agreements.save(tx, agreement);
      await endRequests(tx, agreement);
      await this.move(tx, agreement);
      tx.audit('hostAgreement', agreementId, action, change);
      await tellHost(tx, agreement.hostId, 'left', agreement.projectId);
      await tellPerson(tx, agreement.appliedBy, 'left', agreement.projectId);
    });
  }

  private async move(tx: Tx, agreement: HostAgreement): Promise<void> {
    const balances = await this.queries.heldFor(tx, agreement);
    const { projectId, nextAgreementId } = agreement;
    if (nextAgreementId !== null) {
      const next = await this.agreements.lock(tx, nextAgreementId);
      if (next.status !== 'accepted') throw new NextHomeInvalidError();
      if (balances.length > 0)
        await this.ledger.post(tx, projectMovedPosting(agreement, balances, { hostId: next.hostId }, tx.now));
      await this.hosts.begin(tx, next);
      return;
    }
    const payee = payeeOfColumns({ personId: agreement.nextPersonId, organisationId: agreement.nextOrganisationId });
    await this.custody.put(tx, projectId, { payee });
    if (balances.length === 0) return;
    await this.ledger.post(tx, projectMovedPosting(agreement, balances, { payee }, tx.now));
    tx.emit(amountsPayable, {
      source: 'project_exit',
      sourceId: agreement.id,
      parts: balances.map((net) => ({ partId: newId<'rlp'>(), payee: formatPayee(payee), net: moneyPayload(net) })),
    });
  }

  private async assertHome(tx: Tx, { id, projectId }: HostAgreement, next: NextHome): Promise<void> {
    if ('payee' in next) {
      if (!(await this.queries.hasAccount(next.payee))) throw new NextHomeInvalidError();
      return;
    }
    const other = await this.agreements.find(tx, next.agreementId);
    if (other?.projectId !== projectId || other.id === id || other.status !== 'accepted')
      throw new NextHomeInvalidError();
  }
}

/** As what somebody confirms; strangers learn nothing of the agreement. */
function actionOf(principal: Principal, hostId: Id<'org'>): 'confirmLeaving' | 'endSilence' {
  if (belongsTo(principal, hostId)) {
    assertRole(principal, hostId, ['finance', 'admin']);
    return 'confirmLeaving';
  }
  if (!isOperator(principal, ['finance_operator'])) throw new HostAgreementNotFoundError();
  return 'endSilence';
}

function setNext(agreement: HostAgreement, next: NextHome | null): void {
  const nobody = { personId: null, organisationId: null };
  const { personId, organisationId } = next && 'payee' in next ? payeeColumns(next.payee) : nobody;
  Object.assign(agreement, {
    nextAgreementId: next && 'agreementId' in next ? next.agreementId : null,
    nextPersonId: personId,
    nextOrganisationId: organisationId,
  });
}

function homeText(next: NextHome): string {
  return 'payee' in next ? formatPayee(next.payee) : formatId('hag', next.agreementId);
}
