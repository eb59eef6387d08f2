import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import { IllegalTransitionError, type Id, type PersonPrincipal } from '#platform/kernel';
import { ActorNotEntitledError } from '../grants/grant.errors.js';
import { BEFORE_RIGHTS, type GrantStatus } from '../grants/grant-status.js';
import { GrantFacts } from './grant-facts.queries.js';
import { RoleGrantNotFoundError } from './role-grant.errors.js';
import {
  RoleGrantsRepository,
  type LockedGrant,
  type ProbationReport,
  type RoleWork,
} from './role-grants.repository.js';
import { RoleGrantsService } from './role-grants.service.js';

/** What a reviewer or a steward of a project has found by looking, of the work of a candidate or of a holder on probation. */
@Injectable()
export class ReviewerRecordsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: RoleGrantsRepository,
    private readonly facts: GrantFacts,
    private readonly steps: RoleGrantsService,
  ) {}

  /** How a probation goes: what its confirmation looks at (G16). @throws RoleGrantNotFoundError, ActorNotEntitledError, IllegalTransitionError */
  async fileProbation(principal: PersonPrincipal, id: Id<'rgr'>, report: ProbationReport): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.lockFor(tx, principal, id, { action: 'reportProbation', from: ['PROBATION'] });
      await this.grants.insertProbationReport(tx, id, principal.personId, report);
      const { unreviewedChanges, meetsCriteria } = report;
      tx.audit('roleGrant', id, 'reportProbation', { unreviewedChanges, meetsCriteria: meetsCriteria ? 1 : 0 });
    });
  }

  /**
   * Reviews and releases that the history of the project does not tell of (G07a). A request that has waited for it goes on.
   * @throws RoleGrantNotFoundError, ActorNotEntitledError, IllegalTransitionError
   */
  async recordWork(principal: PersonPrincipal, id: Id<'rgr'>, work: RoleWork): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const grant = await this.lockFor(tx, principal, id, {
        action: 'recordWork',
        from: [...BEFORE_RIGHTS, 'ON_HOLD'],
      });
      const isSponsor = grant.state.sponsorships.some(({ sponsor }) => sponsor === principal.personId);
      if (isSponsor) throw new ActorNotEntitledError('byReviewerNotSponsor');
      await this.grants.insertWork(tx, id, principal.personId, work);
      const { usefulReviews, releasesAccompanied } = work;
      tx.audit('roleGrant', id, 'recordWork', { usefulReviews, releasesAccompanied });
      await this.steps.settleWithin(tx, grant);
    });
  }

  private async lockFor(
    tx: Tx,
    { personId }: PersonPrincipal,
    id: Id<'rgr'>,
    { action, from }: { readonly action: string; readonly from: readonly GrantStatus[] },
  ): Promise<LockedGrant> {
    const grant = await this.steps.lockWithin(tx, id);
    if (grant.state.frozen === null) throw new RoleGrantNotFoundError();
    const { project } = await this.facts.of(tx, grant.state, null);
    const isEntitled = [...project.reviewers, ...project.stewards].includes(personId);
    if (!isEntitled || personId === grant.state.candidate) throw new ActorNotEntitledError('byReviewerOrSteward');
    const { status } = grant.state;
    if (!from.includes(status)) throw new IllegalTransitionError('role grant', action, status, [...from]);
    return grant;
  }
}
