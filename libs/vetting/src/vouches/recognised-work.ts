import { HELD } from '../grants/held.js';

/** Whether others demonstrably lean on a project: found by evidence, since a tier can be chosen by whoever owns a project of no use to anybody. */
export const isRecognised = (project: string): string =>
  `EXISTS (SELECT 1 FROM project_tier_change found WHERE found.project_id = ${project} AND found.kind = 'EVIDENCE' AND found.tier <> 'T3')`;

/** Whether a person speaks for a project, or holds a scope in it. */
export const hasPart = (person: string, project: string): string => `(
  EXISTS (SELECT 1 FROM project_maintainer spoken WHERE spoken.project_id = ${project} AND spoken.person_id = ${person})
  OR EXISTS (SELECT 1 FROM role_grant held WHERE held.project_id = ${project} AND held.candidate_id = ${person} AND held.${HELD}))`;
