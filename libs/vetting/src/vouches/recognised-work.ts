import { HELD } from '../grants/held.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';

const { criticality, dependents } = POLICY_2026_1.thresholds.T2;

/**
 * Whether figures of the catalogue show that others lean on a project, as much as for T2. Its tier does not: anybody can own a project of no use
 * to anybody, say that it runs privileged, and choose a strict tier for it. A figure of a kind that was contested with success since does not count.
 */
export const isRecognised = (project: string): string => `(
  EXISTS (SELECT 1 FROM package JOIN package_signal figure USING (purl_key)
           WHERE package.project_id = ${project} AND figure.signal = 'dependents' AND figure.value >= ${dependents} AND ${isUncontested(project)})
  OR EXISTS (SELECT 1 FROM project_signal figure
              WHERE figure.project_id = ${project} AND figure.signal = 'openssfScore' AND figure.value >= ${criticality} AND ${isUncontested(project)})
  OR EXISTS (SELECT 1 FROM project_score score WHERE score.project_id = ${project} AND score.method_id = 'openssf-2021'
                AND score.axis = 'criticality' AND score.value >= ${criticality}))`;

/** Whether a person speaks for a project, or holds a scope in it. */
export const hasPart = (person: string, project: string): string => `(
  EXISTS (SELECT 1 FROM project_maintainer spoken WHERE spoken.project_id = ${project} AND spoken.person_id = ${person})
  OR EXISTS (SELECT 1 FROM role_grant held WHERE held.project_id = ${project} AND held.candidate_id = ${person} AND held.${HELD}))`;

function isUncontested(project: string): string {
  return `NOT EXISTS (SELECT 1 FROM signal_contest contest WHERE contest.project_id = ${project} AND contest.signal = figure.signal
                         AND contest.status = 'upheld' AND contest.decided_at >= figure.observed_at)`;
}
