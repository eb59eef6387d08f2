import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { claimExpiryDue, claimVerificationRequested } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { DAY_MS, addMs, formatId, newId, type Id, type Principal } from '#platform/kernel';
import {
  ClaimExistsError,
  ClaimMethodNotOfferedError,
  ClaimNotFoundError,
  ClaimRejectedError,
  NotMaintainerError,
  ProjectNotFoundError,
  UnsupportedHostError,
} from './catalog.errors.js';
import { CatalogQueries, MAINTAINS, type ProjectRow } from './catalog.queries.js';
import { Claim } from './claim.entity.js';
import { CLAIM } from './claim.states.js';
import { ClaimsRepository } from './claims.repository.js';
import { claimLine, type ClaimMethod } from './proofs/claim-method.js';
import { ClaimProofs } from './proofs/claim-proofs.service.js';

const CLAIM_LIFETIME_MS = 14 * DAY_MS;
/** Whoever was found not to control a project does not ask its maintainers again and again. */
const AFTER_REJECTION_MS = 90 * DAY_MS;
const UNIQUE_VIOLATION = '23505';

/** What the claimant does. What others decide is in claim-decisions.service.ts, and what is read in claim-checks.service.ts. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: CatalogQueries,
    private readonly claims: ClaimsRepository,
    private readonly proofs: ClaimProofs,
  ) {}

  /** Opens a claim; the person then puts its line into one of the places that fit the project. */
  async open(principal: Principal, projectId: Id<'prj'>): Promise<Id<'clm'>> {
    const personId = personOf(principal);
    const id = newId<'clm'>();
    const token = randomBytes(16).toString('hex');
    const project = await this.projectOf(projectId);
    if (this.proofs.offered(project, claimLine(formatId('clm', id), token)).length === 0)
      throw new UnsupportedHostError();
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await assertNotRejected(tx, projectId, personId);
        await tx.manager.insert(Claim, {
          id,
          projectId,
          personId,
          token,
          status: CLAIM.initial,
          openedAt: tx.now,
          expiresAt: addMs(tx.now, CLAIM_LIFETIME_MS),
          version: 1,
        });
        tx.audit('claim', id, 'open', { projectId });
        tx.emit(claimExpiryDue, { claimId: id }, addMs(tx.now, CLAIM_LIFETIME_MS));
        return id;
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new ClaimExistsError();
      throw error;
    }
  }

  /** Asks for the check, of one place or of all; a job reads them, since no request waits for a foreign host. */
  async requestCheck(principal: Principal, claimId: Id<'clm'>, method: ClaimMethod | null): Promise<void> {
    const known = await this.claims.find(claimId);
    if (known?.personId !== personOf(principal)) throw new ClaimNotFoundError();
    const offered = this.proofs.offered(await this.projectOf(known.projectId), '');
    if (method !== null && !offered.some((proof) => proof.method === method)) throw new ClaimMethodNotOfferedError();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const claim = await this.claims.lock(tx, claimId);
      if (!claim) throw new ClaimNotFoundError();
      claim.failure = null;
      claim.method = method;
      await this.claims.change(tx, claim, 'requestCheck');
      tx.emit(claimVerificationRequested, { claimId });
    });
  }

  /** The claimant takes it back, or stops speaking for the project. */
  async withdraw(principal: Principal, claimId: Id<'clm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const claim = await this.claims.lockOfProject(tx, claimId);
      if (claim?.personId !== personOf(principal)) throw new ClaimNotFoundError();
      await this.claims.change(tx, claim, 'withdraw');
    });
  }

  /** The timer: a claim that was not proved in time ends, and the person may open another. */
  async expire(tx: Tx, claimId: Id<'clm'>): Promise<void> {
    const claim = await this.claims.lock(tx, claimId);
    if (!claim || !CLAIM.transitions.expire.from.includes(claim.status)) return;
    await this.claims.change(tx, claim, 'expire');
  }

  /** Somebody is erased: nobody speaks for a project under an id that is nobody's. */
  async endAllOf(tx: Tx, personId: Id<'usr'>): Promise<void> {
    for (const { id } of await tx.manager.find(Claim, {
      where: { personId },
      order: { projectId: 'ASC', id: 'ASC' },
    })) {
      const claim = await this.claims.lockOfProject(tx, id);
      if (claim && CLAIM.transitions.withdraw.from.includes(claim.status))
        await this.claims.change(tx, claim, 'withdraw');
    }
  }

  /** @throws NotMaintainerError unless the person has a claim to the project that stands */
  async assertMaintainer(personId: Id<'usr'>, projectId: Id<'prj'>): Promise<void> {
    if (!(await this.queries.isMaintainer(personId, projectId))) throw new NotMaintainerError();
  }

  /** The same within a transaction that is to write for the project. */
  async assertStillMaintains(tx: Tx, personId: Id<'usr'>, projectId: Id<'prj'>): Promise<void> {
    const rows = await tx.manager.query<unknown[]>(MAINTAINS, [personId, projectId]);
    if (rows.length === 0) throw new NotMaintainerError();
  }

  /** Whether a claim let somebody new speak for a project, after or beside others who did before. */
  isHandOver(tx: Tx, claimId: Id<'clm'>): Promise<boolean> {
    return this.claims.isAfterOthers(tx, claimId);
  }

  private async projectOf(projectId: Id<'prj'>): Promise<ProjectRow> {
    const project = await this.queries.project(projectId);
    if (!project) throw new ProjectNotFoundError();
    return project;
  }
}

async function assertNotRejected(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<void> {
  const rows = await tx.manager.query<unknown[]>(
    `SELECT 1 FROM project_claim WHERE project_id = $1 AND person_id = $2 AND status = 'rejected' AND resolved_at > $3`,
    [projectId, personId, addMs(tx.now, -AFTER_REJECTION_MS).toISOString()],
  );
  if (rows.length > 0) throw new ClaimRejectedError();
}
