import { SCORE_1 } from './score-1.js';

/** One present signal, already on the scale from 0 to 1. */
export interface SignalTerm<S extends string> {
  readonly signal: S;
  readonly weight: number;
  readonly value: number;
}

/** A score that says what it was made of and what it lacked. */
export interface WeightedScore<S extends string> {
  /** In [0, 1]; 0.5 when there is no signal at all. */
  readonly value: number;
  /** Share of the whole weight for which there was a signal. */
  readonly confidence: number;
  readonly terms: readonly SignalTerm<S>[];
  /** Shown as missing; they count neither for nor against. */
  readonly missing: readonly S[];
}

/**
 * (sum of w * s + prior) / (sum of w + prior weight) over the present signals (domain rules 2.2 and 2.3).
 * @param weights all signals of the score
 * @param signals values of any size, clamped here; null or NaN is missing, which is never zero
 */
export function weightedScore<S extends string>(
  weights: Readonly<Record<S, number>>,
  signals: Readonly<Record<S, number | null>>,
): WeightedScore<S> {
  const terms: SignalTerm<S>[] = [];
  const missing: S[] = [];
  let wholeWeight = 0;
  for (const [signal, weight] of Object.entries<number>(weights) as [S, number][]) {
    wholeWeight += weight;
    const value = signals[signal];
    if (value === null || Number.isNaN(value)) missing.push(signal);
    else terms.push({ signal, weight, value: clamp(value) });
  }
  const { prior } = SCORE_1;
  const presentWeight = terms.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = terms.reduce((sum, { weight, value }) => sum + weight * value, 0);
  return {
    value: (weighted + prior.weight * prior.value) / (presentWeight + prior.weight),
    confidence: presentWeight / wholeWeight,
    terms,
    missing,
  };
}

export function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** ln(1 + n) / ln(1 + ceiling): 0 for nothing, 1 from the ceiling on. */
export function logShare(count: number, ceiling: number): number {
  return clamp(Math.log1p(count) / Math.log1p(ceiling));
}

/** How many signals speak for themselves. */
export function strongSignals(terms: readonly SignalTerm<string>[]): number {
  return terms.filter(({ value }) => value >= SCORE_1.tier.strongSignal).length;
}
