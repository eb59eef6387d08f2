import { Injectable } from '@nestjs/common';
import { InventoryQueries, exposure, type Exposure, type ProjectUses } from '#libs/inventory';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, clearanceForProjects, systemActor, type Id } from '#platform/kernel';
import { ExposureClearance } from '../exposure-clearance.js';
import { startOfDay } from '../scores/project-scores.js';
import { policyWithin } from './funding-policy.js';
import { exposedPoints } from './exposed-points.js';
import { RankingsRepository, type RankingHeaders, type StakeOf } from './rankings.repository.js';

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
    const organisationIds = await this.rankings.organisationsOn(tx, projectIds);
    if (organisationIds.length === 0) return;
    await clear(tx, { ...clearanceForProjects(projectIds), organisationIds });
    const headers = await this.rankings.lockMade(tx, organisationIds);
    await clear(tx, clearanceForProjects(projectIds));
    // Read under the locks. A ranking that is not made yet will see what is committed now.
    const stakes = (await this.rankings.stakesIn(tx, projectIds)).filter(({ organisationId }) =>
      headers.has(organisationId),
    );
    await this.place(tx, stakes, headers, projectIds);
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
    const headers = new Map([[organisationId, { needKinds, isCleared }]]);
    await this.place(tx, await this.rankings.stakesOf(tx, organisationId), headers, null);
    await this.rankings.finish(tx, organisationId, { needKinds, isCleared, inventories });
  }

  private async place(
    tx: Tx,
    stakes: readonly StakeOf[],
    headers: RankingHeaders,
    projectIds: readonly string[] | null,
  ): Promise<void> {
    const changed = stakes.flatMap((stake) => {
      const points = exposedPoints(stake, headers.get(stake.organisationId)!.isCleared);
      return points === stake.points ? [] : [{ ...stake, points }];
    });
    if (changed.length > 0) await this.rankings.setPoints(tx, changed);
    await this.rankings.placeNeeds(tx, { headers, projectIds, day: startOfDay(tx.now) });
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
