import { isStale, staleFrom, type SignalRow } from '#libs/catalog';
import { DAY_MS, slotStart } from '#platform/kernel';
import { criticality } from '../criticality.js';
import { fragility } from '../fragility.js';
import { OPENSSF_2021, openssf2021Terms, openssf2021 } from '../openssf-2021.js';
import { SCORE_1 } from '../score-1.js';
import { strongSignals, type SignalTerm, type WeightedScore } from '../weighted-score.js';
import { projectSignals, type Origins } from './project-signals.js';

export type ScoreAxis = 'criticality' | 'fragility';
type ScoreMethod = typeof SCORE_1.methodId | typeof OPENSSF_2021.methodId;

/** One signal as a score has taken it, and where the figure came from. */
export interface ScoreTerm extends SignalTerm<string> {
  /** Name of the stored figure, and the figure itself. */
  readonly origin: string;
  readonly figure: number;
  /** Of the package that it is about; null when it is about the whole project. */
  readonly packageKey: string | null;
  readonly source: string;
  /** ISO 8601. */
  readonly observedAt: string;
}

/** One figure of a project under one method. */
export interface ProjectScore extends Omit<WeightedScore<string>, 'terms'> {
  readonly methodId: ScoreMethod;
  readonly axis: ScoreAxis;
  readonly terms: readonly ScoreTerm[];
  /** Signals that speak for themselves; a high tier needs two of fragility. */
  readonly strongSignals: number;
  /** Activity was capped, because the project is quiet for being finished. */
  readonly isFinished: boolean;
  /** The first day (UTC) on which it is another one by age alone; null when nothing in it ages. */
  readonly staleOn: string | null;
}

export interface ScoringMoment {
  /** The beginning of a day: within one day nothing ages. */
  readonly day: Date;
  /** Until when a maintainer's word counts that the project is finished. */
  readonly stableUntil: Date | null;
}

/**
 * All stored scores of one project, pure: the same signals on the same day make the same scores. Without any signal there
 * is none, which reads as "nothing known".
 * @param rows of one project, in one order
 */
export function projectScores(rows: readonly SignalRow[], { day, stableUntil }: ScoringMoment): ProjectScore[] {
  const counted = rows.filter((row) => !row.isLeftOut && !isStale(row, day));
  if (counted.length === 0) return [];
  const isStable = stableUntil !== null && stableUntil > day;
  const known = projectSignals(counted, isStable);
  const ages = counted.flatMap(({ signal, observedAt }) => staleFrom(signal, observedAt) ?? []);
  const staleOn = firstDay(isStable ? [...ages, stableUntil] : ages);
  const { isFinished, ...fragile } = fragility(known.fragility);
  const whole = { methodId: SCORE_1.methodId, staleOn, isFinished: false };
  const scores: ProjectScore[] = [
    { ...whole, axis: 'criticality', ...traced(criticality(known.criticality), known.origins.criticality) },
    { ...whole, axis: 'fragility', ...traced(fragile, known.origins.fragility), isFinished },
  ];
  const compared = openssfOf(known);
  if (compared) scores.push({ ...whole, methodId: OPENSSF_2021.methodId, axis: 'criticality', ...compared });
  return scores;
}

function openssfOf({ openssf, origins }: ReturnType<typeof projectSignals>) {
  const terms = openssf2021Terms(openssf);
  const value = openssf2021(openssf);
  if (terms === null || value === null) return null;
  return traced({ value, confidence: 1, terms, missing: [] }, origins.openssf);
}

/** The score with the figure behind each term. */
function traced<S extends string>(score: WeightedScore<S>, origins: Origins<S>) {
  const terms = score.terms.map((term): ScoreTerm => {
    const origin = origins[term.signal];
    if (origin === undefined) throw new Error(`no figure behind ${term.signal}`);
    const { signal, value: figure, packageKey, source, observedAt } = origin;
    return { ...term, origin: signal, figure, packageKey, source, observedAt: observedAt.toISOString() };
  });
  return { ...score, terms, strongSignals: strongSignals(score.terms) };
}

/** The day of the earliest instant, or the next one when it is not the day's first moment. */
function firstDay(instants: readonly Date[]): string | null {
  if (instants.length === 0) return null;
  const earliest = instants.reduce((first, instant) => (instant < first ? instant : first));
  const isFirstMoment = earliest.getTime() % DAY_MS === 0;
  return slotStart(earliest, DAY_MS, isFirstMoment ? 0 : 1)
    .toISOString()
    .slice(0, 10);
}

/** UTC. */
export function startOfDay(instant: Date): Date {
  return slotStart(instant, DAY_MS, 0);
}
