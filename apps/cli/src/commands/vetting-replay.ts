import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  POLICY_2026_1,
  SIGNAL_RULES,
  TIERS,
  dayNumber,
  inOrder,
  parseMoment,
  readHistory,
  readPeopleFile,
  replay,
  type History,
  type ProjectEvent,
  type Replay,
  type ReplayDay,
  type Tier,
  vettingMessages,
} from '#libs/vetting';
import { SystemClock } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { bytesOf } from '../files.js';
import { told } from '../told.js';
import { messages, say } from '../terminal.js';
import { replayAsJson } from './replay-as-json.js';

messages.add(vettingMessages);

export interface ReplayFlags {
  readonly tier?: string;
  readonly case?: string;
  readonly people?: string;
  readonly clear: readonly string[];
  readonly json?: boolean;
}

/** What the signals and guards would have said of a history, day by day. */
export async function replayTimeline(file: string, flags: ReplayFlags): Promise<void> {
  const tier = tierOf(flags.tier);
  const now = new SystemClock().now();
  const clearings = flags.clear.map((text) => dayOf(text, now));
  const history = await historyOf(file, flags, now);
  const { timeline } = history;
  const inputs = { events: inOrder(timeline.events), links: timeline.links, policy: POLICY_2026_1, tier };
  const found = replay(inputs, clearings, dayNumber(now.getTime()));
  if (flags.json) await pipeline(Readable.from(replayAsJson(found, history, tier)), process.stdout, { end: false });
  else show(found, history);
}

/** A file of records or of events, with the people who are named beside it. */
export function historyOf(file: string, flags: Pick<ReplayFlags, 'case' | 'people'>, now: Date): Promise<History> {
  return told(async () => {
    const people =
      flags.people === undefined ? [] : readPeopleFile(await bytesOf(flags.people), basename(flags.people));
    return readHistory(await bytesOf(file), file, now, { case: flags.case ?? null, people });
  });
}

export function tierOf(text: string | undefined): Tier {
  if (text === undefined) throw new CliError('cli.replay.tierNeeded');
  const tier = TIERS.find((one) => one === text);
  if (tier === undefined) throw new CliError('cli.replay.tier', { tier: text });
  return tier;
}

function dayOf(text: string, now: Date): number {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseMoment(text) : null;
  if (moment === null) throw new CliError('cli.replay.clear', { date: text });
  if (moment.from > now.getTime()) throw new CliError('cli.replay.clearInFuture', { date: text });
  return dayNumber(moment.from);
}

const NAMES = new Map<string, string>(SIGNAL_RULES.map(({ id, name }) => [id, name]));

function show(found: Replay, { timeline, duplicates, unknownNames }: History): void {
  let shown = '';
  for (const day of found.days) {
    const line = describe(day);
    if (line !== shown) say('cli.replay.day', { date: day.date, text: line });
    shown = line;
  }
  const { firstWatch, firstReview, firstHold } = found;
  const dates = { watch: firstWatch ?? '-', review: firstReview ?? '-', hold: firstHold ?? '-' };
  say('cli.replay.first', dates);
  for (const { date, signals } of found.cleared) {
    const rules = [...new Set(signals.map(({ rule }) => rule))].sort().join(', ');
    if (rules === '') say('cli.replay.nothingToClear', { date });
    else say('cli.replay.cleared', { date, rules });
  }
  for (const { date, guard, answer, reason, event } of found.guards)
    if (reason !== null)
      say(`cli.replay.guard.${answer}`, {
        ...{ date, guard, what: whatHappened(event) },
        reason: messages.text(`vetting.guard.${reason}`),
      });
  for (const { index, messageKey, parameters } of timeline.assumptions)
    say('cli.replay.assumption', { record: index ?? '-', text: messages.text(messageKey, parameters) });
  for (const { index, kind } of timeline.unknownKinds) say('cli.replay.unknownKind', { record: index, kind });
  for (const { index, fact } of timeline.unknownFacts) say('cli.replay.unknownFact', { record: index, fact });
  for (const record of duplicates) say('cli.replay.duplicate', { record });
  for (const name of unknownNames) say('cli.replay.unknownName', { name });
}

/** What a guard was asked about. Its text is `cli.replay.event.<kind>`; an event has its own fields for it. */
function whatHappened(event: ProjectEvent): string {
  const fields = Object.entries(event).filter(([, value]) => typeof value === 'string') as [string, string][];
  const open = { person: messages.text('cli.replay.somebody'), scope: messages.text('cli.replay.toWrite') };
  return messages.text(`cli.replay.event.${event.kind}`, { ...open, ...Object.fromEntries(fields) });
}

function describe({ level, points, families, isHard, signals }: ReplayDay): string {
  const counted = signals.filter((signal) => signal.points > 0);
  const list = counted.map(({ rule, points: own }) => `${rule} ${NAMES.get(rule) ?? ''} ${String(own)}`).join(', ');
  const name = level === 'NONE' ? '-' : isHard ? `${level} (hard)` : level;
  return `${name.padEnd(11)} ${String(points).padStart(3)}  ${families.join('').padEnd(6)} ${list}`.trimEnd();
}
