import { coarseFragility } from '../fragility-band.js';
import { projectPoints } from '../priority.js';

/** Value and confidence of a stored score. */
interface Judged {
  readonly value: number;
  readonly confidence: number;
}

/** How an organisation stands on a project, and what is known of it. */
export interface Stake {
  /** Above 0. */
  readonly exposure: number;
  readonly criticality: Judged;
  readonly fragility: Judged;
}

/**
 * Points of a project for an organisation, before any need: 0 to 90.
 * @param isCleared whether it may know fragility in full; others are ranked by bands
 */
export function exposedPoints({ exposure, criticality, fragility }: Stake, isCleared: boolean): number {
  return projectPoints({ exposure, criticality, fragility: isCleared ? fragility : coarseFragility(fragility) });
}
