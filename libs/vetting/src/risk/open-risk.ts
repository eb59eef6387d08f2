import { DAY_MS, dayNumber } from '../events/moment.js';
import type { RiskFacts } from '../grants/grant-context.js';
import { isUnderPressure } from '../guards/waiting.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import { OpenSignals, type RiskLevel } from '../signals/risk-level.js';
import type { Signal } from '../signals/signal.js';

/** A signal as it is stored, with the instant from which on it counts no more because two people cleared it. */
export interface StoredSignal extends Omit<Signal, 'evidence' | 'id'> {
  readonly clearedAt: number | null;
}

export interface OpenRisk extends RiskLevel {
  readonly openRules: readonly string[];
  readonly calmSince: number | 'NEVER';
  readonly pressureEndsAt: number | null;
}

/**
 * What the signals of a project come to at an instant. The project is calm since the last signal of pressure ended: with its window,
 * or when two people cleared it.
 * @param at UTC milliseconds
 */
export function openRisk(signals: readonly StoredSignal[], at: number, { signals: policy }: VettingPolicy): OpenRisk {
  const day = dayNumber(at);
  const open = new OpenSignals(policy);
  const pressure = signals.filter(({ rule, day: begun }) => isUnderPressure([rule]) && begun <= day);
  for (const signal of signals) if (isOpen(signal, at)) open.add({ ...signal, id: '', evidence: [] });
  const openRules = [...new Set(open.counted().map(({ rule }) => rule))];
  const ends = pressure.map(endOf);
  const isPressed = pressure.some((signal) => isOpen(signal, at));
  return {
    ...open.level(),
    openRules,
    calmSince: ends.length === 0 ? 'NEVER' : Math.min(Math.max(...ends), at),
    pressureEndsAt: isPressed ? Math.max(...ends) : null,
  };
}

/** What guards ask. Without a history of messages that reaches until now nobody knows whether there is pressure. */
export function riskFacts(
  risk: OpenRisk,
  coveredUntil: number | null,
  at: number,
  { pressure }: VettingPolicy,
): RiskFacts {
  const isKnown =
    isUnderPressure(risk.openRules) || (coveredUntil !== null && at - coveredUntil <= pressure.coveredDays * DAY_MS);
  const { level, calmSince, pressureEndsAt, openRules } = risk;
  return { level, calmSince, pressureEndsAt, openRules: isKnown ? openRules : null };
}

function isOpen(signal: StoredSignal, at: number): boolean {
  return signal.day <= dayNumber(at) && at < endOf(signal);
}

function endOf({ endDay, clearedAt }: StoredSignal): number {
  return Math.min(endDay === null ? Infinity : endDay * DAY_MS, clearedAt ?? Infinity);
}
