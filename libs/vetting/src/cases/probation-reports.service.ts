import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork } from '#platform/database';
import { IllegalTransitionError, type Id, type PersonPrincipal } from '#platform/kernel';
import { ActorNotEntitledError } from '../grants/grant.errors.js';
import { GrantFacts } from './grant-facts.queries.js';
import { RoleGrantNotFoundError } from './role-grant.errors.js';
import { RoleGrantsRepository, type ProbationReport } from './role-grants.repository.js';

/** How a probation goes, as a reviewer or a steward of the project finds it: what its confirmation looks at (G16). */
@Injectable()
export class ProbationReportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: RoleGrantsRepository,
    private readonly facts: GrantFacts,
  ) {}

  /** @throws RoleGrantNotFoundError, ActorNotEntitledError, IllegalTransitionError */
  async file(principal: PersonPrincipal, id: Id<'rgr'>, report: ProbationReport): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const projectId = await this.grants.projectOf(tx, id);
      if (projectId === null) throw new RoleGrantNotFoundError();
      await this.grants.lockProject(tx, projectId);
      const grant = await this.grants.lock(tx, id);
      if (grant?.state.frozen == null) throw new RoleGrantNotFoundError();
      const { project } = await this.facts.of(tx, grant.state, null);
      const isEntitled = [...project.reviewers, ...project.stewards].includes(principal.personId);
      if (!isEntitled || principal.personId === grant.state.candidate)
        throw new ActorNotEntitledError('byReviewerOrSteward');
      if (grant.state.status !== 'PROBATION')
        throw new IllegalTransitionError('role grant', 'reportProbation', grant.state.status, ['PROBATION']);
      await this.grants.insertProbationReport(tx, id, principal.personId, report);
      const { unreviewedChanges, meetsCriteria } = report;
      tx.audit('roleGrant', id, 'reportProbation', { unreviewedChanges, meetsCriteria: meetsCriteria ? 1 : 0 });
    });
  }
}
