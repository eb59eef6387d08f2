import { dayNumber, dayText } from '../events/moment.js';
import { computeSignals, type SignalInputs } from '../signals/compute-signals.js';
import { OpenSignals, atLeast, type RiskLevel, type RiskLevelName } from '../signals/risk-level.js';
import type { Signal } from '../signals/signal.js';
import { GuardsOfReplay, type GuardOfDay } from './guards-of-replay.js';

/** A day on which something happened, ended or was cleared, as it was at its end. */
export interface ReplayDay extends RiskLevel {
  readonly date: string;
  /** Those that count on this day. */
  readonly signals: readonly Signal[];
}

export interface Replay {
  readonly days: readonly ReplayDay[];
  readonly firstWatch: string | null;
  readonly firstReview: string | null;
  readonly firstHold: string | null;
  /** What was open on the days of clearing, and counts no more. */
  readonly cleared: readonly { readonly date: string; readonly signals: readonly Signal[] }[];
  /** What the guards of the tier would have said to what happened. */
  readonly guards: readonly GuardOfDay[];
}

/**
 * The levels of a project day by day. Whatever is open at the end of a day of clearing is cleared, as two reviewers would
 * do it; the same fact found later is a new signal.
 * @param clearings days since 1970
 * @param until the last day that is shown: signals end later too, if nothing happens
 */
export function replay(inputs: SignalInputs, clearings: readonly number[], until = Infinity): Replay {
  const signals = computeSignals(inputs);
  const starts = grouped(signals, ({ day }) => day);
  const ends = grouped(signals, ({ endDay }) => endDay);
  const happened = grouped(inputs.events, ({ at }) => dayNumber(at.from));
  const clearing = new Set(clearings);
  const open = new OpenSignals(inputs.policy.signals);
  const days: ReplayDay[] = [];
  const cleared: { date: string; signals: readonly Signal[] }[] = [];
  const guards = new GuardsOfReplay(inputs);
  const all = new Set([...happened.keys(), ...ends.keys(), ...clearings]);
  for (const day of [...all].filter((one) => one <= until).sort((left, right) => left - right)) {
    for (const signal of ends.get(day) ?? []) open.remove(signal);
    for (const signal of starts.get(day) ?? []) open.add(signal);
    for (const event of happened.get(day) ?? []) guards.ask(event, open);
    if (clearing.has(day)) {
      cleared.push({ date: dayText(day), signals: open.counted() });
      open.clear();
    }
    guards.close(day, open);
    days.push({ date: dayText(day), ...open.level(), signals: open.counted() });
  }
  const first = (level: RiskLevelName): string | null => days.find((day) => atLeast(day.level, level))?.date ?? null;
  return {
    days,
    firstWatch: first('WATCH'),
    firstReview: first('REVIEW'),
    firstHold: first('HOLD'),
    cleared,
    guards: guards.answers,
  };
}

function grouped<T>(all: readonly T[], dayOf: (one: T) => number | null): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const day = dayOf(one);
    if (day === null) continue;
    const group = groups.get(day);
    if (group === undefined) groups.set(day, [one]);
    else group.push(one);
  }
  return groups;
}
