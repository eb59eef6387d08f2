import { dayNumber, dayText } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { EventKind, ProjectEvent } from '../events/project-event.js';
import type { Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import { ProjectHistory } from './project-history.js';
import { SIGNAL_RULES } from './signal-rules.js';
import type { Finding, Signal, SignalRule } from './signal.js';

export interface SignalInputs {
  /** In the order of their moments, as `inOrder` gives them. */
  readonly events: readonly ProjectEvent[];
  readonly links: PersonLinks;
  readonly policy: VettingPolicy;
  readonly tier: Tier;
}

/**
 * Every signal of a history, in the order of the days on which it fires: a pure function of the events, the policy and
 * the links between names. It reads the events once.
 */
export function computeSignals({ events, links, policy, tier }: SignalInputs): Signal[] {
  const history = new ProjectHistory(links);
  const readers = new Map<EventKind, { readonly rule: SignalRule; readonly read: Read }[]>();
  for (const rule of SIGNAL_RULES) {
    const read = rule.start({ policy, tier, history });
    for (const kind of rule.reads) readers.set(kind, [...(readers.get(kind) ?? []), { rule, read }]);
  }
  const signals = new Map<string, Signal>();
  for (const event of events) {
    for (const { rule, read } of readers.get(event.kind) ?? []) {
      const finding = read(event);
      if (finding === null) continue;
      const signal = signalOf(rule, finding, event, policy.signals[rule.id].windowDays);
      signals.set(signal.id, signal);
    }
    history.observe(event);
  }
  return [...signals.values()];
}

type Read = (event: ProjectEvent) => Finding | null;

/**
 * Facts of one day that count once are one signal, with the evidence of the last. A fact of which only the month or
 * the day is known counts from its beginning: a hold that is early costs a look.
 */
function signalOf(
  { id, family }: SignalRule,
  finding: Finding,
  event: ProjectEvent,
  windowDays: number | null,
): Signal {
  const day = dayNumber(event.at.from);
  const { subject, points, isHard = false, key = subject, evidence } = finding;
  return {
    id: `${id} ${key} ${dayText(day)} ${String(points)}`,
    rule: id,
    family,
    points,
    isHard,
    subject,
    key: `${id} ${key}`,
    day,
    endDay: windowDays === null ? null : day + windowDays,
    evidence,
  };
}
