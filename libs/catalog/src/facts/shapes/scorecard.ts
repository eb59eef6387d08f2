import { repositoryUrlOf } from '#platform/kernel';
import type { SignalFact } from '../catalogue-facts.js';
import type { JsonShape } from './catalogue-shape.js';
import { figureOf, momentOf, signalsOf } from './values.js';

/** Weights of the risk of each check: Critical 10, High 7.5, Medium 5, Low 2.5 (OpenSSF Scorecard). */
const RISK = { critical: 10, high: 7.5, medium: 5, low: 2.5 };
const WEIGHTS: Readonly<Record<string, number>> = {
  'Dangerous-Workflow': RISK.critical,
  Webhooks: RISK.critical,
  'Dependency-Update-Tool': RISK.high,
  'Binary-Artifacts': RISK.high,
  'Branch-Protection': RISK.high,
  'Code-Review': RISK.high,
  'Signed-Releases': RISK.high,
  'Token-Permissions': RISK.high,
  Vulnerabilities: RISK.high,
  Fuzzing: RISK.medium,
  Packaging: RISK.medium,
  'Pinned-Dependencies': RISK.medium,
  SAST: RISK.medium,
  SBOM: RISK.medium,
  'Security-Policy': RISK.medium,
  'CI-Tests': RISK.low,
  'CII-Best-Practices': RISK.low,
  License: RISK.low,
};
/** Known by their signals of their own: activity and people. Counted here they would count twice. */
const MEASURED_APART: ReadonlySet<string> = new Set(['Maintained', 'Contributors']);
const CHECK_NAME = /^[A-Za-z][A-Za-z-]{0,60}$/;

/** Results of OpenSSF Scorecard, versions 4 and 5, as its `--format json` writes them. */
export const SCORECARD: JsonShape = {
  name: 'scorecard',
  matches: ({ repo, checks }) => Array.isArray(checks) && isObject(repo),
  read: ({ repo, checks, date }, { observedAt }) => {
    const repositoryUrl = isObject(repo) && typeof repo.name === 'string' ? repositoryUrlOf(repo.name) : null;
    if (repositoryUrl === null) return [{ reason: 'NO_REPOSITORY' }];
    const signals = scorecardSignals(checks, momentOf(date) ?? observedAt);
    return signals.length === 0 ? [{ reason: 'NO_FACTS' }] : [{ repositoryUrl, packages: [], signals }];
  },
};

/**
 * Each conclusive check, and the weighted mean of those that are not measured elsewhere; -1 is inconclusive and left out.
 * @param checks `[{name, score}]`, scores 0 to 10
 */
export function scorecardSignals(checks: unknown, observedAt: Date): SignalFact[] {
  const scores = new Map<string, number>();
  for (const check of Array.isArray(checks) ? (checks as unknown[]) : []) {
    if (!isObject(check) || typeof check.name !== 'string' || !CHECK_NAME.test(check.name)) continue;
    const score = figureOf(check.score);
    if (score !== null && score <= 10) scores.set(check.name, score);
  }
  const weighed = [...scores].filter(([name]) => !MEASURED_APART.has(name) && Object.hasOwn(WEIGHTS, name));
  const sum = weighed.reduce((total, [name]) => total + WEIGHTS[name]!, 0);
  const posture = sum === 0 ? null : weighed.reduce((total, [name, score]) => total + WEIGHTS[name]! * score, 0) / sum;
  return signalsOf(
    [...[...scores].map(([name, score]) => [`scorecard.${name}`, score] as const), ['postureScore', posture]],
    observedAt,
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
