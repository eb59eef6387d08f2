import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { catalogChanged, maintainershipChanged } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { Claim } from './claim.entity.js';
import { STANDING, type ClaimAction } from './claim.states.js';

@Injectable()
export class ClaimsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: Id<'clm'>): Promise<Claim | null> {
    return this.dataSource.manager.findOne(Claim, { where: { id } });
  }

  lock(tx: Tx, id: Id<'clm'>): Promise<Claim | null> {
    return tx.manager.findOne(Claim, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /**
   * The claim, after its project: claims of one project change one after the other, so that of two proofs at once only one
   * is the first.
   */
  async lockOfProject(tx: Tx, id: Id<'clm'>): Promise<Claim | null> {
    await tx.manager.query(
      'SELECT 1 FROM project WHERE id = (SELECT project_id FROM project_claim WHERE id = $1) FOR NO KEY UPDATE',
      [id],
    );
    return this.lock(tx, id);
  }

  /** Claims of others that stand. The project has to be locked. */
  async standingBeside(tx: Tx, { projectId, id }: Claim): Promise<Claim[]> {
    const claims = await tx.manager.find(Claim, {
      where: { projectId, status: In([...STANDING]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return claims.filter((claim) => claim.id !== id);
  }

  /** Whether, before a claim first stood, one of another person had, and none of the same person. */
  async isAfterOthers(tx: Tx, id: Id<'clm'>): Promise<boolean> {
    const [row] = await tx.manager.query<{ isAfterOthers: boolean }[]>(
      `SELECT coalesce(NOT bool_or(before.person_id = claim.person_id), false) AS "isAfterOthers"
         FROM project_claim claim JOIN project_claim before ON before.project_id = claim.project_id AND before.verified_at < claim.verified_at
        WHERE claim.id = $1`,
      [id],
    );
    return row!.isAfterOthers;
  }

  /** One change: state, row, audit entry, and what it means for packages when rights begin or end. */
  async change(
    tx: Tx,
    claim: Claim,
    action: ClaimAction,
    facts: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const { isStanding } = claim;
    const change = claim.apply(action, tx.now);
    await this.save(tx, claim);
    tx.audit('claim', claim.id, action, { ...change, ...facts });
    if (claim.isStanding === isStanding) return;
    tx.emit(catalogChanged, {});
    const { id: claimId, projectId, personId } = claim;
    tx.emit(maintainershipChanged, { projectId, claimId, personId, hasBegun: claim.isStanding });
  }

  async save(tx: Tx, claim: Claim): Promise<void> {
    const { id, version, status, method, failure, provedAt, waitUntil, verifiedAt, ...rest } = claim;
    const { contestedBy, contestedAt, contestReason, resolution, resolvedBy, resolvedAt, resolutionReason } = rest;
    const { checkedAt, nextCheckAt, failingSince, lostSince } = rest;
    const proof = { method, failure, provedAt, waitUntil, verifiedAt, checkedAt, nextCheckAt, failingSince, lostSince };
    const contest = { contestedBy, contestedAt, contestReason, resolution, resolvedBy, resolvedAt, resolutionReason };
    claim.version = version + 1;
    await tx.manager.update(Claim, { id, version }, { status, ...proof, ...contest, version: claim.version });
  }
}
