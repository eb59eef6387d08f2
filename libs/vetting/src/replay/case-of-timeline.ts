import { TimelineInvalidError } from '../timeline/timeline.errors.js';
import type { TimelineEntry } from '../timeline/timeline-file.js';

/**
 * The records of one case: of the case that is named, or of the only one there is.
 * @throws TimelineInvalidError that lists the cases
 */
export function caseOf(entries: readonly TimelineEntry[], name: string | null): readonly TimelineEntry[] {
  if (entries.length === 0) throw new TimelineInvalidError('empty');
  const known = [...new Set(entries.map((entry) => entry.case ?? '-'))];
  const cases = known.join(', ');
  if (name === null) {
    if (known.length > 1) throw new TimelineInvalidError('caseNeeded', { cases });
    return entries;
  }
  const own = entries.filter((entry) => entry.case === name);
  if (own.length === 0) throw new TimelineInvalidError('caseUnknown', { case: name, cases });
  return own;
}
