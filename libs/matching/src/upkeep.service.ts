import { Injectable } from '@nestjs/common';
import { CatalogQueries, isStale, type SignalRow } from '#libs/catalog';
import { Clock } from '#platform/kernel';
import { startOfDay } from './scores/project-scores.js';
import { upkeepOf, type UpkeepJudgement, type UpkeepSignals } from './upkeep.rules.js';

/** Judges projects by what the catalogue holds, as scores take it. Who may see the judgement is for the caller to ask. */
@Injectable()
export class UpkeepService {
  constructor(
    private readonly catalog: CatalogQueries,
    private readonly clock: Clock,
  ) {}

  async of(projectIds: readonly string[]): Promise<ReadonlyMap<string, UpkeepJudgement>> {
    const [signals, packages, maintained, stableUntil] = await Promise.all([
      this.catalog.signals(projectIds),
      this.catalog.packageCounts(projectIds),
      this.catalog.maintained(projectIds),
      this.catalog.stableUntil(projectIds),
    ]);
    const day = startOfDay(this.clock.now());
    const byProject = new Map(projectIds.map((id): [string, SignalRow[]] => [id, []]));
    for (const row of signals) if (!row.isLeftOut && !isStale(row, day)) byProject.get(row.projectId)!.push(row);
    return new Map(
      projectIds.map((id) => {
        const known = upkeepSignals(byProject.get(id)!, packages.get(id) ?? 0);
        const until = stableUntil.get(id);
        const isConfirmedStable = until !== undefined && until > day;
        return [id, upkeepOf({ ...known, isConfirmedStable }, { hasMaintainer: maintained.has(id) })];
      }),
    );
  }
}

function upkeepSignals(rows: readonly SignalRow[], packages: number): Omit<UpkeepSignals, 'isConfirmedStable'> {
  const ofProject = (name: string): number | null =>
    rows.find(({ signal, packageKey }) => signal === name && packageKey === null)?.value ?? null;
  const archived = ofProject('isArchived');
  const stated = rows.filter(({ signal, packageKey }) => signal === 'isDeprecated' && packageKey !== null);
  const silent = Array.from({ length: Math.max(0, packages - stated.length) }, () => null);
  return {
    isArchived: archived === null ? null : archived === 1,
    deprecated: [...stated.map(({ value }) => value === 1), ...silent],
    monthsSinceActivity: ofProject('monthsSinceActivity'),
  };
}
