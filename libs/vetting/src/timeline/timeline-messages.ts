import { isPressure } from '../events/pressure.js';
import type { Moment } from '../events/moment.js';
import { isUnidentified, namesMany, peopleIn } from './people-of-text.js';
import { readRetoldMessage, type RetoldMessage } from './retold-message.js';
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
  const read = kind === 'inquiry' && isQuestion(summary) ? NEUTRAL : readRetoldMessage(summary);
  const classes = classesOf(entry, read, assume);
  const sender = senderOf(entry, record, assume);
  return [
    {
      kind: 'message',
      sender: actor,
      accounts,
      messages: facts.number('messages') ?? (accounts > 1 && SERIES.test(summary) ? SEVERAL : 1),
      thread: facts.has('thread') ? facts.text('thread') : threadOf(entry, classes, assume),
      ...sender,
      classes,
      demand: facts.has('demand') || facts.has('classes') ? facts.demand() : read.demand,
      beneficiary:
        facts.has('beneficiary') || facts.has('classes')
          ? facts.text('beneficiary')
          : beneficiaryOf(entry, read, record, assume),
    },
  ];
}

/** A record of the kind that is called pressure tells of pressure, also in words that no phrase fits. */
function classesOf({ kind, facts }: TimelineEntry, read: RetoldMessage, assume: Assume): RetoldMessage['classes'] {
  const known = facts.classes();
  if (known !== null) return known;
  const isPlain = kind === 'pressure' && read.classes.join('') === 'N';
  const classes = isPlain ? (['B'] as const) : read.classes;
  assume('vetting.assumption.classesOfSentence', { classes: classes.join('') });
  return classes;
}

/** Messages that press at one place are read as of one thread; whoever only asks something there has joined nobody. */
function threadOf({ target }: TimelineEntry, classes: RetoldMessage['classes'], assume: Assume): string | null {
  if (!isPressure(classes)) return null;
  assume('vetting.assumption.threadIsTarget', { target });
  return target;
}

/** To ask how things stand is no demand. */
function isQuestion(summary: string): boolean {
  return /\?\s*$|\bwhether\b|\bif there\b/i.test(summary);
}

const NEUTRAL: RetoldMessage = { classes: ['N'], demand: null, isForSender: false };

interface Sender {
  readonly senderFirstSeen: Moment | null;
  readonly senderMergedChanges: number | null;
}

/** When the senders were first seen, and that they have no work on record. How much others have is not known. */
function senderOf({ actor, at, facts }: TimelineEntry, record: TimelineRecord, assume: Assume): Sender {
  const people = isUnidentified(actor) ? [] : peopleIn(actor);
  const seen = people.flatMap((name) => record.firstSeen(name) ?? []).sort((one, other) => one.from - other.from);
  const hasWorked = people.some((name) => record.hasWorked(name) || record.isHolder(name));
  const isKnown = facts.has('senderFirstSeen') && facts.has('senderMergedChanges');
  if (!isKnown && seen.length === 0) assume('vetting.assumption.senderIsNew', { sender: actor });
  return {
    senderFirstSeen: facts.has('senderFirstSeen') ? facts.moment('senderFirstSeen') : (seen[0] ?? at),
    senderMergedChanges: facts.has('senderMergedChanges') ? facts.number('senderMergedChanges') : hasWorked ? null : 0,
  };
}

/** Who would gain: the sender, somebody whom the sentence names, or the only candidate there is. */
function beneficiaryOf(
  { actor, at, target, summary }: TimelineEntry,
  read: RetoldMessage,
  record: TimelineRecord,
  assume: Assume,
): string | null {
  if (read.isForSender) return actor;
  const senders = peopleIn(actor);
  const named = record.namedIn(summary, [...senders, ...peopleIn(target)]).filter((name) => !record.isHolder(name));
  const person =
    named.length === 1 ? (named[0] ?? null) : named.length === 0 ? record.onlyCandidate(at, senders) : null;
  if (person !== null) assume('vetting.assumption.beneficiaryOfRecord', { person });
  return person;
}

function accountsOf(actor: string): number {
  if (isUnidentified(actor)) return namesMany(actor) ? SEVERAL : 1;
  return peopleIn(actor).length;
}
