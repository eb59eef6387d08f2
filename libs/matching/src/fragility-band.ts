import { SCORE_1 } from './score-1.js';
import type { WeightedScore } from './weighted-score.js';

/** UNRATED: too little is known to say. */
export type FragilityBand = 'LOW' | 'MEDIUM' | 'HIGH' | 'UNRATED';

const RULE = SCORE_1.fragilityBands;

interface Judged {
  readonly value: number;
  readonly confidence: number;
}

/** How easily a project breaks, as coarse as everybody may know it. */
export function fragilityBand({ value, confidence }: Judged): FragilityBand {
  if (confidence < SCORE_1.tier.unratedConfidence) return 'UNRATED';
  return value < RULE.mediumFrom ? 'LOW' : value < RULE.highFrom ? 'MEDIUM' : 'HIGH';
}

/**
 * A score of which nothing can be learned but its band: every project of a band gets the same value, in one term. Points,
 * order and tier that are made from it say no more either. Only a clearance opens the tier "High".
 */
export function coarseFragility(fragility: Judged): WeightedScore<'band'> {
  const band = fragilityBand(fragility);
  const { prior } = SCORE_1;
  if (band === 'UNRATED') return { value: prior.value, confidence: 0, terms: [], missing: [] };
  const term = { signal: 'band', weight: RULE.weight, value: RULE.values[band] } as const;
  return {
    value: (term.weight * term.value + prior.weight * prior.value) / (term.weight + prior.weight),
    confidence: SCORE_1.tier.unratedConfidence,
    terms: [term],
    missing: [],
  };
}
