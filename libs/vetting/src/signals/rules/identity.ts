import { daysAtLeast } from '../../events/moment.js';
import type { EventOf } from '../../events/project-event.js';
import { UNKNOWN_ACTOR } from '../../events/unknown-actor.js';
import { Recent, Repeats, Tally } from '../recent.js';
import { signalRule } from '../signal.js';

export const S07 = signalRule({
  id: 'S07',
  name: 'short tenure for the scope',
  family: 'I',
  reads: ['grant'],
  benign: 'somebody who is known from elsewhere; stewards may waive it with reasons',
  start:
    ({ policy, tier, history }) =>
    (event) => {
      if (event.scope === null || event.person === null) return null;
      const { tenureDays, mergedChanges } = policy.tiers[tier].scopes[event.scope];
      const isShort = event.tenureDays !== null && event.tenureDays < tenureDays;
      const isThin = event.mergedChanges !== null && event.mergedChanges < mergedChanges;
      if (!isShort && !isThin) return null;
      return { subject: history.personOf(event.person), points: policy.signals.S07.points, evidence: [event] };
    },
});

export const S08 = signalRule({
  id: 'S08',
  name: 'thin lineage',
  family: 'I',
  reads: ['lineage'],
  benign: 'students, people who start, and pseudonyms',
  start:
    ({ policy, history }) =>
    (event) => {
      const { projects, months, points } = policy.signals.S08;
      if (event.projectsWithMergedWork > projects || event.oldestLinkMonths >= months) return null;
      return { subject: history.personOf(event.person), points, evidence: [event] };
    },
});

export const S09 = signalRule({
  id: 'S09',
  name: 'identity that drifts',
  family: 'I',
  reads: ['identity'],
  benign: 'a marriage, a new job, several laptops',
  start({ policy, history }) {
    const { countDays, changes, points } = policy.signals.S09;
    const recent = new Map<string, Recent<EventOf<'identity'>>>();
    return (event) => {
      // What would excuse counts when it is on record.
      if (event.isAnnounced === true) return null;
      const person = history.personOf(event.account);
      const own = recent.get(person) ?? new Recent<EventOf<'identity'>>(countDays);
      recent.set(person, own);
      own.add(event);
      return own.size >= changes ? { subject: person, points, evidence: own.latest() } : null;
    };
  },
});

export const S10 = signalRule({
  id: 'S10',
  name: 'inconsistent clock',
  family: 'I',
  reads: ['change'],
  benign: 'travel and summer time; it never does more than inform',
  start({ policy, history }) {
    const { changes, share, points } = policy.signals.S10;
    const offsets = new Map<string, Tally>();
    const repeats = new Repeats(policy.signals.repeatDays);
    return (event) => {
      const person = history.personOf(event.author);
      // What another applied carries another's clock.
      if (event.authorOffset === null || event.committer === null || history.personOf(event.committer) !== person)
        return null;
      const own = offsets.get(person) ?? new Tally();
      offsets.set(person, own);
      own.add(String(event.authorOffset), 1);
      const odd = own.sum - (own.leader()?.count ?? 0);
      if (own.sum < changes || odd / own.sum < share || !repeats.isDue(person, event.at)) return null;
      return { subject: person, points, evidence: [event] };
    };
  },
});

export const S35 = signalRule({
  id: 'S35',
  name: 'privileged action after a change of authenticator',
  family: 'I',
  reads: ['authenticatorChange', 'privilegedAction', 'release', 'publication', 'grant', 'revocation'],
  benign: 'a phone that was lost',
  start({ policy, history }) {
    const { changedDays, points } = policy.signals.S35;
    const changed = new Map<string, EventOf<'authenticatorChange'>>();
    return (event) => {
      if (event.kind === 'authenticatorChange') {
        changed.set(history.personOf(event.person), event);
        return null;
      }
      for (const name of actorsOf(event)) {
        const person = history.personOf(name);
        const change = changed.get(person);
        if (change !== undefined && daysAtLeast(change.at, event.at) < changedDays)
          return { subject: person, points, evidence: [change, event] };
      }
      return null;
    };
  },
});

type PrivilegedAct = EventOf<'privilegedAction' | 'release' | 'publication' | 'grant' | 'revocation'>;

/** Who used RELEASE or ADMIN. */
function actorsOf(event: PrivilegedAct): string[] {
  if (event.kind === 'privilegedAction') return [event.person];
  if (event.kind === 'publication') return event.publisher === null ? [] : [event.publisher];
  if (event.kind === 'release') return [event.tagger, event.publisher].filter((name) => name !== null);
  return event.by === null || event.by === UNKNOWN_ACTOR ? [] : [event.by];
}
