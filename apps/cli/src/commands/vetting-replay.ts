import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  POLICY_2026_1,
  SIGNAL_RULES,
  TIERS,
  caseOf,
  dayNumber,
  eventsToReplay,
  inOrder,
  parseMoment,
  readEventsFile,
  readTimeline,
  replay,
  timelineEvents,
  type Replay,
  type ReplayDay,
  type Tier,
  type TimelineEvents,
  vettingMessages,
} from '#libs/vetting';
import { DomainError, SystemClock } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { messages, say } from '../terminal.js';
import { replayAsJson } from './replay-as-json.js';

messages.add(vettingMessages);

export interface ReplayFlags {
  readonly tier: string;
  readonly case?: string;
  readonly clear: readonly string[];
  readonly json?: boolean;
}

/** What the signals and guards would have said of a history, day by day. */
export async function replayTimeline(file: string, flags: ReplayFlags): Promise<void> {
  const tier = tierOf(flags.tier);
  const clearings = flags.clear.map(dayOf);
  const { timeline, duplicates } = await read(file, flags.case ?? null);
  const inputs = { events: inOrder(timeline.events), links: timeline.links, policy: POLICY_2026_1, tier };
  const found = replay(inputs, clearings, dayNumber(new SystemClock().now().getTime()));
  if (flags.json)
    await pipeline(Readable.from(replayAsJson(found, timeline, duplicates, tier)), process.stdout, { end: false });
  else show(found, timeline, duplicates);
}

function tierOf(text: string): Tier {
  const tier = TIERS.find((one) => one === text);
  if (tier === undefined) throw new CliError('cli.replay.tier', { tier: text });
  return tier;
}

function dayOf(text: string): number {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseMoment(text) : null;
  if (moment === null) throw new CliError('cli.replay.clear', { date: text });
  return dayNumber(moment.from);
}

interface ReadFile {
  readonly timeline: TimelineEvents;
  readonly duplicates: readonly number[];
}

async function read(file: string, name: string | null): Promise<ReadFile> {
  try {
    const now = new SystemClock().now();
    const text = await readFile(file, 'utf8');
    const value: unknown = JSON.parse(text);
    if (isOfEvents(value)) return { timeline: eventsToReplay(readEventsFile(text, file), now), duplicates: [] };
    const { entries, duplicates } = readTimeline(value, now);
    return { timeline: timelineEvents(caseOf(entries, name)), duplicates };
  } catch (error) {
    if (error instanceof DomainError) throw new CliError(error.messageKey, error.details, { cause: error });
    if (error instanceof SyntaxError)
      throw new CliError('cli.replay.noJson', { file, reason: error.message }, { cause: error });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CliError('cli.cannotReadFile', { file, code }, { cause: error });
  }
}

/** What `project snapshot --events` writes, and not a list of records. */
function isOfEvents(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'events' in value;
}

const NAMES = new Map<string, string>(SIGNAL_RULES.map(({ id, name }) => [id, name]));

function show(found: Replay, timeline: TimelineEvents, duplicates: readonly number[]): void {
  let shown = '';
  for (const day of found.days) {
    const line = describe(day);
    if (line !== shown) say('cli.replay.day', { date: day.date, text: line });
    shown = line;
  }
  const { firstWatch, firstReview, firstHold } = found;
  const dates = { watch: firstWatch ?? '-', review: firstReview ?? '-', hold: firstHold ?? '-' };
  say('cli.replay.first', dates);
  for (const { date, guard, blocked, reason } of found.guards)
    if (blocked && reason !== null)
      say('cli.replay.guard', { date, guard, reason: messages.text(`vetting.guard.${reason}`) });
  for (const { index, messageKey, parameters } of timeline.assumptions)
    say('cli.replay.assumption', { record: index ?? '-', text: messages.text(messageKey, parameters) });
  for (const { index, kind } of timeline.unknownKinds) say('cli.replay.unknownKind', { record: index, kind });
  for (const { index, fact } of timeline.unknownFacts) say('cli.replay.unknownFact', { record: index, fact });
  for (const record of duplicates) say('cli.replay.duplicate', { record });
}

function describe({ level, points, families, isHard, signals }: ReplayDay): string {
  const counted = signals.filter((signal) => signal.points > 0);
  const list = counted.map(({ rule, points: own }) => `${rule} ${NAMES.get(rule) ?? ''} ${String(own)}`).join(', ');
  const name = level === 'NONE' ? '-' : isHard ? `${level} (hard)` : level;
  return `${name.padEnd(11)} ${String(points).padStart(3)}  ${families.join('').padEnd(6)} ${list}`.trimEnd();
}
