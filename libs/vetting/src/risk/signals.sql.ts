/** Signals of a project as rules weigh them, for `StoredSignal`. */
export const STORED_SIGNAL = `json_build_object('rule', rule, 'family', family, 'points', points, 'isHard', is_hard, 'subject', subject, 'key', key,
  'day', day, 'endDay', end_day, 'clearedAt', (SELECT floor(extract(epoch FROM at) * 1000)::float8 FROM signal_clearing WHERE signal_id = signal.id AND place = 2))`;

/** Those that may count on a day, and all of pressure: since when it is calm depends on them. */
export const mayCount = (day: string): string =>
  `(end_day IS NULL OR end_day > ${day} OR rule IN ('S01', 'S02', 'S03'))`;

/**
 * Until when all messages to the maintainers of the project $1 are known, as somebody from outside has said who is not the candidate;
 * null for not at all.
 */
export const messagesCoveredUntil = (candidate: string): string =>
  `(SELECT floor(extract(epoch FROM max(covered_until)) * 1000)::float8 FROM project_history_import
     WHERE project_id = $1 AND status = 'STORED' AND standing <> 'OWNER' AND imported_by <> ${candidate} AND 'MESSAGES' = ANY (covers))`;
