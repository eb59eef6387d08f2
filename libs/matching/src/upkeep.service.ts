import { Injectable } from '@nestjs/common';
import { CatalogQueries, type SignalRow } from '#libs/catalog';
import { upkeepOf, type UpkeepJudgement, type UpkeepSignals } from './upkeep.rules.js';

/** Judges projects by what the catalogue holds. Who may see the judgement is for the caller to ask. */
@Injectable()
export class UpkeepService {
  constructor(private readonly catalog: CatalogQueries) {}

  async of(projectIds: readonly string[]): Promise<ReadonlyMap<string, UpkeepJudgement>> {
    const [signals, packages, maintained] = await Promise.all([
      this.catalog.signals(projectIds),
      this.catalog.packageCounts(projectIds),
      this.catalog.maintained(projectIds),
    ]);
    const byProject = new Map(projectIds.map((id): [string, SignalRow[]] => [id, []]));
    for (const row of signals) if (!row.isLeftOut) byProject.get(row.projectId)!.push(row);
    return new Map(
      projectIds.map((id) => {
        const known = upkeepSignals(byProject.get(id)!, packages.get(id) ?? 0);
        return [id, upkeepOf(known, { hasMaintainer: maintained.has(id) })];
      }),
    );
  }
}

/** Nothing tells yet that a maintainer called the project stable; whoever could is a maintainer here. */
function upkeepSignals(rows: readonly SignalRow[], packages: number): UpkeepSignals {
  const ofProject = (name: string): number | null =>
    rows.find(({ signal, packageKey }) => signal === name && packageKey === null)?.value ?? null;
  const archived = ofProject('isArchived');
  const stated = rows.filter(({ signal, packageKey }) => signal === 'isDeprecated' && packageKey !== null);
  const silent = Array.from({ length: Math.max(0, packages - stated.length) }, () => null);
  return {
    isArchived: archived === null ? null : archived === 1,
    deprecated: [...stated.map(({ value }) => value === 1), ...silent],
    monthsSinceActivity: ofProject('monthsSinceActivity'),
    monthsSinceConfirmedStable: null,
  };
}
