import { daysAtMost } from '../../events/moment.js';
import { isPressure } from '../../events/pressure.js';
import type { EventOf } from '../../events/project-event.js';
import { MOST_EVIDENCE, Recent, Tally } from '../recent.js';
import { PROJECT, signalRule } from '../signal.js';

type Message = EventOf<'message'>;

export const S03 = signalRule({
  id: 'S03',
  name: 'cluster of fresh personas',
  family: 'I',
  reads: ['message'],
  benign: 'new users of a project that many have just found; they do not make the same demand',
  start({ policy, history }) {
    const { accounts, freshDays, points } = policy.signals.S03;
    const threads = new Map<string, Map<string, Message>>();
    return (event) => {
      if (!isFresh(event, freshDays)) return null;
      // A record without a thread stands for one of its own.
      const thread = event.thread ?? event.id;
      const seen = threads.get(thread) ?? new Map<string, Message>();
      const sender = history.personOf(event.sender);
      seen.delete(sender);
      seen.set(sender, event);
      const [oldest] = seen.keys();
      if (seen.size > MOST_EVIDENCE && oldest !== undefined) seen.delete(oldest);
      threads.set(thread, seen);
      const evidence = [...seen.values()].filter((message) => isFresh(message, freshDays, event));
      const count = evidence.reduce((sum, message) => sum + message.accounts, 0);
      const isDemanded = evidence.some(({ classes, demand }) => demand !== null || (classes?.includes('D') ?? false));
      return count >= accounts && isDemanded ? { subject: PROJECT, points, evidence } : null;
    };
  },
});

/** Known to have been seen first some days ago at the most, and to have no code here. */
function isFresh({ senderFirstSeen, senderMergedChanges }: Message, days: number, now: Message | null = null): boolean {
  if (senderFirstSeen === null || senderMergedChanges !== 0) return false;
  return now === null || daysAtMost(senderFirstSeen, now.at) < days;
}

export const S04 = signalRule({
  id: 'S04',
  name: 'demands for one beneficiary',
  family: 'G',
  reads: ['message'],
  benign: 'a strong contributor whom users like; those who ask have been there for long',
  start({ policy, history }) {
    const { countDays, demands, share, points } = policy.signals.S04;
    const recent = new Recent<Message>(countDays);
    const gaining = new Tally();
    let all = 0;
    const count = ({ beneficiary, messages }: Message, sign: number): void => {
      all += sign * messages;
      if (beneficiary !== null) gaining.add(history.personOf(beneficiary), sign * messages);
    };
    return (event) => {
      if (!isPressure(event.classes) && event.demand === null) return null;
      count(event, 1);
      for (const dropped of recent.add(event)) count(dropped, -1);
      const first = gaining.leader();
      if (first === null || all < demands || first.count / all < share) return null;
      return { subject: first.name, key: PROJECT, points, evidence: recent.latest() };
    };
  },
});

export const S32 = signalRule({
  id: 'S32',
  name: 'sponsor who is not independent',
  family: 'G',
  reads: ['sponsorship'],
  benign: 'colleagues and mentors, who may speak beside the independent sponsors',
  start:
    ({ policy, history }) =>
    (event) =>
      event.dependence.length > 0
        ? { subject: history.personOf(event.candidate), points: policy.signals.S32.points, evidence: [event] }
        : null,
});
