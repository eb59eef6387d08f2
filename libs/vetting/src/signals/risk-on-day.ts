import type { SignalPolicy } from '../policy/signals-2026-1.js';
import type { Clearing } from './clearing.js';
import { OpenSignals, type RiskLevel } from './risk-level.js';
import type { Signal } from './signal.js';

export interface RiskOnDay extends RiskLevel {
  /** Those that count, one for each key. */
  readonly signals: readonly Signal[];
}

/**
 * The level of a project, or of one subject of it, at the end of a UTC day: a pure function of the signals, what was
 * cleared by then, and the day.
 */
export function riskOnDay(
  signals: readonly Signal[],
  clearings: readonly Clearing[],
  {
    day,
    subject = null,
    policy,
  }: { readonly day: number; readonly subject?: string | null; readonly policy: SignalPolicy },
): RiskOnDay {
  const cleared = new Set(clearings.filter((clearing) => clearing.day <= day).map(({ signalId }) => signalId));
  const open = new OpenSignals(policy);
  for (const signal of signals) {
    const counts = signal.day <= day && (signal.endDay === null || day < signal.endDay);
    const isMeant = subject === null || signal.subject === subject;
    if (counts && isMeant && !cleared.has(signal.id)) open.add(signal);
  }
  return { ...open.level(), signals: open.counted() };
}
