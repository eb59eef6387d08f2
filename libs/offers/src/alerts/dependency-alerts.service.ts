import { Injectable } from '@nestjs/common';
import { ClaimsService } from '#libs/catalog';
import { actorOf, assertBelongs, assertRole, asPerson } from '#libs/identity';
import { NeedsService } from '#libs/needs';
import {
  dependencyAlertsDue,
  dependencyNoticeDue,
  roleNoticeStored,
  type DependencyAlertKind,
} from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { DAY_MS, addMs, type Id, type Principal } from '#platform/kernel';
import { DependencyAlertNotFoundError } from '../offers.errors.js';
import { projectName } from '../standing/offer-notices.js';
import { StandingOffersRepository } from '../standing/standing-offers.repository.js';
import { kindsOf, noticeOf } from './alert-kinds.js';
import { DependencyAlertsRepository, type NewAlert } from './dependency-alerts.repository.js';
import { ExposedOrganisations } from './exposed-organisations.queries.js';

interface OpenedRequest {
  readonly grantId: Id<'rgr'>;
  readonly openedAt: string;
}

/** Tells companies what happens to projects that they depend on. */
@Injectable()
export class DependencyAlerts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly alerts: DependencyAlertsRepository,
    private readonly exposed: ExposedOrganisations,
    private readonly needs: NeedsService,
    private readonly offers: StandingOffersRepository,
    private readonly claims: ClaimsService,
  ) {}

  /** A need was published; it may be closed again by now, and is told all the same. */
  async needPosted(tx: Tx, needId: Id<'need'>): Promise<void> {
    const { projectId, kind } = await this.needs.find(tx, needId);
    const isFirst = kind === 'CO_MAINTAINER' && (await this.needs.isFirstOfKind(tx, needId));
    const alertKind = isFirst ? 'first_co_maintainer_request' : 'need_posted';
    await this.raise(tx, await this.exposed.to(tx, projectId), {
      projectId,
      kinds: kindsOf(alertKind),
      causeId: needId,
      needId,
    });
  }

  /** Somebody stopped speaking for a project. Told when nobody is left, and only to those who may know how it stands. */
  async maintainerLeft(tx: Tx, projectId: Id<'prj'>, claimId: Id<'clm'>): Promise<void> {
    if ((await this.offers.maintainersOf(tx, projectId)).length > 0) return;
    const alert = { projectId, kinds: ['maintainer_lost'], causeId: claimId, needId: null } satisfies NewAlert;
    await this.raise(tx, await this.exposed.clearedTo(tx, projectId), alert);
  }

  /** Somebody began to speak for a project that others spoke for before. Told to the same ones, and never who it is. */
  async maintainerCame(tx: Tx, projectId: Id<'prj'>, claimId: Id<'clm'>): Promise<void> {
    if (!(await this.claims.isHandOver(tx, claimId))) return;
    const alert = { projectId, kinds: ['hand_over_begun'], causeId: claimId, needId: null } satisfies NewAlert;
    await this.raise(tx, await this.exposed.clearedTo(tx, projectId), alert);
  }

  /**
   * Somebody asks for rights in a project, and everybody can comment on it. To the same ones; that they have been told is part of the duty
   * without which the time of the request does not begin.
   */
  async roleRequestOpened(tx: Tx, projectId: Id<'prj'>, { grantId, openedAt }: OpenedRequest): Promise<void> {
    const alert = { projectId, kinds: ['role_request_opened'], causeId: grantId, needId: null } satisfies NewAlert;
    await this.raise(tx, await this.exposed.clearedTo(tx, projectId), alert);
    tx.emit(roleNoticeStored, { grantId, openedAt, audience: 'SUBSCRIBERS' });
  }

  /** The end of a day: one notice for each reader, whatever happened to the project on it. */
  async tell(tx: Tx, organisationId: Id<'org'>, projectId: Id<'prj'>, day: string): Promise<void> {
    if (!(await this.alerts.endDay(tx, organisationId, projectId, day))) return;
    const project = await projectName(tx, projectId);
    for (const { personId, kinds } of await this.alerts.readers(tx, organisationId, projectId, day)) {
      const notice = noticeOf(kinds);
      if (notice !== null) tx.emit(dependencyNoticeDue, { personId, notice, project, count: kinds.length });
    }
  }

  /** Switches a kind of alert off or on, for the person or, by an administrator, for the organisation. */
  async setOff(
    principal: Principal,
    {
      organisationId,
      kind,
      isOff,
      forOrganisation,
    }: {
      readonly organisationId: Id<'org'>;
      readonly kind: DependencyAlertKind;
      readonly isOff: boolean;
      readonly forOrganisation: boolean;
    },
  ): Promise<void> {
    if (forOrganisation) assertRole(principal, organisationId, ['admin']);
    else assertBelongs(principal, organisationId);
    const personId = forOrganisation ? null : asPerson(principal).personId;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.alerts.setOff(tx, { organisationId, personId, kind }, isOff);
      tx.audit('dependencyAlerts', organisationId, isOff ? 'switchOff' : 'switchOn', { kind, personId });
    });
  }

  /** Marks one alert, or all of the organisation with `id` null, as read by the person. */
  async markRead(principal: Principal, organisationId: Id<'org'>, id: Id<'dal'> | null): Promise<void> {
    assertBelongs(principal, organisationId);
    const { personId } = asPerson(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const found = await this.alerts.markRead(tx, organisationId, personId, id);
      if (id !== null && found === 0) throw new DependencyAlertNotFoundError();
    });
  }

  private async raise(tx: Tx, organisationIds: readonly Id<'org'>[], alert: NewAlert): Promise<void> {
    if (organisationIds.length === 0) return;
    const { projectId } = alert;
    const told = await this.alerts.insert(tx, organisationIds, alert);
    const day = tx.now.toISOString().slice(0, 10);
    for (const organisationId of await this.alerts.beginDays(tx, told, projectId))
      tx.emit(dependencyAlertsDue, { organisationId, projectId, day }, endOf(tx.now));
  }
}

/** The first instant of the next day, UTC. */
function endOf(now: Date): Date {
  return addMs(now, DAY_MS - (now.getTime() % DAY_MS));
}
