import { dayNumber, dayText } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { EventKind, ProjectEvent } from '../events/project-event.js';
import type { Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import { ProjectHistory } from './project-history.js';
import { SIGNAL_RULES } from './signal-rules.js';
import type { Finding, Signal, SignalRule } from './signal.js';

export interface SignalTerms {
  readonly links: PersonLinks;
  readonly policy: VettingPolicy;
  readonly tier: Tier;
}

/** All rules, which read the events of one history in the order of their moments, each event once. */
export class SignalFold {
  readonly #history: ProjectHistory;
  readonly #readers = new Map<EventKind, { readonly rule: SignalRule; readonly read: Read }[]>();

  constructor(private readonly terms: SignalTerms) {
    const { links, policy, tier } = terms;
    this.#history = new ProjectHistory(links);
    for (const rule of SIGNAL_RULES) {
      const read = rule.start({ policy, tier, history: this.#history });
      for (const kind of rule.reads) this.#readers.set(kind, [...(this.#readers.get(kind) ?? []), { rule, read }]);
    }
  }

  /** What fires with an event that comes after all that were read. */
  take(event: ProjectEvent): Signal[] {
    const signals = (this.#readers.get(event.kind) ?? []).flatMap(({ rule, read }) => {
      const finding = read(event);
      return finding === null ? [] : [signalOf(rule, finding, event, this.terms.policy.signals[rule.id].windowDays)];
    });
    this.#history.observe(event);
    return signals;
  }
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
