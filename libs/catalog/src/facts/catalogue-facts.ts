import type { SignalName } from './signals.js';

export interface SignalFact {
  readonly signal: SignalName;
  readonly value: number;
  readonly observedAt: Date;
}

export interface PackageFact {
  /** `type/namespace/name`, canonical. */
  readonly key: string;
  /** How sure it is that the package comes from the repository, 1 to 100. */
  readonly confidence: number;
  readonly signals: readonly SignalFact[];
}

/** What one record of a list says about one repository. Null and absent stand for "not known". */
export interface ProjectFacts {
  /** In the form of `repositoryUrlOf`. */
  readonly repositoryUrl: string;
  readonly name?: string | null;
  readonly language?: string | null;
  readonly licence?: string | null;
  /** The own site, as the forge of the repository names it and nobody else: control over it proves a claim. https. */
  readonly homepageUrl?: string | null;
  readonly packages: readonly PackageFact[];
  readonly signals: readonly SignalFact[];
}

/** Another name of a package. */
export interface AliasFact {
  readonly aliasKey: string;
  readonly key: string;
}

/** A record that says nothing which can be kept. */
export interface SkippedRecord {
  readonly record: number;
  readonly reason: SkipReason;
}
type SkipReason = 'NO_REPOSITORY' | 'INVALID_PURL' | 'NOT_A_RECORD' | 'NO_FACTS';

export type CatalogueRecord = ProjectFacts | AliasFact | SkippedRecord;

/** Of a package that a list maps to a repository, not yet confirmed by a maintainer (domain rule 3.1c). */
export const IMPORTED_MAPPING = 60;
/** What the registry itself says about where a package comes from. */
export const REGISTRY_METADATA = 80;
/** Confirmed by a maintainer of the project that it leads to. */
export const CONFIRMED = 100;
/** One of several repositories that a list names for one package. */
export const GUESSED = 30;
