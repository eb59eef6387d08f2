import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { projectNoticeDue, supportCaseOpened } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { nextState, type Id, type PersonPrincipal } from '#platform/kernel';
import { ActorNotEntitledError } from '../grants/grant.errors.js';
import { ProjectPeopleQueries } from '../risk/project-people.queries.js';
import { SUPPORT_CASE } from './support-case.states.js';
import { SupportCasesRepository, type LockedSupportCase, type SupportChoice } from './support-cases.repository.js';
import { SupportCaseNotFoundError } from './support.errors.js';

type Work = (tx: Tx, open: LockedSupportCase) => Promise<void>;

/**
 * Help that is offered to those who speak for a project: when they are pressed, or when one of the team says that it is too much.
 * Nobody has to answer, and silence changes nothing. While somebody of the team is overloaded, the consent of an owner is no second
 * person (G07).
 */
@Injectable()
export class SupportCasesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cases: SupportCasesRepository,
    private readonly people: ProjectPeopleQueries,
  ) {}

  /** The log is public: it says that help was offered, and neither why nor by whom it was asked for. */
  recordOpening(tx: Tx, caseId: string): void {
    tx.audit('supportCase', caseId, 'open', {});
  }

  /** Signals of pressure have come up: the maintainers hear of it by one card. */
  async offer(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await this.open(tx, projectId, 'PRESSED');
  }

  /** Somebody of the team says that it is too much. It is told to nobody but stewards. @throws ActorNotEntitledError */
  async reportOverload(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { isOwner, isHolder } = await this.cases.standing(tx, projectId, principal.personId);
      if (!isOwner && !isHolder) throw new ActorNotEntitledError('byTeam');
      await this.open(tx, projectId, 'OVERLOADED');
    });
  }

  /** A steward becomes the advocate. @throws SupportCaseNotFoundError, IllegalTransitionError */
  async takeUp(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<void> {
    await this.step(principal, projectId, async (tx, open) => {
      await this.change(tx, projectId, principal.personId, open, 'takeUp');
      await this.cases.takeUp(tx, open.id, principal.personId);
    });
  }

  /** What those who speak for the project would like of what is offered. @throws SupportCaseNotFoundError, ActorNotEntitledError */
  async choose(principal: PersonPrincipal, projectId: Id<'prj'>, choices: readonly SupportChoice[]): Promise<void> {
    await this.step(principal, projectId, async (tx, open) => {
      const { isOwner } = await this.cases.standing(tx, projectId, principal.personId);
      if (!isOwner) throw new ActorNotEntitledError('byOwner');
      await this.cases.choose(tx, open.id, principal.personId, choices);
      if (open.advocateId !== null) await this.tell(tx, projectId, 'support_chosen', [open.advocateId]);
    });
  }

  /** @throws SupportCaseNotFoundError, ActorNotEntitledError */
  async close(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<void> {
    await this.step(principal, projectId, async (tx, open) => {
      await this.change(tx, projectId, principal.personId, open, 'close');
      await this.cases.close(tx, open.id);
    });
  }

  private async open(tx: Tx, projectId: Id<'prj'>, cause: 'PRESSED' | 'OVERLOADED'): Promise<void> {
    await this.cases.clearFor(tx, projectId);
    const { id, isNew } = await this.cases.open(tx, projectId, cause);
    if (!isNew) return;
    tx.emit(supportCaseOpened, { caseId: id });
    const { owners, stewards } = await this.people.of(tx, projectId);
    await this.tell(tx, projectId, 'card', owners);
    await this.tell(tx, projectId, 'advocate_wanted', stewards);
  }

  private async step(principal: PersonPrincipal, projectId: Id<'prj'>, work: Work): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.cases.clearFor(tx, projectId);
      const { isOwner, isSteward } = await this.cases.standing(tx, projectId, principal.personId);
      const open = isOwner || isSteward ? await this.cases.lockOpen(tx, projectId) : null;
      if (open === null) throw new SupportCaseNotFoundError();
      await work(tx, open);
    });
  }

  private async change(
    tx: Tx,
    projectId: Id<'prj'>,
    personId: Id<'usr'>,
    { id, status, advocateId, isOverloaded }: LockedSupportCase,
    action: 'takeUp' | 'close',
  ): Promise<void> {
    const standing = await this.cases.standing(tx, projectId, personId);
    const change = nextState(SUPPORT_CASE, action, status, {
      ...standing,
      isAdvocate: advocateId === personId,
      isOverloaded,
    });
    tx.audit('supportCase', id, action, change);
  }

  private async tell(
    tx: Tx,
    projectId: Id<'prj'>,
    notice: 'card' | 'advocate_wanted' | 'support_chosen',
    personIds: readonly string[],
  ): Promise<void> {
    if (personIds.length === 0) return;
    const { name: project } = await this.people.of(tx, projectId);
    tx.emit(projectNoticeDue, { personIds: [...personIds], notice, project, until: '' });
  }
}
