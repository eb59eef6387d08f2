import { Injectable } from '@nestjs/common';
import { actorOf, assertRole, personOf } from '#libs/identity';
import type { NeedKind } from '#libs/needs';
import { ConfidentialReads, UnitOfWork, clear } from '#platform/database';
import { clearanceForOrganisation, type Clearance, type Id, type Principal } from '#platform/kernel';
import { DuplicateNeedKindError } from '../matching.errors.js';
import { DEFAULT_POLICY, POLICY } from './funding-policy.js';
import { RankingsService } from './rankings.service.js';

/** Which kinds of needs an organisation funds, the one it cares for most first. The ranking follows at once. */
@Injectable()
export class FundingPolicyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rankings: RankingsService,
    private readonly reads: ConfidentialReads,
  ) {}

  async of(clearance: Clearance, organisationId: Id<'org'>): Promise<readonly string[]> {
    const rows = await this.reads.query<{ needKinds: string[] }[]>(clearance, POLICY, [organisationId]);
    return rows[0]?.needKinds ?? DEFAULT_POLICY;
  }

  /** @param needKinds empty takes the policy back: every kind counts again */
  async set(principal: Principal, organisationId: Id<'org'>, needKinds: readonly NeedKind[]): Promise<void> {
    assertRole(principal, organisationId, ['finance', 'admin']);
    if (new Set(needKinds).size < needKinds.length) throw new DuplicateNeedKindError();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceForOrganisation(organisationId));
      if (needKinds.length === 0)
        await tx.manager.query('DELETE FROM funding_policy WHERE organisation_id = $1', [organisationId]);
      else
        await tx.manager.query(
          `INSERT INTO funding_policy (organisation_id, need_kinds, set_by, set_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT ON CONSTRAINT funding_policy_pk DO UPDATE SET need_kinds = excluded.need_kinds, set_by = excluded.set_by, set_at = excluded.set_at`,
          [organisationId, [...needKinds], personOf(principal), tx.now.toISOString()],
        );
      tx.audit('organisation', organisationId, 'setFundingPolicy', { needKinds: [...needKinds] });
    });
    await this.rankings.rank(organisationId);
  }
}
