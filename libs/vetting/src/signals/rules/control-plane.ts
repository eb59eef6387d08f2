import type { EventOf } from '../../events/project-event.js';
import { daysAtLeast, daysAtMost } from '../../events/moment.js';
import { UNKNOWN_ACTOR } from '../../events/unknown-actor.js';
import { PROJECT, signalRule, type Finding, type RuleContext } from '../signal.js';

export const S12 = signalRule({
  id: 'S12',
  name: 'security contact moves to a young grant',
  family: 'C',
  reads: ['contactChange'],
  benign: 'an ordinary change of contacts, which is very common; two persons are the answer, not blame',
  start: (context) => (event) => {
    if (event.beneficiary === null || !isYoung(context, event.beneficiary, event)) return null;
    const points = pointsOfContact(context, event);
    return points === 0 ? null : { subject: context.history.personOf(event.beneficiary), points, evidence: [event] };
  },
});

function pointsOfContact({ policy }: RuleContext, event: EventOf<'contactChange'>): number {
  const { additive, replacing, alone } = policy.signals.S12;
  if (event.replacesOld === null) return 0;
  if (event.replacesOld) return event.secondPerson === false ? alone : replacing;
  // A holder who adds another person is the second person.
  return event.isByIncumbent === true ? 0 : additive;
}

function isYoung({ policy, history }: RuleContext, name: string, { at }: EventOf<'contactChange' | 'controlMove'>) {
  const age = history.grantAge(name, at);
  return age !== null && age < policy.signals.youngGrantDays;
}

export const S13 = signalRule({
  id: 'S13',
  name: 'control plane moves to a young grant',
  family: 'C',
  reads: ['controlMove'],
  benign: 'a move to another forge, or into a foundation',
  start: (context) => (event) => {
    const toward = event.toward ?? event.by;
    if (!isYoung(context, toward, event)) return null;
    return { subject: context.history.personOf(toward), points: context.policy.signals.S13.points, evidence: [event] };
  },
});

export const S29 = signalRule({
  id: 'S29',
  name: 'many holders removed at once',
  family: 'C',
  reads: ['revocation'],
  benign: 'a batch for inactivity that nobody recorded as one',
  start({ policy, history }) {
    const { holders, share, points } = policy.signals.S29;
    const last = new Map<string, EventOf<'revocation'>[]>();
    return (event) => {
      // What would excuse counts when it is on record; that it was one day has to be known.
      if (event.hasMotion === true || daysAtMost(event.at, event.at) > 1) return null;
      const actor = history.personOf(event.by);
      const earlier = actor === UNKNOWN_ACTOR ? [] : (last.get(actor) ?? []);
      const evidence = [...earlier.filter(({ at }) => daysAtLeast(at, event.at) <= 1), event];
      last.set(actor, evidence);
      const removed = evidence.reduce((sum, one) => sum + one.holders, 0);
      const before = evidence[0]?.holdersBefore ?? null;
      const isHalf = before !== null && removed / before >= share;
      return removed >= holders || isHalf ? { subject: actor, points, isHard: true, evidence } : null;
    };
  },
});

export const S30 = signalRule({
  id: 'S30',
  name: 'ownership goes to an outsider',
  family: 'C',
  reads: ['ownershipTransfer'],
  benign: 'an employer that changes its name, or a foundation that takes a project in',
  start:
    ({ policy }) =>
    (event): Finding | null => {
      const { points, noticeDays, hardPoints } = policy.signals.S30;
      if (event.receiverHasLineage !== false) return null;
      const isHard = event.noticeDays !== null && event.noticeDays < noticeDays;
      return { subject: event.resource, points: isHard ? hardPoints : points, isHard, evidence: [event] };
    },
});

export const S31 = signalRule({
  id: 'S31',
  name: 'access that nobody uses',
  family: 'C',
  reads: ['accessList'],
  benign: 'a large team',
  start:
    ({ policy }) =>
    (event) => {
      const { unusedDays, share, points } = policy.signals.S31;
      const known = event.holders.flatMap(({ lastUsed }) => (lastUsed === null ? [] : [lastUsed]));
      const unused = known.filter((used) => daysAtLeast(used, event.at) >= unusedDays).length;
      return unused > 0 && unused / event.holders.length >= share
        ? { subject: PROJECT, points, evidence: [event] }
        : null;
    },
});

export const S34 = signalRule({
  id: 'S34',
  name: 'channel for reports gets thinner',
  family: 'C',
  reads: ['contactChange'],
  benign: 'a policy that is made simpler',
  start: (context) => (event) => {
    if (event.thinsReporting !== true || !isYoung(context, event.proposer, event)) return null;
    const subject = context.history.personOf(event.proposer);
    return { subject, points: context.policy.signals.S34.points, evidence: [event] };
  },
});
