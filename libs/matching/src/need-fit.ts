import { SCORE_1 } from './score-1.js';
import type { SignalTerm } from './weighted-score.js';

export type NeedFitSignal = keyof typeof SCORE_1.needFit.weights;

export const NEED_FIT_SIGNALS = Object.keys(SCORE_1.needFit.weights) as readonly NeedFitSignal[];

export interface NeedFit {
  /** N in [0, 1]. */
  readonly value: number;
  readonly terms: readonly SignalTerm<NeedFitSignal>[];
}

const VERIFIED = 1;
const { urgencyDays, weights } = SCORE_1.needFit;

/**
 * How a need fits a company apart from the dependency itself (domain rule 2.4), as SQL: rankings are made where their rows lie. Expressions by signal,
 * over a row `asked` with: type_fit float8, 0 to 1; is_verified boolean, whether somebody speaks for the project whose identity and repository were
 * checked; days_left float8, until the date that the maintainer named, null without one, negative when it has passed; goal_minor and pledged_minor
 * bigint; others_minor bigint, what others than the company have pledged of it.
 */
const VALUES: Readonly<Record<NeedFitSignal, string>> = {
  type: 'asked.type_fit',
  verification: `CASE WHEN asked.is_verified THEN ${float(VERIFIED)} ELSE ${float(0)} END`,
  urgency: `CASE WHEN asked.days_left IS NULL THEN ${float(0.5)} ELSE ${clamped(`(${float(urgencyDays)} - asked.days_left) / ${float(urgencyDays)}`)} END`,
  // Momentum is what others do: the own money would make a need look the better the more one has given.
  momentum: `CASE WHEN asked.pledged_minor >= asked.goal_minor THEN ${float(0)}
                  ELSE ${float(0.5)} + ${float(0.5)} * ${clamped('asked.others_minor::float8 / asked.goal_minor::float8')} END`,
};

/** The values in the order of NEED_FIT_SIGNALS, as a float8[]. */
export const NEED_FIT_VALUES = `ARRAY[${NEED_FIT_SIGNALS.map((signal) => VALUES[signal]).join(', ')}]`;

/** N of an SQL array of such values: the sum of `needFitOf`, in the same order of additions. */
export const needFitSum = (values: string): string =>
  `(${NEED_FIT_SIGNALS.map((signal, at) => `${float(weights[signal])} * ${values}[${at + 1}]`).join(' + ')})`;

/** From stored values. @param values in [0, 1], in the order of NEED_FIT_SIGNALS */
export function needFitOf(values: readonly number[]): NeedFit {
  const terms = NEED_FIT_SIGNALS.map((signal, at) => ({ signal, weight: weights[signal], value: values[at] ?? 0 }));
  return { value: terms.reduce((sum, { weight, value }) => sum + weight * value, 0), terms };
}

/** Whether somebody speaks for the project of a need, from the values that are stored of it. */
export function isVerifiedFit(values: readonly number[]): boolean {
  return values[NEED_FIT_SIGNALS.indexOf('verification')] === VERIFIED;
}

/** 1 for the kind that an organisation cares for most, 0.5 for others that it funds, else 0. */
export function typeFit(needType: string, policyTypes: readonly string[]): number {
  const place = policyTypes.indexOf(needType);
  return place === 0 ? 1 : place > 0 ? 0.5 : 0;
}

/** The same number in SQL: an integer, or a numeric, would be calculated otherwise. */
function float(value: number): string {
  return `'${value}'::float8`;
}

function clamped(value: string): string {
  return `least(greatest(${value}, 0), 1)`;
}
