import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import type { Id, Principal } from '#platform/kernel';
import { ClaimNotFoundError, OwnClaimError } from './catalog.errors.js';
import { announceContest, begin, endContester } from './claim-consequences.js';
import { tellPeople } from './claim-notices.js';
import type { Claim, ClaimResolution } from './claim.entity.js';
import { ClaimsRepository } from './claims.repository.js';

/** What others decide about a claim: the maintainers of the project, and an operator when they do not agree. */
@Injectable()
export class ClaimDecisions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsRepository,
  ) {}

  /** A maintainer knows the newcomer, who need not wait any longer. */
  async confirm(principal: Principal, claimId: Id<'clm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { claim, maintainers } = await this.ofMaintainer(tx, principal, claimId);
      // Read again soon: what was proved days ago may have been taken away since.
      claim.nextCheckAt = tx.now;
      await begin(tx, this.claims, { claim, action: 'confirm', maintainers });
    });
  }

  /** A maintainer speaks against the newcomer, who has no rights until somebody else has decided. */
  async contest(principal: Principal, claimId: Id<'clm'>, reason: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { claim, maintainers } = await this.ofMaintainer(tx, principal, claimId);
      Object.assign(claim, { contestedBy: personOf(principal), contestedAt: tx.now, contestReason: reason });
      await this.claims.change(tx, claim, 'contest');
      await announceContest(tx, claim, maintainers);
    });
  }

  /**
   * An operator who has no part in it decides, with a reason that both sides read. Who contested stays as long as the decision
   * is not for the claimant alone; other maintainers stay in any case, as they have not spoken.
   */
  async resolve(
    principal: Principal,
    claimId: Id<'clm'>,
    { resolution, reason }: { readonly resolution: ClaimResolution; readonly reason: string },
  ): Promise<void> {
    const resolvedBy = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const claim = await this.claims.lockOfProject(tx, claimId);
      if (claim?.provedAt == null) throw new ClaimNotFoundError();
      const maintainers = await this.claims.standingBeside(tx, claim);
      const people = [claim.personId, claim.contestedBy, ...maintainers.map(({ personId }) => personId)];
      if (people.includes(resolvedBy)) throw new OwnClaimError();
      const decision = { resolution, resolvedBy, resolvedAt: tx.now, resolutionReason: reason };
      Object.assign(claim, decision);
      claim.nextCheckAt = tx.now;
      if (resolution === 'contester') await this.claims.change(tx, claim, 'dismiss', { resolution });
      else await begin(tx, this.claims, { claim, action: 'uphold', maintainers: [], facts: { resolution } });
      if (resolution === 'claimant') await endContester(tx, this.claims, { claim, maintainers, decision });
      const told = people.filter((personId) => personId !== null);
      await tellPeople(tx, told, { projectId: claim.projectId, notice: `resolved_for_${resolution}` });
    });
  }

  /** For a maintainer of the project who is not the claimant. What is not proved is nobody's business. */
  private async ofMaintainer(
    tx: Tx,
    principal: Principal,
    claimId: Id<'clm'>,
  ): Promise<{ readonly claim: Claim; readonly maintainers: readonly Claim[] }> {
    const claim = await this.claims.lockOfProject(tx, claimId);
    if (claim?.provedAt == null) throw new ClaimNotFoundError();
    const maintainers = await this.claims.standingBeside(tx, claim);
    if (!maintainers.some(({ personId }) => personId === personOf(principal))) throw new ClaimNotFoundError();
    return { claim, maintainers };
  }
}
