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
  /** Share of the goal that others than the company have pledged, 0 to 1. */
  readonly pledgedShare: number;
  /** Nothing is missing any more, whoever has pledged it. */
  readonly isFullyPledged: boolean;
}

export type NeedFitSignal = keyof typeof SCORE_1.needFit.weights;

export const NEED_FIT_SIGNALS = Object.keys(SCORE_1.needFit.weights) as readonly NeedFitSignal[];

export interface NeedFit {
  /** N in [0, 1]. */
  readonly value: number;
  readonly terms: readonly SignalTerm<NeedFitSignal>[];
}

const VERIFICATION = { identityAndRepository: 1, identity: 0.5, none: 0 } as const;

/** N(need, company) of domain rule 2.4. */
export function needFit(input: NeedFitInput): NeedFit {
  const { urgencyDays } = SCORE_1.needFit;
  const values: Readonly<Record<NeedFitSignal, number>> = {
    type: typeFit(input.needType, input.policyTypes),
    verification: VERIFICATION[input.verification],
    urgency: input.daysLeft === null ? 0.5 : clamp((urgencyDays - input.daysLeft) / urgencyDays),
    momentum: input.isFullyPledged ? 0 : 0.5 + 0.5 * clamp(input.pledgedShare),
  };
  return needFitOf(NEED_FIT_SIGNALS.map((signal) => values[signal]));
}

/** The same from stored values. @param values in [0, 1], in the order of NEED_FIT_SIGNALS */
export function needFitOf(values: readonly number[]): NeedFit {
  const { weights } = SCORE_1.needFit;
  const terms = NEED_FIT_SIGNALS.map((signal, at) => ({ signal, weight: weights[signal], value: values[at] ?? 0 }));
  return { value: terms.reduce((sum, { weight, value }) => sum + weight * value, 0), terms };
}

/** Whether somebody speaks for the project of a need, from the values that are stored of it. */
export function isVerifiedFit(values: readonly number[]): boolean {
  return values[NEED_FIT_SIGNALS.indexOf('verification')] === VERIFICATION.identityAndRepository;
}

/** 1 for the kind that an organisation cares for most, 0.5 for others that it funds, else 0. */
export function typeFit(needType: string, policyTypes: readonly string[]): number {
  const place = policyTypes.indexOf(needType);
  return place === 0 ? 1 : place > 0 ? 0.5 : 0;
}
