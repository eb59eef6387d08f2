import type { SignalName, SignalRow } from '#libs/catalog';
import type { CriticalitySignals, PackageSignals } from './criticality.js';
import type { FragilitySignals } from './fragility.js';

export interface ProjectSignals {
  readonly criticality: CriticalitySignals;
  readonly fragility: FragilitySignals;
}

/** Stored signals of one project as the inputs of the scores. What is not stored is not known, never zero. */
export function projectSignals(rows: readonly SignalRow[]): ProjectSignals {
  const byPackage = new Map<string | null, Map<string, number>>();
  for (const { packageKey, signal, value } of rows) {
    const values = byPackage.get(packageKey) ?? new Map<string, number>();
    byPackage.set(packageKey, values.set(signal, value));
  }
  const ofProject = byPackage.get(null) ?? new Map<string, number>();
  const known = (name: SignalName): number | null => ofProject.get(name) ?? null;
  const deprecated = [...byPackage.values()].flatMap((values) => values.get('isDeprecated') ?? []);
  const advisories = [...byPackage.values()].flatMap((values) => values.get('unfixedAdvisories') ?? []);
  const publishers = [...byPackage.values()].flatMap((values) => values.get('publishers') ?? []);
  return {
    criticality: {
      packages: [...byPackage.values()].map(packageSignals),
      companyUse: null,
      isOnCuratedSet: known('isOnCuratedSet') === 1 ? true : null,
      openssfScore: known('openssfScore'),
    },
    fragility: {
      contributorAbsenceFactor: known('contributorAbsenceFactor'),
      // The package with the fewest is the one that is lost first.
      publishers: publishers.length === 0 ? null : Math.min(...publishers),
      monthsSinceActivity: known('monthsSinceActivity'),
      isArchivedOrDeprecated:
        // One deprecated package of many says nothing about the project.
        known('isArchived') === 1 || (deprecated.length > 0 && deprecated.every((value) => value === 1)),
      reply: null,
      postureScore: known('postureScore'),
      unfixedAdvisories: advisories.length === 0 ? null : Math.max(...advisories),
      funding: null,
      organisations: known('organisations'),
      isConfirmedStable: false,
    },
  };
}

function packageSignals(values: ReadonlyMap<string, number>): PackageSignals {
  const rank = values.get('registryRank');
  const packages = values.get('registryPackages');
  return {
    dependents: values.get('dependents') ?? null,
    downloads: values.get('downloads') ?? null,
    registryRank: rank === undefined || packages === undefined ? null : { rank, packages },
  };
}
