import { daysAtLeast } from '../../events/moment.js';
import { isPressure } from '../../events/pressure.js';
import type { EventOf } from '../../events/project-event.js';
import { Recent, Tally } from '../recent.js';
import { PROJECT, signalRule } from '../signal.js';

type Message = EventOf<'message'>;

/** A message of somebody who has worked for the project counts half. */
const HALF = { mergedChanges: 3, days: 365 };

export const S01 = signalRule({
  id: 'S01',
  name: 'pressure burst',
  family: 'P',
  reads: ['message'],
  benign: 'a release that is late, or an issue that many people came across',
  start({ policy, history }) {
    const { countDays, interactions, few, many } = policy.signals.S01;
    const recent = new Recent<Message>(countDays);
    const calm = new Tally();
    let count = 0;
    return (event) => {
      const sender = history.personOf(event.sender);
      if (!isPressure(event.classes)) {
        calm.add(sender, event.messages);
        return null;
      }
      if (calm.of(sender) >= interactions) return null;
      count += weightOf(event);
      for (const dropped of recent.add(event)) count -= weightOf(dropped);
      if (count < few.count) return null;
      return { subject: PROJECT, points: count >= many.count ? many.points : few.points, evidence: recent.latest() };
    };
  },
});

function weightOf({ at, messages, senderMergedChanges, senderFirstSeen }: Message): number {
  const hasWorked = senderMergedChanges !== null && senderMergedChanges >= HALF.mergedChanges;
  const isOld = senderFirstSeen !== null && daysAtLeast(senderFirstSeen, at) >= HALF.days;
  return hasWorked || isOld ? messages / 2 : messages;
}

export const S02 = signalRule({
  id: 'S02',
  name: 'demand to hand over',
  family: 'P',
  reads: ['message'],
  benign: 'somebody who packages the project for a distribution, in good faith',
  start:
    ({ policy }) =>
    (event) =>
      event.demand !== null && event.senderMergedChanges === 0
        ? { subject: PROJECT, points: policy.signals.S02.points, evidence: [event] }
        : null,
});

export const S24 = signalRule({
  id: 'S24',
  name: 'urgency downstream',
  family: 'P',
  reads: ['downstreamRequest'],
  benign: 'a fix of a vulnerability that has to reach users soon',
  start({ policy }) {
    const { accountDays, targets, countDays, points } = policy.signals.S24;
    const own = new Recent<EventOf<'downstreamRequest'>>(countDays);
    const asked = new Tally();
    return (event) => {
      if (event.accountAgeDays !== null && event.accountAgeDays < accountDays)
        return { subject: PROJECT, points, evidence: [event] };
      if (event.isReleaser !== true) return null;
      asked.add(event.target, 1);
      for (const { target } of own.add(event)) asked.add(target, -1);
      return asked.size >= targets ? { subject: PROJECT, points, evidence: own.latest() } : null;
    };
  },
});
