import { daysWithin } from '../../events/moment.js';
import type { EventOf } from '../../events/project-event.js';
import { UNKNOWN_ACTOR } from '../../events/unknown-actor.js';
import { signalRule } from '../signal.js';

export const S17 = signalRule({
  id: 'S17',
  name: 'check reduced',
  family: 'D',
  reads: ['checkReduction'],
  benign: 'tests that fail at random, and real errors of sanitizers',
  start({ policy, history }) {
    const { excused, first, again, againDays } = policy.signals.S17;
    const last = new Map<string, EventOf<'checkReduction'>>();
    return (event) => {
      const person = history.personOf(event.by);
      const before = last.get(person);
      if (person !== UNKNOWN_ACTOR) last.set(person, event);
      if (before !== undefined && daysWithin(before.at, event.at) <= againDays)
        return { subject: person, key: `${person} again`, points: again, evidence: [before, event] };
      const isExcused = event.hasLinkedBug === true && event.hasCompensatingTest === true;
      return { subject: person, points: isExcused ? excused : first, evidence: [event] };
    };
  },
});

export const S18 = signalRule({
  id: 'S18',
  name: 'feature test that can never pass',
  family: 'D',
  reads: ['featureTest'],
  benign: 'a platform that is no longer supported, which the changelog says',
  start:
    ({ policy }) =>
    (event) =>
      event.was && !event.is && !event.isInChangelog
        ? { subject: event.feature, points: policy.signals.S18.points, isHard: true, evidence: [event] }
        : null,
});

export const S33 = signalRule({
  id: 'S33',
  name: 'safety of code weakened',
  family: 'D',
  reads: ['weakening'],
  benign: 'code that is put in order',
  start:
    ({ policy, history }) =>
    (event) => ({ subject: history.personOf(event.by), points: policy.signals.S33.points, evidence: [event] }),
});
