/**
 * What the stored history of a project knows of a person who has shown which of its names are theirs. $1 the person, $2 the project.
 * Nothing is known of somebody who has shown none, and what only those who speak for the project have handed in counts for nobody.
 */

const OWN = `SELECT name.number FROM project_name name WHERE name.project_id = $2 AND name.root IN (
  SELECT own.root FROM project_name_claim claim JOIN project_name own USING (project_id, number) WHERE claim.person_id = $1 AND claim.project_id = $2)`;

/** How people are written in events. */
const OWN_NAMES = `SELECT '@' || number FROM (${OWN}) AS own`;

const hasNames = 'EXISTS (SELECT 1 FROM project_name_claim WHERE person_id = $1 AND project_id = $2)';

/** Reviews and approvals by others are in few sources; where none is recorded, nobody knows. */
const usefulReviews = `(SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE event::jsonb -> 'approvers' ?| ARRAY(${OWN_NAMES}) AND NOT coalesce(actor IN (${OWN}), false))::int END
  FROM project_event WHERE project_id = $2 AND is_from_outside AND kind = 'change' AND event ->> 'approvers' IS NOT NULL)`;
const releasesAccompanied = `(SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE event ->> 'approver' IN (${OWN_NAMES}))::int END
  FROM project_event WHERE project_id = $2 AND is_from_outside AND kind = 'release' AND event ->> 'approver' IS NOT NULL)`;

/** What a reviewer or a steward has found by looking: the newest. $4 the grant. */
const recorded = (column: string): string =>
  `(SELECT ${column} FROM role_work_record WHERE grant_id = $4 ORDER BY id DESC LIMIT 1)`;

/** Counts as upper bounds of time allow: what is known by its day counts from the end of that day. */
export const WORK = `(SELECT json_build_object(
    'firstMergedAt', min(to_ms), 'mergedChanges', CASE WHEN ${hasNames} THEN count(*)::int END,
    'activeMonths', CASE WHEN ${hasNames} THEN count(DISTINCT to_char(to_timestamp(to_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM'))::int END,
    'usefulReviews', coalesce(${recorded('useful_reviews')}, CASE WHEN ${hasNames} THEN ${usefulReviews} END),
    'releasesAccompanied', coalesce(${recorded('releases_accompanied')}, CASE WHEN ${hasNames} THEN ${releasesAccompanied} END))
  FROM project_event WHERE project_id = $2 AND is_from_outside AND kind = 'change' AND actor IN (${OWN}))`;

export const LAST_ACTIVE_AT = `(SELECT max(to_ms)::float8 FROM project_event WHERE project_id = $2 AND is_from_outside AND actor IN (${OWN}))`;

/** Since when the person has signed releases with the key that signed first. */
export const KEY_SINCE = `(SELECT min(to_ms)::float8 FROM project_event
  WHERE project_id = $2 AND is_from_outside AND kind = 'release' AND event ->> 'key' IS NOT NULL AND event ->> 'signer' IN (${OWN_NAMES}))`;

/** Accounts that have shown names which the history of the project $1 knows to be one person's, the first of them with each other one. */
export const ACCOUNTS_OF_ONE = `(SELECT coalesce(json_agg(DISTINCT jsonb_build_array(first, person)), '[]')
  FROM (SELECT claim.person_id AS person, first_value(claim.person_id) OVER (PARTITION BY name.root ORDER BY claim.person_id) AS first
          FROM project_name_claim claim JOIN project_name name USING (project_id, number) WHERE claim.project_id = $1) AS claimed
 WHERE first <> person)`;
