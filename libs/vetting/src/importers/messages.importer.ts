import { instant, parseMoment, type Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { eventId } from './event-id.js';
import { SnapshotMalformedError } from './importers.errors.js';
import { WarningList, type ImportResult } from './import-result.js';
import { JsonNode } from './json-node.js';
import { readMail, type Mail } from './mail.js';
import { mboxMessages } from './mbox.js';
import { classifyMessage, type MessageReading } from './message-classes.js';

export interface MessageOptions {
  /** Name of the list or the file. */
  readonly source: string;
  readonly takenAt: number;
  /** Addresses of those who are written to; null when nobody knows. */
  readonly maintainers: ReadonlySet<string> | null;
  /** Changes of a history, to count what a sender had merged; null when there is none. */
  readonly changes: readonly EventOf<'change'>[] | null;
  readonly onMessage?: (read: number) => void;
}

/** What is kept of a message; its text is dropped as soon as it is classified. */
interface Kept {
  readonly id: string;
  readonly thread: string | null;
  readonly references: readonly string[];
  readonly from: string;
  readonly at: Moment;
  readonly reading: MessageReading | null;
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** An mbox of any size, read as a stream. @throws SnapshotMalformedError when there is no message in it */
export async function importMbox(chunks: Chunks, options: MessageOptions): Promise<ImportResult> {
  const warnings = new WarningList();
  const kept: Kept[] = [];
  let number = 0;
  for await (const { bytes, isTruncated } of mboxMessages(chunks)) {
    number += 1;
    options.onMessage?.(number);
    const place = `${options.source} message ${String(number)}`;
    if (isTruncated) warnings.add('MESSAGE_TRUNCATED', place);
    const mail = await readMail(bytes);
    if (mail === null) warnings.add('MESSAGE_UNREADABLE', place);
    else keep(mail, place, options.takenAt, kept, warnings);
  }
  if (number === 0)
    throw new SnapshotMalformedError(options.source, 'its start', 'no line begins a message of an mbox');
  return finished(kept, options, warnings);
}

/** A list of `{ id, thread, from, date, inReplyTo, text }`; thread, inReplyTo and text may be null. @throws SnapshotMalformedError */
export function importMessageList(input: Uint8Array | string, options: MessageOptions): ImportResult {
  const warnings = new WarningList();
  const kept: Kept[] = [];
  const text = (node: JsonNode) => node.text();
  for (const node of JsonNode.parse(input, options.source).items()) {
    node.assertOnly(['id', 'thread', 'from', 'date', 'inReplyTo', 'text']);
    const mail: Mail = {
      id: node.get('id').text(),
      thread: node.get('thread').optional(text),
      references: node.get('inReplyTo').isAbsent ? [] : [node.get('inReplyTo').text()],
      from: node.get('from').text().trim().toLowerCase(),
      fromName: null,
      date: node.get('date').text(),
      text: node.get('text').optional(text),
    };
    keep(mail, `${options.source} ${mail.id!}`, options.takenAt, kept, warnings);
  }
  return finished(kept, options, warnings);
}

function keep(mail: Mail, place: string, takenAt: number, kept: Kept[], warnings: WarningList): void {
  const at = mail.date === null ? null : parseMoment(mail.date);
  if (mail.from === null || mail.from === '') return warnings.add('MESSAGE_WITHOUT_SENDER', place);
  if (at === null) return warnings.add('MESSAGE_WITHOUT_DATE', place);
  if (at.from > takenAt) warnings.add('DATE_IN_FUTURE', place);
  kept.push({
    id: mail.id ?? place,
    thread: mail.thread,
    references: mail.references,
    from: mail.from,
    at: at.from > takenAt ? instant(takenAt) : at,
    reading: mail.text === null ? null : classifyMessage(mail.text),
  });
}

function finished(kept: Kept[], options: MessageOptions, warnings: WarningList): ImportResult {
  const threads = new Threads(kept);
  const history = new SenderHistory(kept, options.changes);
  const events = kept.flatMap((mail) => eventsOf(mail, threads, history, options, warnings));
  return { events, warnings: warnings.list };
}

function eventsOf(
  mail: Kept,
  threads: Threads,
  history: SenderHistory,
  { source, maintainers }: MessageOptions,
  warnings: WarningList,
): ProjectEvent[] {
  const { from: sender, at, reading } = mail;
  const merged = history.mergedBefore(sender, at);
  const isMaintainer = maintainers?.has(sender) ?? null;
  const common = { at, source: `${source} ${mail.id}` };
  const events: ProjectEvent[] = [];
  if (reading?.isDistress) {
    const isOfTeam = isMaintainer ?? (merged === null ? null : merged > 0);
    if (isOfTeam === null) warnings.add('DISTRESS_UNASSIGNED', common.source);
    else if (isOfTeam)
      events.push({
        ...common,
        kind: 'distress',
        id: eventId('distress', mail.id, sender, at.from),
        person: sender,
        isSelfReported: true,
      });
  }
  if (isMaintainer) return events;
  events.push({
    ...common,
    kind: 'message',
    id: eventId('message', mail.id, sender, at.from),
    sender,
    accounts: 1,
    messages: 1,
    thread: threads.of(mail),
    senderFirstSeen: history.firstSeen(sender),
    senderMergedChanges: merged,
    classes: reading?.classes ?? null,
    demand: reading?.demand ?? null,
    beneficiary: reading?.beneficiary === 'SENDER' ? sender : (reading?.beneficiaryName ?? null),
  });
  return events;
}

/** A thread is called by the oldest message that its references lead to. */
class Threads {
  readonly #parents = new Map<string, string>();

  constructor(mails: readonly Kept[]) {
    for (const { id, references } of mails) {
      const [root] = references;
      if (root !== undefined && root !== id) this.#parents.set(id, root);
    }
  }

  of({ id, thread }: Kept): string {
    if (thread !== null) return thread;
    const seen = new Set([id]);
    let root = id;
    for (
      let parent = this.#parents.get(root);
      parent !== undefined && !seen.has(parent);
      parent = this.#parents.get(root)
    ) {
      seen.add(parent);
      root = parent;
    }
    return root;
  }
}

/** When somebody was first seen, in messages and in changes, and how much of theirs was merged by when. */
class SenderHistory {
  readonly #firstSeen = new Map<string, Moment>();
  readonly #merged: Map<string, number[]> | null;

  constructor(mails: readonly Kept[], changes: readonly EventOf<'change'>[] | null) {
    for (const { from, at } of mails) this.#see(from, at);
    this.#merged = changes === null ? null : new Map();
    for (const { author, at } of changes ?? []) {
      this.#see(author, at);
      const times = this.#merged!.get(author);
      if (times) times.push(at.to);
      else this.#merged!.set(author, [at.to]);
    }
  }

  firstSeen(sender: string): Moment {
    return this.#firstSeen.get(sender)!;
  }

  mergedBefore(sender: string, at: Moment): number | null {
    if (this.#merged === null) return null;
    return (this.#merged.get(sender) ?? []).filter((time) => time < at.from).length;
  }

  #see(person: string, at: Moment): void {
    const known = this.#firstSeen.get(person);
    if (known === undefined || at.from < known.from) this.#firstSeen.set(person, at);
  }
}
