import { isUnidentified, namesMany, peopleIn } from './people-of-text.js';
import { readRetoldMessage } from './retold-message.js';
import type { Assume, Body } from './kind-reader.js';
import type { TimelineEntry } from './timeline-file.js';
import type { TimelineRecord } from './timeline-record.js';

/** How many "several" are at the least, of accounts that nobody counted and of messages that are called a series. */
const SEVERAL = 3;
const SERIES = /\b(?:series|several|many|repeated|repeatedly|multiple|dozens)\b/i;

/** A message with its facts; without them its sentence is read as a message would be. */
export function messageOf(entry: TimelineEntry, record: TimelineRecord, assume: Assume): readonly Body[] {
  const { actor, facts, kind, summary } = entry;
  const accounts = facts.number('accounts') ?? accountsOf(actor);
  const isNobody = isUnidentified(actor);
  const read = facts.has('classes') ? null : readRetoldMessage(summary);
  if (read !== null) assume('vetting.assumption.classesOfSentence', { classes: read.classes.join('') });
  const classes = facts.classes() ?? read?.classes ?? [];
  return [
    {
      kind: 'message',
      sender: actor,
      accounts,
      messages: facts.number('messages') ?? (accounts > 1 && SERIES.test(summary) ? SEVERAL : 1),
      thread: facts.text('thread'),
      senderFirstSeen: facts.moment('senderFirstSeen') ?? (isNobody ? entry.at : record.firstSeen(actor)),
      senderMergedChanges: facts.number('senderMergedChanges') ?? (isNobody ? 0 : null),
      classes: kind === 'inquiry' && classes.length === 0 ? ['N'] : classes,
      demand: facts.demand() ?? read?.demand ?? null,
      beneficiary: facts.text('beneficiary') ?? (read?.isForSender ? actor : null),
    },
  ];
}

function accountsOf(actor: string): number {
  if (isUnidentified(actor)) return namesMany(actor) ? SEVERAL : 1;
  return peopleIn(actor).length;
}
