import type { SignalRow } from '#libs/catalog';
import type { TierEvidence } from '../policy/tiers.js';

/** What somebody who speaks for a project says of where it runs. */
export interface ProjectContext {
  /** Runs as root, in build chains, in authentication or in CI. */
  readonly isPrivileged: boolean;
  /** Distributions whose base set has it. */
  readonly baseSets: number;
  /** Repositories that use it as an action of a CI service; 0 when it is none. */
  readonly actionRepositories: number;
}

type Figure = Pick<SignalRow, 'signal' | 'value' | 'isLeftOut'>;

/**
 * What is known of one project. Of its packages the one on which most depends counts: further ones can only add to it. The
 * criticality that OpenSSF publishes goes before the one that is calculated by its method of 2021.
 */
export function tierEvidence(
  figures: readonly Figure[],
  calculated: number | null,
  context: ProjectContext | null,
): TierEvidence {
  const known = figures.filter(({ isLeftOut }) => !isLeftOut);
  const largest = (signal: string): number | null => {
    const values = known.filter((figure) => figure.signal === signal).map(({ value }) => value);
    return values.length === 0 ? null : Math.max(...values);
  };
  return {
    criticality: largest('openssfScore') ?? calculated,
    dependents: largest('dependents'),
    isPrivileged: context?.isPrivileged ?? null,
    baseSets: context?.baseSets ?? null,
    actionRepositories: context?.actionRepositories ?? null,
  };
}
