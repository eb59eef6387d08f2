import { Injectable } from '@nestjs/common';
import { InventoryQueries, exposure, type Exposure, type ProjectUses } from '#libs/inventory';
import { NeedsQueries } from '#libs/needs';
import { PledgesQueries } from '#libs/pledges';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, clearanceForProjects, grouped, systemActor, type Id } from '#platform/kernel';
import { ExposureClearance } from '../exposure-clearance.js';
import { startOfDay } from '../scores/project-scores.js';
import { policyWithin } from './funding-policy.js';
import { exposedPoints, rankingRow, UNKNOWN_STANDING, type RankingTerms } from './ranking-rows.js';
import { RankingsRepository, type ExposureOf, type PointsOf, type RowOf } from './rankings.repository.js';

const ACTOR = systemActor('matching.rank');

/**
 * Keeps stored rankings equal to what inventories, scores and needs make. A ranking is made in two transactions: the
 * exposures first, so that a need that changes meanwhile finds the organisation, and then the points, under the lock of
 * the ranking and from what is committed by then. Whoever comes last has therefore seen everything.
 */
@Injectable()
export class RankingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly inventory: InventoryQueries,
    private readonly needs: NeedsQueries,
    private readonly pledges: PledgesQueries,
    private readonly rankings: RankingsRepository,
    private readonly clearance: ExposureClearance,
  ) {}

  /** The whole ranking of one organisation anew. */
  async rank(organisationId: Id<'org'>): Promise<void> {
    const isCleared = await this.clearance.isCleared(organisationId);
    const inventories = await this.unitOfWork.run(ACTOR, (tx) => this.expose(tx, organisationId));
    await this.unitOfWork.run(ACTOR, (tx) => this.rankAll(tx, organisationId, { isCleared, inventories }));
  }

  /** The places of these projects' needs in the rankings of all organisations that stand on them. */
  async rankProjects(tx: Tx, projectIds: readonly string[]): Promise<void> {
    await clear(tx, clearanceForProjects(projectIds));
    const found = await this.rankings.exposuresTo(tx, projectIds);
    const organisationIds = [...new Set(found.map(({ organisationId }) => organisationId))];
    if (organisationIds.length === 0) return;
    await clear(tx, { ...clearanceForProjects(projectIds), organisationIds });
    const headers = await this.rankings.lockMade(tx, organisationIds);
    await clear(tx, clearanceForProjects(projectIds));
    // Read again under the locks. A ranking that is not made yet will see what is committed now.
    const exposures = (await this.rankings.exposuresTo(tx, projectIds)).filter(({ organisationId }) =>
      headers.has(organisationId),
    );
    const termsOf = (organisationId: string): RankingTerms => ({
      ...headers.get(organisationId)!,
      day: startOfDay(tx.now),
    });
    const { points, rows } = await this.placesOf(tx, exposures, termsOf);
    await this.rankings.setPoints(tx, points);
    await this.rankings.replaceRows(tx, [...headers.keys()], projectIds, rows);
  }

  /** Exposures from the current inventories. @returns which ones those are */
  private async expose(tx: Tx, organisationId: Id<'org'>): Promise<string> {
    await clear(tx, clearanceForOrganisation(organisationId));
    await this.rankings.lock(tx, organisationId);
    const inventories = await this.inventory.currentInventoriesWithin(tx, organisationId);
    const uses = await this.inventory.projectUsesWithin(tx, organisationId);
    await this.rankings.replaceExposures(tx, organisationId, exposuresOf(uses));
    return inventories;
  }

  private async rankAll(
    tx: Tx,
    organisationId: Id<'org'>,
    { isCleared, inventories }: { readonly isCleared: boolean; readonly inventories: string },
  ): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    await this.rankings.lock(tx, organisationId);
    const needKinds = await policyWithin(tx, organisationId);
    const exposures = await this.rankings.exposuresOf(tx, organisationId);
    const terms = { needKinds, isCleared, day: startOfDay(tx.now) };
    const { points, rows } = await this.placesOf(tx, exposures, () => terms);
    await this.rankings.setPoints(tx, points);
    await this.rankings.replaceRows(tx, [organisationId], null, rows);
    await this.rankings.finish(tx, organisationId, { needKinds, isCleared, inventories });
  }

  private async placesOf(
    tx: Tx,
    exposures: readonly ExposureOf[],
    termsOf: (organisationId: string) => RankingTerms,
  ): Promise<{ readonly points: readonly PointsOf[]; readonly rows: readonly RowOf[] }> {
    const projectIds = [...new Set(exposures.map(({ projectId }) => projectId))];
    const organisationIds = [...new Set(exposures.map(({ organisationId }) => organisationId))];
    const standings = await this.rankings.standings(tx, projectIds);
    const needs = grouped(await this.needs.rankableWithin(tx, projectIds), ({ projectId }) => projectId);
    const own = await this.ownSums(tx, organisationIds, projectIds);
    const points: PointsOf[] = [];
    const rows: RowOf[] = [];
    for (const { organisationId, projectId, value } of exposures) {
      const terms = termsOf(organisationId);
      const standing = standings.get(projectId) ?? UNKNOWN_STANDING;
      points.push({ organisationId, projectId, points: exposedPoints(value, standing, terms) });
      for (const need of needs.get(projectId) ?? [])
        rows.push({
          organisationId,
          row: rankingRow(need, { exposure: value, ownMinor: own(organisationId, need.id) }, standing, terms),
        });
    }
    return { points, rows };
  }

  /** What each organisation has pledged itself; few have pledged to any need that they see. */
  private async ownSums(
    tx: Tx,
    organisationIds: readonly string[],
    projectIds: readonly string[],
  ): Promise<(organisationId: string, needId: string) => bigint> {
    const rows = await this.pledges.ownWithin(tx, organisationIds, projectIds);
    const sums = new Map(rows.map(({ organisationId, needId, minor }) => [`${organisationId} ${needId}`, minor]));
    if (sums.size === 0) return () => 0n;
    return (organisationId, needId) => BigInt(sums.get(`${organisationId} ${needId}`) ?? 0);
  }
}

/** Exposures above zero, by project. */
function exposuresOf(uses: ProjectUses): ReadonlyMap<string, Exposure> {
  const exposures = new Map<string, Exposure>();
  for (const [projectId, own] of uses) {
    const result = exposure(own);
    if (result.value > 0) exposures.set(projectId, result);
  }
  return exposures;
}
