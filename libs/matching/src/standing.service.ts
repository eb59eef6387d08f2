import { Injectable } from '@nestjs/common';
import { CatalogQueries, isNeedToKnow, type SignalRow } from '#libs/catalog';
import { organisationsOf, type Id, type Principal } from '#platform/kernel';
import { ExposureClearance } from './exposure-clearance.js';
import { fragility } from './fragility.js';
import { fragilityBand, type FragilityBand } from './fragility-band.js';
import { projectSignals } from './project-signals.js';

/** What somebody may know about a project. */
export interface ProjectStanding {
  readonly fragility: FragilityBand;
  /** By name, and then by package; without what is need-to-know unless `isFull`. */
  readonly signals: readonly SignalRow[];
  readonly isFull: boolean;
}

/** Facts about projects, as far as a person may see them. */
@Injectable()
export class StandingService {
  constructor(
    private readonly catalog: CatalogQueries,
    private readonly clearance: ExposureClearance,
  ) {}

  async of(principal: Principal, projectIds: readonly Id<'prj'>[]): Promise<ReadonlyMap<string, ProjectStanding>> {
    const [signals, isCleared, maintained] = await Promise.all([
      this.catalog.signals(projectIds),
      this.isCleared(principal),
      principal.kind === 'person' ? this.catalog.maintainedAmong(principal.personId, projectIds) : new Set<string>(),
    ]);
    return new Map(
      projectIds.map((id) => {
        const own = signals.filter(({ projectId }) => projectId === id);
        const isFull = isCleared || maintained.has(id);
        return [
          id,
          {
            fragility: fragilityBand(fragility(projectSignals(own).fragility)),
            signals: own.filter(({ signal }) => isFull || !isNeedToKnow(signal)).sort(bySignal),
            isFull,
          },
        ];
      }),
    );
  }

  private async isCleared(principal: Principal): Promise<boolean> {
    const organisations = organisationsOf(principal);
    return organisations.length > 0 && (await this.clearance.clearedAmong(organisations)).size > 0;
  }
}

function bySignal(left: SignalRow, right: SignalRow): number {
  const [leftKey, rightKey] = [left, right].map(({ signal, packageKey }) => `${signal}\0${packageKey ?? ''}`);
  return leftKey! < rightKey! ? -1 : 1;
}
