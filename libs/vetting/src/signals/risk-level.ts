import type { SignalId, SignalPolicy } from '../policy/signals-2026-1.js';
import { Tally } from './recent.js';
import type { Signal, SignalFamily } from './signal.js';

export const RISK_LEVELS = ['NONE', 'WATCH', 'REVIEW', 'HOLD'] as const;
export type RiskLevelName = (typeof RISK_LEVELS)[number];

export interface RiskLevel {
  readonly level: RiskLevelName;
  readonly points: number;
  /** Families that add points, in alphabetical order. */
  readonly families: readonly SignalFamily[];
  readonly isHard: boolean;
}

export function atLeast(level: RiskLevelName, other: RiskLevelName): boolean {
  return RISK_LEVELS.indexOf(level) >= RISK_LEVELS.indexOf(other);
}

/**
 * The signals that are open, and the level that they make: section 4.1 of the vetting design. One family alone never
 * alerts, unless a signal is hard.
 */
export class OpenSignals {
  readonly #byKey = new Map<string, Signal[]>();
  readonly #counted = new Map<string, Signal>();
  #points = 0;
  #hard = 0;
  readonly #families = new Tally();

  constructor(private readonly policy: SignalPolicy) {}

  add(signal: Signal): void {
    const group = this.#byKey.get(signal.key);
    if (group === undefined) this.#byKey.set(signal.key, [signal]);
    else group.push(signal);
    const other = this.#counted.get(signal.key);
    if (other === undefined || signal.points >= other.points) this.#count(signal.key, signal);
  }

  remove(signal: Signal): void {
    const group = this.#byKey.get(signal.key);
    const place = group?.indexOf(signal) ?? -1;
    if (group === undefined || place < 0) return;
    group.splice(place, 1);
    if (group.length === 0) this.#byKey.delete(signal.key);
    if (this.#counted.get(signal.key) === signal) this.#count(signal.key, highest(group));
  }

  /** Clears whatever is open. */
  clear(): void {
    for (const key of [...this.#counted.keys()]) this.#count(key, null);
    this.#byKey.clear();
  }

  /** Of open signals with one key the highest, and of equal ones the latest. */
  counted(): Signal[] {
    return [...this.#counted.values()];
  }

  isOpen(rule: SignalId): boolean {
    return this.counted().some((signal) => signal.rule === rule);
  }

  level(): RiskLevel {
    const { levels } = this.policy;
    const families = [...this.#families.names()].sort() as SignalFamily[];
    const reached = (['HOLD', 'REVIEW', 'WATCH'] as const).find(
      (level) => this.#points >= levels[level].points && families.length >= levels[level].families,
    );
    const isHard = this.#hard > 0;
    return { level: isHard ? 'HOLD' : (reached ?? 'NONE'), points: this.#points, families, isHard };
  }

  #count(key: string, signal: Signal | null): void {
    const before = this.#counted.get(key);
    if (before !== undefined) this.#weigh(before, -1);
    if (signal === null) this.#counted.delete(key);
    else {
      this.#counted.set(key, signal);
      this.#weigh(signal, 1);
    }
  }

  #weigh({ points, isHard, family }: Signal, sign: number): void {
    this.#points += sign * points;
    if (isHard) this.#hard += sign;
    // What costs no point does not make a family.
    if (points > 0) this.#families.add(family, sign);
  }
}

function highest(signals: readonly Signal[]): Signal | null {
  let best: Signal | null = null;
  for (const signal of signals) if (best === null || signal.points >= best.points) best = signal;
  return best;
}
