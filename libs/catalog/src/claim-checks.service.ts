import { Injectable } from '@nestjs/common';
import { claimCheckDue } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { DAY_MS, addMs, formatId, systemActor, type Id } from '#platform/kernel';
import { CatalogQueries } from './catalog.queries.js';
import { announceContest, begin, peopleOf } from './claim-consequences.js';
import { tellPeople } from './claim-notices.js';
import { WAIT_MS, judgeCheck, nextRegularCheck } from './claim-recheck.rules.js';
import type { Claim } from './claim.entity.js';
import { CLAIM } from './claim.states.js';
import { ClaimsRepository } from './claims.repository.js';
import { confirmPackage } from './package-confirmations.service.js';
import { claimLine, proofKind } from './proofs/claim-method.js';
import { ClaimProofs, type ProofResult } from './proofs/claim-proofs.service.js';

const CHECK = systemActor('catalog.check-claim');
const RECHECK = systemActor('catalog.recheck-claim');
/** Claims for which one run asks; the next one comes within the hour. */
const BATCH = 500;

/** Jobs that read proofs: outside of any transaction, and then they decide inside of one. */
@Injectable()
export class ClaimChecks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: CatalogQueries,
    private readonly claims: ClaimsRepository,
    private readonly proofs: ClaimProofs,
  ) {}

  /** The check that a claimant asked for. */
  async check(claimId: Id<'clm'>): Promise<void> {
    const known = await this.claims.find(claimId);
    if (known?.status !== 'checking') return;
    const result = await this.lookFor(known);
    await this.unitOfWork.run(CHECK, async (tx) => {
      const claim = await this.claims.lockOfProject(tx, claimId);
      if (claim?.status !== 'checking') return;
      const { method, failure } = result;
      claim.checkedAt = tx.now;
      claim.failure = failure;
      if (failure === null) await this.prove(tx, claim, result);
      else await this.claims.change(tx, claim, 'reject', { method, failure });
    });
  }

  /** Asks for every check that is due; each is a job of its own, and comes again tomorrow when that is lost. */
  async announceDue(): Promise<void> {
    await this.unitOfWork.run(RECHECK, async (tx) => {
      const [due] = await tx.manager.query<[{ id: Id<'clm'> }[], number]>(
        `UPDATE project_claim SET next_check_at = $2
          WHERE id IN (SELECT id FROM project_claim
                        WHERE status IN ('waiting', 'verified', 'resolved') AND (next_check_at IS NULL OR next_check_at <= $1)
                        ORDER BY next_check_at NULLS FIRST LIMIT $3 FOR UPDATE SKIP LOCKED)
          RETURNING id`,
        [tx.now.toISOString(), addMs(tx.now, DAY_MS).toISOString(), BATCH],
      );
      for (const { id } of due) tx.emit(claimCheckDue, { claimId: id });
    });
  }

  /** The check of a claim that was proved before. */
  async recheck(claimId: Id<'clm'>): Promise<void> {
    const known = await this.claims.find(claimId);
    if (!known || !isRechecked(known)) return;
    const result = await this.lookFor(known);
    await this.unitOfWork.run(RECHECK, async (tx) => {
      const claim = await this.claims.lockOfProject(tx, claimId);
      if (!claim || !isRechecked(claim)) return;
      const isOver = claim.status === 'waiting' && claim.waitUntil! <= tx.now;
      if (isOver && result.failure === null) await this.endWait(tx, claim, result);
      else await this.judge(tx, claim, result);
    });
  }

  private async lookFor(claim: Claim): Promise<ProofResult> {
    const { id, personId, projectId, token, method, provedAt } = claim;
    const project = await this.queries.project(projectId);
    if (!project) return { method: null, failure: 'NOT_FOUND', packageKey: null };
    const question = { personId, project, line: claimLine(formatId('clm', id), token) };
    return provedAt === null ? this.proofs.find(question, method) : this.proofs.findAgain(question, method);
  }

  /** Whoever comes first is the maintainer; whoever comes later waits for those who are there. */
  private async prove(tx: Tx, claim: Claim, { method, packageKey }: ProofResult): Promise<void> {
    const { projectId, personId } = claim;
    const maintainers = await this.claims.standingBeside(tx, claim);
    claim.method = method;
    claim.provedAt = tx.now;
    if (packageKey !== null) await confirmPackage(tx, { packageKey, personId });
    if (maintainers.length === 0) {
      claim.nextCheckAt = nextRegularCheck(tx.now);
      await begin(tx, this.claims, { claim, action: 'verify', maintainers, facts: { method, packageKey } });
      return;
    }
    const day = addMs(tx.now, WAIT_MS);
    claim.waitUntil = day;
    claim.nextCheckAt = day;
    await this.claims.change(tx, claim, 'wait', { method, packageKey });
    await tellPeople(tx, peopleOf(maintainers), { projectId, notice: 'newcomer_waiting', day });
    await tellPeople(tx, [personId], { projectId, notice: 'waiting', day });
  }

  /**
   * Nobody spoke against the newcomer. Who showed what the maintainers showed joins them, as people of one project do; for
   * anybody else an operator decides, since silence gives nobody more than a proof does.
   */
  private async endWait(tx: Tx, claim: Claim, { method }: ProofResult): Promise<void> {
    const maintainers = await this.claims.standingBeside(tx, claim);
    claim.method = method;
    claim.checkedAt = tx.now;
    claim.nextCheckAt = nextRegularCheck(tx.now);
    const isAlike = maintainers.some((other) => proofKind(other.method) === proofKind(method));
    if (maintainers.length === 0 || isAlike) {
      await begin(tx, this.claims, { claim, action: 'admit', maintainers, facts: { method } });
      return;
    }
    claim.contestedAt = tx.now;
    await this.claims.change(tx, claim, 'escalate', { method });
    await announceContest(tx, claim, maintainers);
  }

  private async judge(tx: Tx, claim: Claim, { method, failure }: ProofResult): Promise<void> {
    const { projectId, personId } = claim;
    const { hasEnded, endsAt, notice, ...judged } = judgeCheck(failure, claim, tx.now);
    Object.assign(claim, judged, { checkedAt: tx.now, failure });
    if (failure === null) claim.method = method;
    // A newcomer has no grace: whoever is there may have taken the line away, and nobody loses anything.
    const isGone = claim.status === 'waiting' && failure !== null && failure !== 'UNREACHABLE';
    if (hasEnded || isGone) {
      await this.claims.change(tx, claim, 'lose', { failure });
      await tellPeople(tx, [personId], { projectId, notice: 'ended' });
      return;
    }
    await this.claims.save(tx, claim);
    tx.audit('claim', claim.id, 'recheck', { method, failure });
    if (notice !== null && endsAt !== null) await tellPeople(tx, [personId], { projectId, notice, day: endsAt });
  }
}

/** Claims whose proof has to be there still. */
function isRechecked({ status }: Claim): boolean {
  return CLAIM.transitions.lose.from.includes(status);
}
