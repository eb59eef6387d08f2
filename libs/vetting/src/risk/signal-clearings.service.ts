import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import type { Id, PersonPrincipal } from '#platform/kernel';
import { dayNumber } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import { ActorNotEntitledError, AlreadySignedError } from '../grants/grant.errors.js';
import { OwnHistoryError } from '../history/history.errors.js';
import { HistoryImportsRepository } from '../history/history-imports.repository.js';
import { ProjectHistoryRepository } from '../history/project-history.repository.js';
import { assertNotAbout, clear } from '../signals/clearing.js';
import { ProjectRiskService } from './project-risk.service.js';
import { SignalClearingsRepository, type LockedSignal } from './signal-clearings.repository.js';
import { SignalClearedError, SignalNotFoundError } from './signal.errors.js';

/** Two people from outside of a project say why one signal no longer counts. The same fact, found later, is another signal (I-12). */
@Injectable()
export class SignalClearingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clearings: SignalClearingsRepository,
    private readonly imports: HistoryImportsRepository,
    private readonly history: ProjectHistoryRepository,
    private readonly risk: ProjectRiskService,
  ) {}

  /**
   * The first or the second of the two.
   * @param reason 20 to 4,000 characters
   * @throws SignalNotFoundError, ActorNotEntitledError, OwnHistoryError, SignalClearedError, AlreadySignedError, ClearingReviewersError
   */
  async clear(principal: PersonPrincipal, id: Id<'sig'>, reason: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const projectId = await this.clearings.projectOf(tx, id);
      if (projectId === null) throw new SignalNotFoundError();
      await this.history.lock(tx, projectId);
      await this.assertFit(tx, projectId, principal.personId);
      const signal = await this.clearings.lock(tx, id);
      if (signal.clearedBy.length >= 2) throw new SignalClearedError();
      if (signal.clearedBy.includes(principal.personId)) throw new AlreadySignedError();
      const reviewers = [...signal.clearedBy, principal.personId];
      await this.assertIndependent(tx, projectId, signal, reviewers, reason);
      await this.clearings.insert(tx, id, principal.personId, { place: reviewers.length, reason });
      tx.audit('signal', id, reviewers.length === 2 ? 'clear' : 'proposeClearing', { projectId });
      if (reviewers.length === 2) await this.risk.look(tx, projectId);
    });
  }

  private async assertFit(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<void> {
    const { standing, isAsking } = await this.imports.standing(tx, projectId, personId);
    if (standing === null) throw new SignalNotFoundError();
    if (standing === 'OWNER') throw new ActorNotEntitledError('byReviewerOrSteward');
    if (isAsking) throw new OwnHistoryError();
  }

  /** Neither is whom it is about, nor anybody in what it was found in, and the two are not one person. */
  private async assertIndependent(
    tx: Tx,
    projectId: Id<'prj'>,
    signal: LockedSignal,
    reviewers: readonly string[],
    reason: string,
  ): Promise<void> {
    const names = await this.clearings.namesOf(tx, projectId, reviewers);
    const links = new PersonLinks(names.map(({ name, personId }): [string, string] => [name, personId]));
    const about = [signal.subject, ...signal.people];
    for (const reviewer of reviewers) for (const subject of about) assertNotAbout({ subject }, reviewer, links);
    if (reviewers.length === 2) clear(signal, { day: dayNumber(tx.now.getTime()), reviewers, reason }, links);
  }
}
