import type { SignalTerm } from './weighted-score.js';

/** The ten signals of the score, raw; null is not known. */
export interface OpenSsfSignals {
  readonly monthsSinceCreation: number | null;
  readonly monthsSinceUpdate: number | null;
  readonly contributors: number | null;
  readonly organisations: number | null;
  readonly commitsPerWeek: number | null;
  readonly releasesLastYear: number | null;
  /** In 90 days, as are the updated ones. */
  readonly issuesClosed: number | null;
  readonly issuesUpdated: number | null;
  readonly commentsPerIssue: number | null;
  /** Commit messages of others that mention the project; the first version took them for dependents. */
  readonly mentions: number | null;
}

/**
 * Weight and threshold of each signal, as the first version of the score had them (R. Pike, "Quantifying criticality", 2020;
 * ossf/criticality_score before its rewrite in Go). A negative weight is for what makes a project less critical.
 */
export const OPENSSF_2021 = {
  methodId: 'openssf-2021',
  signals: {
    monthsSinceCreation: { weight: 1, threshold: 120 },
    monthsSinceUpdate: { weight: -1, threshold: 120 },
    contributors: { weight: 2, threshold: 5_000 },
    organisations: { weight: 1, threshold: 10 },
    commitsPerWeek: { weight: 1, threshold: 1_000 },
    releasesLastYear: { weight: 0.5, threshold: 26 },
    issuesClosed: { weight: 0.5, threshold: 5_000 },
    issuesUpdated: { weight: 0.5, threshold: 5_000 },
    commentsPerIssue: { weight: 1, threshold: 15 },
    mentions: { weight: 2, threshold: 500_000 },
  },
} as const satisfies {
  readonly methodId: string;
  readonly signals: Readonly<Record<keyof OpenSsfSignals, { readonly weight: number; readonly threshold: number }>>;
};

export const OPENSSF_SIGNALS = Object.keys(OPENSSF_2021.signals) as readonly (keyof OpenSsfSignals)[];

/**
 * The OpenSSF criticality score of 2021, for comparison: sum of w * ln(1 + s) / ln(1 + max(s, t)) over the sum of w. It was
 * only published for projects of which all signals are known, so it is null when one is missing. In proportion to its size,
 * not its need: it rewards having many people, which is why Mainstay keeps criticality and fragility apart.
 */
export function openssf2021(signals: OpenSsfSignals): number | null {
  const terms = openssf2021Terms(signals);
  if (terms === null) return null;
  const weights = terms.reduce((sum, { weight }) => sum + weight, 0);
  return terms.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights;
}

/** What it is made of; null when a signal is missing. */
export function openssf2021Terms(signals: OpenSsfSignals): readonly SignalTerm<keyof OpenSsfSignals>[] | null {
  const terms: SignalTerm<keyof OpenSsfSignals>[] = [];
  for (const signal of OPENSSF_SIGNALS) {
    const { weight, threshold } = OPENSSF_2021.signals[signal];
    const raw = signals[signal];
    if (raw === null) return null;
    terms.push({ signal, weight, value: Math.log1p(raw) / Math.log1p(Math.max(raw, threshold)) });
  }
  return terms;
}
