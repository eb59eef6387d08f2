import { SCORE_1 } from './score-1.js';
import { logShare, weightedScore, type WeightedScore } from './weighted-score.js';

/** What is known about one package of a project. Null is "not known", as with registries that publish no downloads. */
export interface PackageSignals {
  /** Packages or repositories that depend on it, directly or not. */
  readonly dependents: number | null;
  /** Its place among the packages of its registry, 1 for the first, and how many those are. */
  readonly registryRank: { readonly rank: number; readonly packages: number } | null;
  /** In 30 days. */
  readonly downloads: number | null;
}

/** What is known about how much the world depends on a project. */
export interface CriticalitySignals {
  readonly packages: readonly PackageSignals[];
  /** Of the companies with an inventory here, how many use the project: lower bounds of bands, never the numbers. */
  readonly companyUse: { readonly using: number; readonly companies: number } | null;
  /** On a curated list. Not being listed is no evidence, so `false` counts as missing. */
  readonly isOnCuratedSet: boolean | null;
  /** The OpenSSF criticality score, 0 to 1. */
  readonly openssfScore: number | null;
}

export type CriticalitySignal = keyof typeof SCORE_1.criticality.weights;
export type Criticality = WeightedScore<CriticalitySignal>;

/** C(project) of domain rule 2.2. A project with several packages takes the largest value per signal. */
export function criticality(signals: CriticalitySignals): Criticality {
  const packages = signals.packages.map(criticalityOfPackage);
  return weightedScore(SCORE_1.criticality.weights, {
    dependents: largest(packages.map(({ dependents }) => dependents)),
    registryRank: largest(packages.map(({ registryRank }) => registryRank)),
    downloads: largest(packages.map(({ downloads }) => downloads)),
    companyUse: companyUseSignal(signals.companyUse),
    curatedSet: signals.isOnCuratedSet === true ? 1 : null,
    openssfScore: signals.openssfScore,
  });
}

/** What one package says, each on the scale from 0 to 1. */
export function criticalityOfPackage({
  dependents,
  registryRank,
  downloads,
}: PackageSignals): Readonly<Record<keyof PackageSignals, number | null>> {
  return {
    dependents: dependents === null ? null : dependentsSignal(dependents),
    registryRank: registryRank === null ? null : rankSignal(registryRank.rank, registryRank.packages),
    downloads: downloads === null ? null : logShare(downloads, SCORE_1.criticality.downloadsCeiling),
  };
}

/** ln(1 + n) / ln(1 + 200,000). */
export function dependentsSignal(dependents: number): number {
  return logShare(dependents, SCORE_1.criticality.dependentsCeiling);
}

/** 1 - ln(rank) / ln(packages): 1 for the first, 0 for the last. Missing in a registry of one package. */
export function rankSignal(rank: number, packages: number): number | null {
  return packages > 1 && rank >= 1 ? 1 - Math.log(rank) / Math.log(packages) : null;
}

function companyUseSignal(use: CriticalitySignals['companyUse']): number | null {
  if (use === null || use.using < SCORE_1.criticality.minimumCompanies) return null;
  return logShare(use.using, use.companies);
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
