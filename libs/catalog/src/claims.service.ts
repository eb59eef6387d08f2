import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { claimExpiryDue, claimVerificationRequested } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { DAY_MS, addMs, formatId, newId, systemActor, type Id, type Principal } from '#platform/kernel';
import { ForeignHttp, ForeignHttpError } from '#platform/outbound';
import { CatalogQueries } from './catalog.queries.js';
import {
  ClaimExistsError,
  ClaimNotFoundError,
  NotMaintainerError,
  ProjectNotFoundError,
  UnsupportedHostError,
} from './catalog.errors.js';
import { Claim } from './claim.entity.js';
import { claimLine, proofPlaces, provesClaim, type ClaimMethod, type ProofPlace } from './claim-proof.rules.js';
import { CLAIM } from './claim.states.js';

const CLAIM_LIFETIME_MS = 14 * DAY_MS;
const UNIQUE_VIOLATION = '23505';
/** A verified maintainer vouches for the packages of the repository. */
const VERIFIED = 100;

export type ClaimFailure = 'NOT_FOUND' | 'WRONG_CONTENT' | 'UNREACHABLE';

@Injectable()
export class ClaimsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: CatalogQueries,
    private readonly http: ForeignHttp,
    private readonly config: Config,
  ) {}

  /** Opens a claim; the person then puts its line into the repository. */
  async open(principal: Principal, projectId: Id<'prj'>): Promise<Id<'clm'>> {
    const project = await this.queries.project(projectId);
    if (!project) throw new ProjectNotFoundError();
    if (this.placesOf(project.repositoryUrl).length === 0) throw new UnsupportedHostError();
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const id = newId<'clm'>();
        await tx.manager.insert(Claim, {
          id,
          projectId,
          personId: personOf(principal),
          token: randomBytes(16).toString('hex'),
          status: CLAIM.initial,
          failure: null,
          openedAt: tx.now,
          expiresAt: addMs(tx.now, CLAIM_LIFETIME_MS),
          verifiedAt: null,
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

  /** Asks for the check; a job reads the repository, since no request waits for a foreign host. */
  async requestCheck(principal: Principal, claimId: Id<'clm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const claim = await lock(tx, claimId);
      if (claim?.personId !== personOf(principal)) throw new ClaimNotFoundError();
      const change = claim.apply('requestCheck');
      claim.failure = null;
      await save(tx, claim);
      tx.audit('claim', claimId, 'requestCheck', change);
      tx.emit(claimVerificationRequested, { claimId });
    });
  }

  /** The job: reads the proof outside of any transaction, then decides inside of one. */
  async check(claimId: Id<'clm'>): Promise<void> {
    const claim = await this.queries.claim(claimId);
    if (claim?.status !== 'checking') return;
    const project = await this.queries.project(claim.projectId);
    const places = project ? this.placesOf(project.repositoryUrl) : [];
    const { method, failure } = await this.findProof(places, claimLine(formatId('clm', claim.id), claim.token));
    await this.unitOfWork.run(systemActor('catalog.check-claim'), async (tx) => {
      const locked = await lock(tx, claimId);
      if (locked?.status !== 'checking') return;
      const action = failure === null ? 'confirm' : 'reject';
      const change = locked.apply(action);
      locked.failure = failure;
      locked.verifiedAt = failure === null ? tx.now : null;
      await save(tx, locked);
      if (failure === null)
        await tx.manager.query('UPDATE package SET confidence = $2 WHERE project_id = $1', [
          locked.projectId,
          VERIFIED,
        ]);
      tx.audit('claim', claimId, action, { ...change, method, failure });
    });
  }

  /** The timer: a claim that was not proved in time ends, and the person may open another. */
  async expire(tx: Tx, claimId: Id<'clm'>): Promise<void> {
    const claim = await lock(tx, claimId);
    if (!claim || !CLAIM.transitions.expire.from.includes(claim.status)) return;
    const change = claim.apply('expire');
    await save(tx, claim);
    tx.audit('claim', claimId, 'expire', change);
  }

  /** @throws NotMaintainerError unless the person has a verified claim to the project */
  async assertMaintainer(personId: Id<'usr'>, projectId: Id<'prj'>): Promise<void> {
    if (!(await this.queries.isMaintainer(personId, projectId))) throw new NotMaintainerError();
  }

  private placesOf(repositoryUrl: string): readonly ProofPlace[] {
    return proofPlaces(repositoryUrl, this.config.get('CLAIM_FILE_ORIGIN'));
  }

  /** Reads the places one after the other until one proves the claim. */
  private async findProof(places: readonly ProofPlace[], line: string): Promise<ProofResult> {
    const failures: ClaimFailure[] = [];
    for (const place of places) {
      const failure = await this.readProof(place, line);
      if (failure === null) return { method: place.method, failure };
      failures.push(failure);
    }
    // A place that could not be read may hold the proof: the person should try again, not write a file anew.
    return { method: null, failure: failures.includes('UNREACHABLE') ? 'UNREACHABLE' : (failures[0] ?? 'NOT_FOUND') };
  }

  private async readProof(place: ProofPlace, line: string): Promise<ClaimFailure | null> {
    try {
      const text = await this.http.readText(place.address, place.maxBytes);
      return provesClaim(text, place.proof(line)) ? null : 'WRONG_CONTENT';
    } catch (error) {
      if (!(error instanceof ForeignHttpError)) throw error;
      return error.reason === 'NOT_FOUND' ? 'NOT_FOUND' : 'UNREACHABLE';
    }
  }
}

interface ProofResult {
  /** Where the proof was found; null without one. */
  readonly method: ClaimMethod | null;
  readonly failure: ClaimFailure | null;
}

function lock(tx: Tx, id: Id<'clm'>): Promise<Claim | null> {
  return tx.manager.findOne(Claim, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function save(tx: Tx, { id, version, status, failure, verifiedAt }: Claim): Promise<void> {
  await tx.manager.update(Claim, { id, version }, { status, failure, verifiedAt, version: version + 1 });
}
