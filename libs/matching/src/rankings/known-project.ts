import { coarseFragility } from '../fragility-band.js';
import { SCORE_1 } from '../score-1.js';
import type { WeightedScore } from '../weighted-score.js';
import type { StoredProject, StoredScore } from './rankings.queries.js';

/** The three figures of a project for an organisation, as far as it may know them. */
export interface KnownProject {
  readonly exposure: StoredProject['exposure'];
  readonly criticality: WeightedScore<string>;
  /** In full, or as its band. */
  readonly fragility: WeightedScore<string>;
  /** What fragility was made of; null without a clearance. */
  readonly full: StoredScore | null;
  /** Whether its reader sees its band for the first time on the day. */
  readonly isUnseen: boolean;
}

export function standingOf(
  { exposure, criticality, fragility, isUnseen }: StoredProject,
  isCleared: boolean,
): KnownProject {
  const fragile = fragility ?? nothingKnown(SCORE_1.fragility.weights);
  return {
    exposure,
    criticality: criticality ?? nothingKnown(SCORE_1.criticality.weights),
    fragility: isCleared ? fragile : coarseFragility(fragile),
    full: isCleared ? fragile : null,
    isUnseen,
  };
}

/** A project without any signal. */
export function nothingKnown(weights: Readonly<Record<string, number>>): StoredScore {
  return { value: SCORE_1.prior.value, confidence: 0, terms: [], missing: Object.keys(weights) };
}
