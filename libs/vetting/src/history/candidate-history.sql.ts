/**
 * What the stored history of a project knows of a person who has shown which of its names are theirs. $1 the person, $2 the project.
 * Nothing is known of somebody who has shown none, and what only those who speak for the project have handed in counts for nobody.
 */

const OWN = `SELECT name.number FROM project_name name WHERE name.project_id = $2 AND name.root IN (
  SELECT own.root FROM project_name_claim claim JOIN project_name own USING (project_id, number) WHERE claim.person_id = $1 AND claim.project_id = $2 AND claim.released_at IS NULL)`;

/** How people are written in events. */
const OWN_NAMES = `SELECT '@' || number FROM (${OWN}) AS own`;

const hasNames =
  'EXISTS (SELECT 1 FROM project_name_claim WHERE person_id = $1 AND project_id = $2 AND released_at IS NULL)';

/** Handed in or confirmed by somebody from outside, and not by the person. */
const isTold =
  'is_from_outside AND NOT EXISTS (SELECT 1 FROM project_history_import own WHERE own.id = import_id AND own.imported_by = $1)';

/** Reviews and approvals by others are in few sources; where none is recorded, nobody knows. */
const usefulReviews = `(SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE event::jsonb -> 'approvers' ?| ARRAY(${OWN_NAMES}) AND NOT coalesce(actor IN (${OWN}), false))::int END
  FROM project_event WHERE project_id = $2 AND ${isTold} AND kind = 'change' AND event ->> 'approvers' IS NOT NULL)`;
const releasesAccompanied = `(SELECT CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE event ->> 'approver' IN (${OWN_NAMES}))::int END
  FROM project_event WHERE project_id = $2 AND ${isTold} AND kind = 'release' AND event ->> 'approver' IS NOT NULL)`;

/** What reviewers and stewards have found by looking: of the newest of each the lowest. $4 the grant. */
const recorded = (column: string): string =>
  `(SELECT min(${column}) FROM (SELECT DISTINCT ON (recorded_by) ${column} FROM role_work_record WHERE grant_id = $4 ORDER BY recorded_by, id DESC) AS newest)`;

/** Counts as upper bounds of time allow: what is known by its day counts from the end of that day. */
export const WORK = `(SELECT json_build_object(
    'firstMergedAt', min(to_ms), 'mergedChanges', CASE WHEN ${hasNames} THEN count(*)::int END,
    'activeMonths', CASE WHEN ${hasNames} THEN count(DISTINCT to_char(to_timestamp(to_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM'))::int END,
    'usefulReviews', coalesce(CASE WHEN ${hasNames} THEN ${usefulReviews} END, ${recorded('useful_reviews')}),
    'releasesAccompanied', coalesce(CASE WHEN ${hasNames} THEN ${releasesAccompanied} END, ${recorded('releases_accompanied')}))
  FROM project_event WHERE project_id = $2 AND ${isTold} AND kind = 'change' AND actor IN (${OWN}))`;

export const LAST_ACTIVE_AT = `(SELECT max(to_ms)::float8 FROM project_event WHERE project_id = $2 AND ${isTold} AND actor IN (${OWN}))`;

/** Since when the person has signed releases with the key that signed first. */
export const KEY_SINCE = `(SELECT min(to_ms)::float8 FROM project_event
  WHERE project_id = $2 AND ${isTold} AND kind = 'release' AND event ->> 'key' IS NOT NULL AND event ->> 'signer' IN (${OWN_NAMES}))`;

/** Other accounts that have shown names which the history knows to be the same person's, also when they took that back. */
export const OWN_ACCOUNTS = `ARRAY(SELECT DISTINCT other.person_id FROM project_name_claim other JOIN project_name name USING (project_id, number)
  WHERE other.project_id = $2 AND other.person_id <> $1 AND name.root IN (
    SELECT own.root FROM project_name_claim claim JOIN project_name own USING (project_id, number) WHERE claim.person_id = $1 AND claim.project_id = $2))`;
