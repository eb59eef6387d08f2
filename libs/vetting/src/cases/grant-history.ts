import { DAY_MS, instant } from '../events/moment.js';
import type { ProjectEvent } from '../events/project-event.js';
import { OWN_PREFIX } from '../history/stored-events.js';
import { eventId } from '../importers/event-id.js';
import { nameOfAccount } from '../risk/project-events.service.js';
import type { GrantStep } from './grant-step.js';

/** Why a sponsor is not independent (S32); other reasons for which one does not count speak against nobody. */
const DEPENDENCE = 'SPONSORS_COLLUDE';

export interface GrantHappening {
  readonly events: readonly ProjectEvent[];
  readonly personIds: readonly string[];
}

/** What a step adds to the history of its project: a scope that is given, and a sponsor who is not independent. */
export function happeningsOf({ after, events, context }: GrantStep): GrantHappening {
  const told = events.flatMap((event): GrantHappening[] => {
    const common = { at: instant(event.at), source: `grant ${after.id}` };
    const { candidate, scope } = after;
    if (event.type === 'confirmReadBack' || event.type === 'grantByOwner') {
      const { firstMergedAt, mergedChanges } = context.candidate.work;
      const tenureDays = firstMergedAt === null ? null : Math.floor((event.at - firstMergedAt) / DAY_MS);
      const facts = { person: nameOfAccount(candidate), scope, by: null, tenureDays, mergedChanges };
      return [
        {
          events: [{ ...common, kind: 'grant', id: OWN_PREFIX + eventId('grant', after.id, event.at), ...facts }],
          personIds: [candidate],
        },
      ];
    }
    if (event.type !== 'confirmSponsorship') return [];
    const { sponsor, notCounted } = event.sponsorship;
    if (notCounted !== DEPENDENCE) return [];
    const facts = { candidate: nameOfAccount(candidate), sponsor: nameOfAccount(sponsor), dependence: [notCounted] };
    return [
      {
        events: [
          { ...common, kind: 'sponsorship', id: OWN_PREFIX + eventId('sponsorship', after.id, sponsor), ...facts },
        ],
        personIds: [candidate, sponsor],
      },
    ];
  });
  return { events: told.flatMap((one) => one.events), personIds: told.flatMap((one) => one.personIds) };
}
