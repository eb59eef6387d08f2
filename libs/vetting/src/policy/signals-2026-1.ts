import { freeze } from './freeze.js';

/**
 * Points, windows and thresholds of the signals: section 4.2 of the vetting design. Windows are in days from the day of
 * the fact; null counts until two reviewers clear it.
 */
export const SIGNALS_2026_1 = freeze({
  levels: {
    WATCH: { points: 6, families: 2 },
    REVIEW: { points: 12, families: 2 },
    HOLD: { points: 20, families: 3 },
  },
  /** A grant that is younger than this is young. */
  youngGrantDays: 365,
  /** How often a state that lasts is found again. */
  repeatDays: 30,
  S01: { windowDays: 180, countDays: 60, interactions: 3, few: { count: 2, points: 4 }, many: { count: 4, points: 8 } },
  S02: { windowDays: 180, points: 4 },
  S03: { windowDays: 365, accounts: 2, freshDays: 90, points: 8 },
  S04: { windowDays: 365, countDays: 90, demands: 3, share: 0.6, points: 8 },
  S05: { windowDays: 365, points: 0 },
  S06: { windowDays: 365, countDays: 730, share: 0.5, points: 0 },
  S07: { windowDays: 365, points: 4 },
  S08: { windowDays: 365, projects: 1, months: 24, points: 2 },
  S09: { windowDays: 365, countDays: 365, changes: 2, points: 2 },
  S10: { windowDays: 180, changes: 20, share: 0.05, points: 1 },
  S12: { windowDays: 365, additive: 2, replacing: 8, alone: 16 },
  S13: { windowDays: 365, points: 4 },
  S14: { windowDays: 365, announcedByNewcomer: 2, unannounced: 4, unannouncedByYoungGrant: 8, youngDays: 90 },
  S15: { windowDays: 180, countDays: 120, newcomer: 0.75, incumbents: 0.15, changes: 20, points: 2 },
  S16: { windowDays: 365, countDays: 90, changes: 20, share: 0.8, points: 2 },
  S17: { windowDays: 365, excused: 2, first: 4, again: 6, againDays: 365 },
  S18: { windowDays: null, points: 16 },
  S19: { windowDays: 365, points: 1 },
  S20: { windowDays: null, points: 16 },
  S21: { windowDays: 365, bytes: 256, points: 4, lateBytes: 4_096, lateHours: 72, latePoints: 8 },
  S22: { windowDays: 180, lateDays: 3, points: 4 },
  S23: { windowDays: 365, points: 4 },
  S24: { windowDays: 180, accountDays: 30, targets: 2, countDays: 14, points: 8 },
  S25: { windowDays: 180, reports: 2, points: 4 },
  S26: { windowDays: 365, freshDays: 30, freshWithScriptDays: 90, points: 8 },
  S27: { windowDays: null, points: 16 },
  S28: { windowDays: null, points: 16 },
  S29: { windowDays: null, holders: 2, share: 0.5, points: 16 },
  S30: { windowDays: 365, points: 8, noticeDays: 14, hardPoints: 16 },
  S31: { windowDays: 180, unusedDays: 180, share: 0.3, points: 2 },
  S32: { windowDays: 365, points: 8 },
  S33: { windowDays: 365, points: 4 },
  S34: { windowDays: 180, points: 2 },
  S35: { windowDays: 30, changedDays: 7, points: 8 },
});

export type SignalPolicy = typeof SIGNALS_2026_1;
export type SignalId = Extract<keyof SignalPolicy, `S${string}`>;
