import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import type { Tx } from '#platform/database';
import { grouped, type Id } from '#platform/kernel';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { Tier } from '../policy/scopes.js';
import { tierAt, type TierChange, type TierEvidence } from '../policy/tiers.js';
import { tierEvidence, type ProjectContext } from './tier-evidence.js';

/** The method of the figure that OpenSSF would publish, as `matching` stores it. */
const OPENSSF_METHOD = 'openssf-2021';

/** A change as the record keeps it. Ids follow the order in which they were made. */
export type RecordedChange = TierChange & {
  readonly id: number;
  readonly chosenBy: Id<'usr'> | null;
  readonly reason: string | null;
};

/** Who has a part in a project's tier. */
export interface TierPeople {
  readonly owners: readonly string[];
  readonly stewards: readonly string[];
  /** Whose request or scope in the project the tier touches. */
  readonly candidates: readonly string[];
}

export interface StatedContext {
  readonly explanation: string;
  readonly statedAt: Date;
}

export interface NewTierChange {
  readonly projectId: Id<'prj'>;
  readonly kind: TierChange['kind'];
  readonly tier: Tier;
  readonly chosenBy: string | null;
  readonly stewardId: string | null;
  readonly reason: string | null;
  readonly evidence: TierEvidence;
}

/** What is known of how much leans on projects, and what was found and chosen because of it. */
@Injectable()
export class ProjectTiersRepository {
  constructor(private readonly catalog: CatalogQueries) {}

  /** The tier that holds for new requests now. */
  async heldWithin(tx: Tx, projectId: string): Promise<Tier | null> {
    return tierAt(await this.changes(tx, projectId), tx.now.getTime(), POLICY_2026_1.thresholds);
  }

  /** In the order of time. */
  async changes(tx: Tx, projectId: string): Promise<RecordedChange[]> {
    return tx.manager.query<RecordedChange[]>(
      `SELECT id, floor(extract(epoch FROM at) * 1000)::float8 AS at, kind, tier, steward_id AS steward, true AS "isPublic", chosen_by AS "chosenBy", reason
         FROM project_tier_change WHERE project_id = $1 ORDER BY project_tier_change.at, id`,
      [projectId],
    );
  }

  /** Evidence of several projects, each of them in the answer. */
  async evidence(tx: Tx, projectIds: readonly string[]): Promise<ReadonlyMap<string, TierEvidence>> {
    const figures = grouped(await this.catalog.signalsWithin(tx, projectIds), ({ projectId }) => projectId);
    const rows = await tx.manager.query<
      (ProjectContext & { id: string; calculated: number | null; isStated: boolean })[]
    >(
      `SELECT project.id, score.value AS calculated, stated.id IS NOT NULL AS "isStated", stated.is_privileged AS "isPrivileged",
              stated.base_sets AS "baseSets", stated.action_repositories AS "actionRepositories"
         FROM project
         LEFT JOIN project_score score ON score.project_id = project.id AND score.method_id = $2 AND score.axis = 'criticality'
         LEFT JOIN LATERAL (SELECT * FROM project_context WHERE project_id = project.id ORDER BY id DESC LIMIT 1) AS stated ON true
        WHERE project.id = ANY($1)`,
      [projectIds, OPENSSF_METHOD],
    );
    return new Map(
      rows.map((row) => [row.id, tierEvidence(figures.get(row.id) ?? [], row.calculated, row.isStated ? row : null)]),
    );
  }

  /** What was said last of where the project runs. */
  async context(tx: Tx, projectId: string): Promise<StatedContext | null> {
    const rows = await tx.manager.query<StatedContext[]>(
      `SELECT explanation, stated_at AS "statedAt" FROM project_context WHERE project_id = $1 ORDER BY id DESC LIMIT 1`,
      [projectId],
    );
    return rows[0] ?? null;
  }

  async people(tx: Tx, projectId: string): Promise<TierPeople> {
    const rows = await tx.manager.query<TierPeople[]>(
      `SELECT ARRAY(SELECT person_id FROM project_maintainer WHERE project_id = $1) AS owners,
              ARRAY(SELECT person_id FROM project_seat WHERE project_id = $1 AND kind = 'STEWARD' AND ended_at IS NULL) AS stewards,
              ARRAY(SELECT DISTINCT candidate_id FROM role_grant WHERE project_id = $1) AS candidates`,
      [projectId],
    );
    return rows[0]!;
  }

  async insertContext(
    tx: Tx,
    projectId: string,
    personId: string,
    { isPrivileged, baseSets, actionRepositories, explanation }: ProjectContext & { readonly explanation: string },
  ): Promise<void> {
    await tx.manager.query(
      `INSERT INTO project_context (project_id, stated_by, stated_at, is_privileged, base_sets, action_repositories, explanation)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [projectId, personId, tx.now.toISOString(), isPrivileged, baseSets, actionRepositories, explanation],
    );
  }

  async insert(tx: Tx, changes: readonly NewTierChange[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO project_tier_change (project_id, at, kind, tier, chosen_by, steward_id, reason, evidence)
       SELECT (change ->> 'projectId')::uuid, $1, change ->> 'kind', change ->> 'tier', (change ->> 'chosenBy')::uuid, (change ->> 'stewardId')::uuid,
              change ->> 'reason', change -> 'evidence'
         FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS told (change, number) ORDER BY number`,
      [tx.now.toISOString(), JSON.stringify(changes)],
    );
  }

  /** Projects for which somebody speaks, after one of them, with the tier that was found last. */
  async spokenFor(
    tx: Tx,
    after: string,
    limit: number,
  ): Promise<{ readonly id: Id<'prj'>; readonly found: Tier | null }[]> {
    return tx.manager.query(
      `SELECT spoken.id, (SELECT tier FROM project_tier_change change WHERE change.project_id = spoken.id AND change.kind = 'EVIDENCE'
                           ORDER BY change.at DESC, change.id DESC LIMIT 1) AS found
         FROM (SELECT DISTINCT project_id AS id FROM project_maintainer WHERE project_id > $1 ORDER BY project_id LIMIT $2) AS spoken ORDER BY spoken.id`,
      [after, limit],
    );
  }
}
