import type { FragilitySignals } from '../src/fragility.js';

/** A project of which nothing is known that could break it. */
export const NOTHING_KNOWN: FragilitySignals = {
  contributorAbsenceFactor: null,
  publishers: null,
  monthsSinceActivity: null,
  isArchivedOrDeprecated: false,
  reply: null,
  postureScore: null,
  unfixedAdvisories: null,
  incomeShare: null,
  organisations: null,
  isConfirmedStable: false,
};
