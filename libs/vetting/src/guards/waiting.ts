import { DAY_MS } from '../events/moment.js';
import { isWriteScope, type Scope } from '../policy/scopes.js';
import { ALL_TIERS, defineGuard, STRICT_TIERS, unknown, VETTED_TIERS } from './guard.js';

/** Signals of pressure on the maintainers of a project. */
const PRESSURE_RULES = ['S01', 'S02', 'S03'] as const;

export interface PressureFacts {
  readonly scope: Scope;
  /** Rules of all open signals of the project. */
  readonly openRules: readonly string[] | null;
  /** Since when no signal of pressure is open; 'NEVER' when there was none, null when not known. */
  readonly calmSince: number | 'NEVER' | null;
  /** When the last open signal of pressure ends by itself, unless people clear it before; null when none is open. */
  readonly pressureEndsAt: number | null;
}

export function isUnderPressure(openRules: readonly string[]): boolean {
  return PRESSURE_RULES.some((rule) => openRules.includes(rule));
}

export const G06 = defineGuard<PressureFacts>({
  id: 'G06',
  title: 'Pressure quarantine',
  stops: 'a grant as the answer to pressure',
  costMinutes: 0,
  tiers: STRICT_TIERS,
  advisoryTiers: ['T2'],
  find: ({ scope, openRules, calmSince, pressureEndsAt }, { at, policy }) => {
    if (!isWriteScope(scope)) return null;
    // A history of the messages to the maintainers is for these to hand in: what an owner says does not open the way.
    if (openRules === null) return unknown('REVIEWER', 'STEWARD');
    if (isUnderPressure(openRules)) {
      const earliest = pressureEndsAt === null ? {} : { earliest: pressureEndsAt + policy.pressure.calmDays * DAY_MS };
      return { reason: 'PRESSURE_OPEN', ...earliest, whoCanAct: ['REVIEWER', 'STEWARD'] };
    }
    if (calmSince === null) return unknown('SYSTEM');
    if (calmSince === 'NEVER') return null;
    const earliest = calmSince + policy.pressure.calmDays * DAY_MS;
    return at < earliest ? { reason: 'PRESSURE_CALMING', earliest, whoCanAct: ['SYSTEM'] } : null;
  },
});

export interface TimeLockFacts {
  readonly dueAt: number | null;
}

export const G08 = defineGuard<TimeLockFacts>({
  id: 'G08',
  title: 'A time lock between approval and rights',
  stops: 'the quick strike after one voter was taken over',
  costMinutes: 0,
  tiers: VETTED_TIERS,
  find: ({ dueAt }, { at }) => {
    if (dueAt === null) return unknown('SYSTEM');
    return at < dueAt ? { reason: 'COOLING_OFF', earliest: dueAt, whoCanAct: ['INCUMBENT'] } : null;
  },
});

export interface ProbationFacts {
  /** Changes of build, CI, test binaries, crypto and dependencies that nobody else has reviewed. */
  readonly unreviewedSensitiveChanges: number | null;
  readonly meetsWorkCriteria: boolean | null;
}

export const G16 = defineGuard<ProbationFacts>({
  id: 'G16',
  title: 'Probation with a second review of all that is sensitive',
  stops: 'trust gained by harmless patches and spent on the build',
  costMinutes: 30,
  tiers: STRICT_TIERS,
  find: ({ unreviewedSensitiveChanges, meetsWorkCriteria }) => {
    if (unreviewedSensitiveChanges === null || meetsWorkCriteria === null) return unknown('SYSTEM');
    if (unreviewedSensitiveChanges > 0) return { reason: 'SENSITIVE_CHANGES_UNREVIEWED', whoCanAct: ['REVIEWER'] };
    return meetsWorkCriteria ? null : { reason: 'WORK_CRITERIA_UNMET', whoCanAct: ['HOLDER'] };
  },
});

export type ExpiryFacts =
  | {
      readonly step: 'OPEN';
      readonly dueAt: number | null;
      readonly lastActiveAt: number | null;
      readonly dormantAfterDays: number | null;
    }
  | { readonly step: 'CONFIRM'; readonly isHygienic: boolean | null };

export const G17 = defineGuard<ExpiryFacts>({
  id: 'G17',
  title: 'Rights expire unless they are confirmed',
  stops: 'forgotten rights of people who left',
  costMinutes: 5,
  tiers: ALL_TIERS,
  find: (facts, { at }) => {
    if (facts.step === 'CONFIRM') {
      if (facts.isHygienic === null) return unknown('HOLDER');
      return facts.isHygienic ? null : { reason: 'HYGIENE_MISSING', whoCanAct: ['HOLDER'] };
    }
    const { dueAt, lastActiveAt, dormantAfterDays } = facts;
    const inactive =
      lastActiveAt === null || dormantAfterDays === null ? Infinity : lastActiveAt + dormantAfterDays * DAY_MS;
    const earliest = Math.min(dueAt ?? Infinity, inactive);
    if (at >= earliest) return null;
    return {
      reason: 'RECERTIFICATION_NOT_DUE',
      whoCanAct: ['SYSTEM'],
      ...(earliest === Infinity ? {} : { earliest }),
    };
  },
});
