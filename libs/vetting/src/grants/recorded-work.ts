import type { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import type { WorkHistory } from './earliest-dates.js';

/** The merged changes of a person in a history. Neither reviews nor accompanied releases are on record in one. */
export function recordedWork(events: readonly ProjectEvent[], links: PersonLinks, person: string): WorkHistory {
  const changes = events.filter((event) => event.kind === 'change' && links.areOne(event.author, person));
  const mergedChanges = changes.map(({ at }) => at).sort((one, other) => one.to - other.to);
  return { mergedChanges, usefulReviews: null, releasesAccompanied: null };
}
