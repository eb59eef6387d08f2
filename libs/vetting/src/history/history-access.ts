import { BEFORE_RIGHTS } from '../grants/grant-status.js';
import { HELD } from '../grants/held.js';

const ASKING = [...BEFORE_RIGHTS, 'ON_HOLD'].map((status) => `'${status}'`).join(', ');

export const STANDINGS = ['OWNER', 'REVIEWER', 'STEWARD'] as const;
/** As what somebody hands in a history, or looks at what follows from it. */
export type Standing = (typeof STANDINGS)[number];

const seat = (kind: 'STEWARD' | 'REVIEWER', project: string, person: string) =>
  `EXISTS (SELECT 1 FROM project_seat seat WHERE seat.project_id = ${project} AND seat.person_id = ${person} AND seat.kind = '${kind}' AND seat.ended_at IS NULL)`;

const owns = (project: string, person: string) =>
  `EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = ${project} AND owner.person_id = ${person})`;
const holds = (project: string, person: string) =>
  `EXISTS (SELECT 1 FROM role_grant held WHERE held.project_id = ${project} AND held.candidate_id = ${person} AND held.${HELD})`;

/** The standing of a person in a project, as SQL; null for none. Whoever sits in it and has a part in it too does not look from outside. */
export const standingOf = (project: string, person: string): string =>
  `CASE WHEN ${owns(project, person)} THEN 'OWNER'
        WHEN ${seat('REVIEWER', project, person)} THEN CASE WHEN ${holds(project, person)} THEN 'OWNER' ELSE 'REVIEWER' END
        WHEN ${seat('STEWARD', project, person)} THEN CASE WHEN ${holds(project, person)} THEN 'OWNER' ELSE 'STEWARD' END END`;

/** Whether a person may see the signals of a project: those with a standing, and who holds a scope in it. */
export const seesSignals = (project: string, person: string): string =>
  `(${standingOf(project, person)} IS NOT NULL OR ${holds(project, person)})`;

/** Whether a person asks for a scope in a project at this time. */
export const asksForScope = (project: string, person: string): string =>
  `EXISTS (SELECT 1 FROM role_grant asked WHERE asked.project_id = ${project} AND asked.candidate_id = ${person}
      AND asked.status IN (${ASKING}))`;
