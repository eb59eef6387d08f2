import {
  POLICY_2026_1,
  dayNumber,
  dayText,
  earliestDates,
  parseMoment,
  recordedWork,
  sketchedWork,
  type EarliestDates,
  type Moment,
  type Tier,
  type WorkHistory,
} from '#libs/vetting';
import { SystemClock } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { messages, print, say } from '../terminal.js';
import { historyOf, tierOf, type ReplayFlags } from './vetting-replay.js';

export interface EarliestFlags extends Pick<ReplayFlags, 'tier' | 'case' | 'people' | 'json'> {
  readonly candidate?: string;
  readonly firstMerged?: string;
  readonly enoughMerged?: string;
}

const SCOPES = ['COMMIT', 'RELEASE', 'ADMIN'] as const;

/** When somebody could hold each right at the earliest, by the machine that grants rights. */
export async function earliest(file: string | undefined, flags: EarliestFlags): Promise<void> {
  const tier = tierOf(flags.tier);
  const work = file === undefined ? sketched(flags, tier) : await recorded(file, flags);
  const dates = earliestDates(work, POLICY_2026_1, tier);
  if (flags.json) print(JSON.stringify(asJson(dates, tier), null, 2));
  else show(dates);
}

function sketched({ candidate, firstMerged, enoughMerged }: EarliestFlags, tier: Tier): WorkHistory {
  if (firstMerged === undefined || candidate !== undefined) throw new CliError('cli.earliest.whose');
  const first = dayOf('--first-merged', firstMerged);
  const enough = enoughMerged === undefined ? null : dayOf('--enough-merged', enoughMerged);
  if (enough !== null && enough.from < first.from) throw new CliError('cli.earliest.order');
  return sketchedWork(first, enough, POLICY_2026_1, tier);
}

async function recorded(file: string, flags: EarliestFlags): Promise<WorkHistory> {
  const { candidate, firstMerged, enoughMerged } = flags;
  if (candidate === undefined || (firstMerged ?? enoughMerged) !== undefined) throw new CliError('cli.earliest.whose');
  const { timeline, unknownNames } = await historyOf(file, flags, new SystemClock().now());
  for (const name of unknownNames) say('cli.replay.unknownName', { name });
  const work = recordedWork(timeline.events, timeline.links, candidate);
  if (work.mergedChanges.length === 0) throw new CliError('cli.earliest.noWork', { candidate, file });
  return work;
}

function dayOf(option: string, text: string): Moment {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseMoment(text) : null;
  if (moment === null) throw new CliError('cli.earliest.day', { option, date: text });
  return moment;
}

function show(dates: EarliestDates): void {
  for (const scope of SCOPES) {
    const { requestAt, heldAt, waits } = dates[scope];
    if (heldAt === null) say('cli.earliest.never', { scope });
    else say('cli.earliest.scope', { scope, request: dateOf(requestAt), held: dateOf(heldAt) });
    for (const { reason, until } of waits)
      say('cli.earliest.wait', { until: dateOf(until), reason: messages.text(`vetting.guard.${reason}`) });
  }
  for (const what of dates.assumed) say(`cli.earliest.assumed.${what}`);
  say('cli.earliest.lowerBound');
}

function asJson(dates: EarliestDates, tier: Tier): object {
  const scopes = SCOPES.map((scope) => {
    const { requestAt, heldAt, waits } = dates[scope];
    const list = waits.map(({ reason, until }) => ({
      ...{ reason, text: messages.text(`vetting.guard.${reason}`) },
      until: until === null ? null : dateOf(until),
    }));
    return {
      scope,
      request: requestAt === null ? null : dateOf(requestAt),
      held: heldAt === null ? null : dateOf(heldAt),
      waits: list,
    };
  });
  return { policy: POLICY_2026_1.version, tier, scopes, assumed: dates.assumed };
}

function dateOf(ms: number | null): string {
  return ms === null ? messages.text('cli.earliest.noDate') : dayText(dayNumber(ms));
}
