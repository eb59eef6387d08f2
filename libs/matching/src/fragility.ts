import { SCORE_1 } from './score-1.js';
import { clamp, weightedScore, type WeightedScore } from './weighted-score.js';

const RULE = SCORE_1.fragility;

/** What is known about how easily a project breaks. Null is "not known". People are counts, never names. */
export interface FragilitySignals {
  /** Contributor absence factor of CHAOSS over 24 months: fewest people with half of the contributions. */
  readonly contributorAbsenceFactor: number | null;
  /** People who can publish a release in the registry. */
  readonly publishers: number | null;
  /** Months since a person's last commit or release. */
  readonly monthsSinceActivity: number | null;
  readonly isArchivedOrDeprecated: boolean;
  /** Over 12 months: issues opened, and median days to a maintainer's first reply, null when there was none. */
  readonly reply: { readonly issues: number; readonly medianDays: number | null } | null;
  /** Scorecard aggregate without Maintained and Contributors, which are measured here, 0 to 10. */
  readonly postureScore: number | null;
  /** Open advisories without a fixed version. */
  readonly unfixedAdvisories: number | null;
  /** Income of 12 months divided by the stated target; null without a target. */
  readonly incomeShare: number | null;
  /** Elephant factor: fewest organisations with half of the contributions. */
  readonly organisations: number | null;
  /** The maintainer confirmed within 12 months that the project is finished and stable. */
  readonly isConfirmedStable: boolean;
}

export type FragilitySignal = keyof typeof RULE.weights;

export interface Fragility extends WeightedScore<FragilitySignal> {
  /** The activity signal was capped, because the project is quiet for being finished. */
  readonly isFinished: boolean;
}

/** F(project) of domain rule 2.3; 1 is fragile. */
export function fragility(signals: FragilitySignals): Fragility {
  const isFinished = qualifiesAsFinished(signals);
  const activity = activityOf(signals);
  const score = weightedScore(RULE.weights, {
    people: mapPresent(signals.contributorAbsenceFactor, peopleSignal),
    publishers: mapPresent(signals.publishers, publishersSignal),
    activity: isFinished && activity !== null ? Math.min(activity, RULE.finishedActivity) : activity,
    reply: replyOf(signals),
    posture: mapPresent(signals.postureScore, postureSignal),
    advisories: mapPresent(signals.unfixedAdvisories, advisoriesSignal),
    fundingGap: mapPresent(signals.incomeShare, (share) => 1 - Math.min(1, share)),
    organisations: mapPresent(signals.organisations, organisationsSignal),
  });
  return { ...score, isFinished: isFinished && activity !== null && activity > RULE.finishedActivity };
}

/** 1 - log2(min(n, 8)) / 3: 1 for one person, 0 from eight on. */
export function peopleSignal(contributorAbsenceFactor: number): number {
  return headcountSignal(contributorAbsenceFactor, RULE.peopleCeiling);
}

/** ln(m / 3) / ln 8 between 3 and 24 months. */
export function activitySignal(months: number): number {
  return logBetween(months, RULE.activityMonths.calm, RULE.activityMonths.silent);
}

/** ln(t / 2) / ln 30 between 2 and 60 days. */
export function replySignal(medianDays: number): number {
  return logBetween(medianDays, RULE.replyDays.prompt, RULE.replyDays.slow);
}

/** 1 for one publisher, 0 from four on. */
export function publishersSignal(publishers: number): number {
  return headcountSignal(publishers, RULE.publishersCeiling);
}

/** 1 for one organisation, 0 from four on. */
export function organisationsSignal(organisations: number): number {
  return headcountSignal(organisations, RULE.organisationsCeiling);
}

/** 1 - score / 10. */
export function postureSignal(score: number): number {
  return 1 - score / 10;
}

/** n / 3, at most 1. */
export function advisoriesSignal(unfixed: number): number {
  return clamp(unfixed / RULE.advisoriesCeiling);
}

/** 1 - log(min(n, ceiling)) / log(ceiling). */
function headcountSignal(count: number, ceiling: number): number {
  return 1 - Math.log2(Math.min(Math.max(count, 1), ceiling)) / Math.log2(ceiling);
}

function logBetween(value: number, zeroAt: number, oneAt: number): number {
  return clamp(Math.log(Math.max(value, zeroAt) / zeroAt) / Math.log(oneAt / zeroAt));
}

function activityOf(signals: FragilitySignals): number | null {
  return signals.isArchivedOrDeprecated ? 1 : mapPresent(signals.monthsSinceActivity, activitySignal);
}

/** A median over fewer than five issues says nothing. */
function replyOf({ reply }: FragilitySignals): number | null {
  if (reply === null || reply.issues < RULE.replyDays.minimumIssues) return null;
  // Enough issues and never a reply is the slowest there is.
  return reply.medianDays === null ? 1 : replySignal(reply.medianDays);
}

/**
 * Quiet because it is finished: the maintainer says so, no advisory is open, and nobody waits for an answer. Few issues
 * are no reason for doubt, but an unknown number of issues is.
 */
function qualifiesAsFinished(signals: FragilitySignals): boolean {
  if (!signals.isConfirmedStable || signals.isArchivedOrDeprecated || signals.unfixedAdvisories !== 0) return false;
  if (signals.reply === null) return false;
  return (replyOf(signals) ?? 0) < SCORE_1.tier.strongSignal;
}

function mapPresent(value: number | null, signalOf: (value: number) => number): number | null {
  return value === null ? null : signalOf(value);
}
