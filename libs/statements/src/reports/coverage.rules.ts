import type { ReportedProject } from './compliance-report.js';

/** Shares of what a product stands on, each in [0, 1]; null when it stands on nothing that is known. */
export interface ProductCoverage {
  /** Of projects for which the organisation paid more than came back. */
  readonly funded: number | null;
  /** Of projects that nobody has claimed. */
  readonly unclaimed: number | null;
  /** Of projects whose work hangs on one person; null also for readers who may not know how fragile projects are. */
  readonly onePerson: number | null;
  readonly projects: number;
}

/**
 * Shares of the exposure of one product, each project with the part that the product has in it.
 * @param ofOnePerson projects whose contributor absence factor is 1; null for who may not know
 */
export function coverageOf(
  projects: readonly ReportedProject[],
  ofOnePerson: ReadonlySet<string> | null,
): ProductCoverage {
  const total = exposureOf(projects);
  const share = (which: (project: ReportedProject) => boolean): number | null =>
    total === 0 ? null : exposureOf(projects.filter(which)) / total;
  return {
    funded: share(({ paid }) => paid.some((line) => line.paid.minor > line.returned.minor)),
    unclaimed: share(({ isClaimed }) => !isClaimed),
    onePerson: ofOnePerson && share(({ id }) => ofOnePerson.has(id)),
    projects: projects.length,
  };
}

/** Smallest first, so that the order of the projects cannot change the last bit. */
function exposureOf(projects: readonly ReportedProject[]): number {
  return projects
    .map(({ productExposure }) => productExposure)
    .sort((left, right) => left - right)
    .reduce((sum, value) => sum + value, 0);
}
