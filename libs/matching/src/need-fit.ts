import { SCORE_1 } from './score-1.js';
import { clamp, type SignalTerm } from './weighted-score.js';

/** What fits a need to a company, apart from the dependency itself. */
export interface NeedFitInput {
  readonly needType: string;
  /** Types of work that the company funds, the one it cares for most first. */
  readonly policyTypes: readonly string[];
  readonly verification: 'identityAndRepository' | 'identity' | 'none';
  /** Until the date the maintainer named; null without one, negative when it has passed. */
  readonly daysLeft: number | null;
  /** Share of the goal that others have pledged, 0 to 1. */
  readonly pledgedShare: number;
}

type NeedFitSignal = keyof typeof SCORE_1.needFit.weights;

export interface NeedFit {
  /** N in [0, 1]. */
  readonly value: number;
  readonly terms: readonly SignalTerm<NeedFitSignal>[];
}

const VERIFICATION = { identityAndRepository: 1, identity: 0.5, none: 0 } as const;

/** N(need, company) of domain rule 2.4. */
export function needFit(input: NeedFitInput): NeedFit {
  const { weights, urgencyDays } = SCORE_1.needFit;
  const place = input.policyTypes.indexOf(input.needType);
  const pledged = clamp(input.pledgedShare);
  const values: Readonly<Record<NeedFitSignal, number>> = {
    type: place === 0 ? 1 : place > 0 ? 0.5 : 0,
    verification: VERIFICATION[input.verification],
    urgency: input.daysLeft === null ? 0.5 : clamp((urgencyDays - input.daysLeft) / urgencyDays),
    momentum: pledged === 1 ? 0 : 0.5 + 0.5 * pledged,
  };
  const terms = (Object.keys(weights) as NeedFitSignal[]).map((signal) => {
    return { signal, weight: weights[signal], value: values[signal] };
  });
  return { value: terms.reduce((sum, { weight, value }) => sum + weight * value, 0), terms };
}
