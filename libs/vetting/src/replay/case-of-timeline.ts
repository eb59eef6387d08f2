import { TimelineInvalidError } from '../timeline/timeline.errors.js';
import type { TimelineEntry } from '../timeline/timeline-file.js';

/**
 * The records of one case: of the case that is named, or of the only one there is.
 * @throws TimelineInvalidError that lists the cases
 */
export function caseOf(entries: readonly TimelineEntry[], name: string | null): readonly TimelineEntry[] {
  if (entries.length === 0) throw new TimelineInvalidError('empty');
  const known = new Set(entries.flatMap((entry) => entry.case ?? []));
  const cases = [...known].join(', ');
  if (name === null) {
    const isMixed = known.size > 1 || (known.size === 1 && entries.some((entry) => entry.case === null));
    if (isMixed) throw new TimelineInvalidError('caseNeeded', { cases });
    return entries;
  }
  if (known.size === 0) throw new TimelineInvalidError('caseless', { case: name });
  const own = entries.filter((entry) => entry.case === name);
  if (own.length === 0) throw new TimelineInvalidError('caseUnknown', { case: name, cases });
  return own;
}
