import type { EventKind, EventOf, ProjectEvent } from '../events/project-event.js';
import type { Tier } from '../policy/scopes.js';
import type { SignalId } from '../policy/signals-2026-1.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import type { ProjectHistory } from './project-history.js';

/** Pressure, identity, graph, control plane, release process, defence reduction, build, maintainer, external report. */
export type SignalFamily = 'P' | 'I' | 'G' | 'C' | 'R' | 'D' | 'B' | 'M' | 'X';

/** One fact about a project that speaks for a closer look. It is about the interests of the project, never a verdict. */
export interface Signal {
  /** The same fact found again has the same id; one of another day has another. */
  readonly id: string;
  readonly rule: SignalId;
  readonly family: SignalFamily;
  readonly points: number;
  /** Holds by itself. */
  readonly isHard: boolean;
  /** A person, a release, a resource or the project. */
  readonly subject: string;
  /** Of open signals with one key only the highest counts. */
  readonly key: string;
  /** The UTC day of the fact. */
  readonly day: number;
  /** The first day on which it counts no more; null until it is cleared. */
  readonly endDay: number | null;
  readonly evidence: readonly ProjectEvent[];
}

export interface Finding {
  readonly subject: string;
  readonly points: number;
  readonly isHard?: boolean;
  /** Where several facts about one subject are counted once or apart; the subject by default. */
  readonly key?: string;
  readonly evidence: readonly ProjectEvent[];
}

export interface RuleContext {
  readonly policy: VettingPolicy;
  readonly tier: Tier;
  readonly history: ProjectHistory;
}

/** The project as a whole, where no person, release or resource is meant. */
export const PROJECT = 'project';

export interface SignalRule {
  readonly id: SignalId;
  readonly name: string;
  readonly family: SignalFamily;
  readonly reads: readonly EventKind[];
  /** What honest facts look the same, for whoever reviews it. */
  readonly benign: string;
  /** A reader of one history: it gets the events of `reads` in their order, and keeps what it needs of them. */
  readonly start: (context: RuleContext) => (event: ProjectEvent) => Finding | null;
}

interface RuleOf<Kind extends EventKind> extends Omit<SignalRule, 'reads' | 'start'> {
  readonly reads: readonly Kind[];
  readonly start: (context: RuleContext) => (event: EventOf<Kind>) => Finding | null;
}

export function signalRule<Kind extends EventKind>(rule: RuleOf<Kind>): SignalRule {
  // The fold hands a rule only the kinds that it reads.
  return rule as unknown as SignalRule;
}
