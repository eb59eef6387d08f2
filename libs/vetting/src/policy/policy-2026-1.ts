import { freeze } from './freeze.js';
import type { Scope } from './scopes.js';
import { SIGNALS_2026_1 } from './signals-2026-1.js';
import type { ScopeMinimums, TierProfile, VettingPolicy } from './vetting-policy.js';

const MONTH_DAYS = 30;
const NOTHING: ScopeMinimums = {
  sponsors: 0,
  tenureDays: 0,
  activeMonths: 0,
  mergedChanges: 0,
  usefulReviews: 0,
  priorScopeDays: 0,
  releasesAccompanied: 0,
  coolingOffDays: 0,
};

/** What a tier asks for COMMIT, RELEASE and ADMIN; TRIAGE and REVIEW ask for sponsors as COMMIT does, and no more. */
function scopes(
  commit: Partial<ScopeMinimums>,
  release: Partial<ScopeMinimums>,
  admin: Partial<ScopeMinimums>,
): Readonly<Record<Scope, ScopeMinimums>> {
  const first = { ...NOTHING, sponsors: commit.sponsors ?? 0, coolingOffDays: commit.coolingOffDays ?? 0 };
  return {
    TRIAGE: first,
    REVIEW: first,
    COMMIT: { ...NOTHING, ...commit },
    RELEASE: { ...NOTHING, ...release },
    ADMIN: { ...NOTHING, ...admin },
    SECURITY_CONTACT: { ...NOTHING, ...admin },
  };
}

const T0: TierProfile = {
  scopes: scopes(
    { sponsors: 2, tenureDays: 180, activeMonths: 5, mergedChanges: 30, usefulReviews: 10, coolingOffDays: 14 },
    { sponsors: 3, priorScopeDays: 180, releasesAccompanied: 2, coolingOffDays: 14 },
    { sponsors: 3, priorScopeDays: 365, coolingOffDays: 30 },
  ),
  commentDays: 14,
  vote: {
    days: 7,
    isSecret: true,
    quorumVotes: 3,
    quorumShare: 0.6,
    majority: { share: 2 / 3, isStrict: false },
    needsOwner: false,
  },
  probationDays: 90,
  hasTwoPersonRelease: true,
  hasTwoPersonControl: true,
  recertificationDays: 6 * MONTH_DAYS,
  dormantAfterDays: 6 * MONTH_DAYS,
  sponsorHistoryDays: 365,
  burdenMinutes: 240,
};

const T1: TierProfile = {
  scopes: scopes(
    { sponsors: 2, tenureDays: 90, mergedChanges: 15, usefulReviews: 5, coolingOffDays: 7 },
    { sponsors: 2, priorScopeDays: 90, releasesAccompanied: 1, coolingOffDays: 7 },
    { sponsors: 2, priorScopeDays: 180, coolingOffDays: 14 },
  ),
  commentDays: 7,
  vote: {
    days: 7,
    isSecret: true,
    quorumVotes: 2,
    quorumShare: 0.5,
    majority: { share: 1 / 2, isStrict: true },
    needsOwner: false,
  },
  probationDays: 60,
  hasTwoPersonRelease: true,
  hasTwoPersonControl: true,
  recertificationDays: 12 * MONTH_DAYS,
  dormantAfterDays: 9 * MONTH_DAYS,
  sponsorHistoryDays: 180,
  burdenMinutes: 120,
};

/** The owner and one more decide. */
const T2: TierProfile = {
  scopes: scopes(
    { sponsors: 1, tenureDays: 30, mergedChanges: 5, coolingOffDays: 2 },
    { sponsors: 1, coolingOffDays: 2 },
    { sponsors: 2, priorScopeDays: 30, coolingOffDays: 7 },
  ),
  commentDays: 3,
  vote: {
    days: 0,
    isSecret: false,
    quorumVotes: 2,
    quorumShare: 0,
    majority: { share: 1, isStrict: false },
    needsOwner: true,
  },
  probationDays: 30,
  hasTwoPersonRelease: false,
  hasTwoPersonControl: true,
  recertificationDays: 24 * MONTH_DAYS,
  dormantAfterDays: 12 * MONTH_DAYS,
  sponsorHistoryDays: 0,
  burdenMinutes: 60,
};

const T3: TierProfile = {
  scopes: scopes({}, {}, {}),
  commentDays: 0,
  vote: null,
  probationDays: 0,
  hasTwoPersonRelease: false,
  hasTwoPersonControl: false,
  recertificationDays: null,
  dormantAfterDays: null,
  sponsorHistoryDays: 0,
  burdenMinutes: null,
};

/** The parameters of sections 3.2 to 3.7 of the vetting design. Months are 30 days here: days are blocks of 24 hours. */
export const POLICY_2026_1: VettingPolicy = freeze({
  version: '2026-1',
  tiers: { T0, T1, T2, T3 },
  thresholds: {
    T0: { criticality: 0.7, dependents: 100_000 },
    T1: { criticality: 0.6, dependents: 10_000 },
    T2: { criticality: 0.3, dependents: 500 },
    baseSets: 2,
    actionRepositories: 10_000,
    increaseDelayDays: 90,
  },
  periods: {
    sponsoringDays: 60,
    acceptDays: 14,
    holdDays: 90,
    restHours: 72,
    afterRejectionDays: 90,
    probationMisses: 2,
    recertificationAnswerDays: 30,
    dormantDays: 12 * MONTH_DAYS,
    returnProbationShare: 1 / 2,
  },
  sponsoring: {
    openSponsorships: 3,
    recognisedProjects: 2,
    firstSeenGapDays: 60,
    interactionShare: 0.6,
    endorsementCycle: 3,
  },
  identity: {
    authenticatorPauseDays: 7,
    proofs: 2,
    keyDays: 90,
    accountDays: 12 * MONTH_DAYS,
    vouches: 2,
    driftHours: 24,
  },
  pressure: { calmDays: 30, consentDays: 14, coveredDays: 14 },
  suspension: { hours: 72, extensionDays: 14, windowDays: 7, holdersInWindow: 1, spareAdmins: 2, confirmations: 2 },
  removal: { noticeDays: 7, quorumShare: 0.75, majority: { share: 1 / 2, isStrict: true }, voteDays: 7 },
  appeal: { fileDays: 14, decideDays: 21, panel: 3 },
  control: {
    oldKeptDays: 90,
    announceDays: 14,
    watchDays: 90,
    exceptionDays: 90,
    silenceDays: 60,
    reminders: 3,
    channels: 2,
    breakGlassNoticeHours: 24,
    holdersOfCriticalScope: 2,
  },
  signals: SIGNALS_2026_1,
});
