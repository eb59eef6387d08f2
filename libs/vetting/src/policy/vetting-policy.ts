import type { Scope, Tier } from './scopes.js';
import type { SignalPolicy } from './signals-2026-1.js';

/** What a scope asks of a candidate: what was done in the project, and how long the scope before it was held. */
export interface ScopeMinimums {
  readonly sponsors: number;
  /** Days since the first merged contribution. */
  readonly tenureDays: number;
  /** Months with at least one merged contribution. */
  readonly activeMonths: number;
  readonly mergedChanges: number;
  readonly usefulReviews: number;
  /** Days that the scope before was held, probation included. */
  readonly priorScopeDays: number;
  readonly releasesAccompanied: number;
  readonly coolingOffDays: number;
}

/** How a vote is decided: the quorum is the larger of the two, and `majority` is the smallest share of yes. */
export interface VoteRule {
  readonly days: number;
  readonly isSecret: boolean;
  readonly quorumVotes: number;
  readonly quorumShare: number;
  readonly majority: { readonly share: number; readonly isStrict: boolean };
  /** The owner has to be among those who say yes. */
  readonly needsOwner: boolean;
}

export interface TierProfile {
  readonly scopes: Readonly<Record<Scope, ScopeMinimums>>;
  readonly commentDays: number;
  /** Null on T3, where the owner grants. */
  readonly vote: VoteRule | null;
  readonly probationDays: number;
  readonly hasTwoPersonRelease: boolean;
  readonly hasTwoPersonControl: boolean;
  readonly recertificationDays: number | null;
  readonly dormantAfterDays: number | null;
  readonly sponsorHistoryDays: number;
  /** What vetting of one person may cost the maintainers. */
  readonly burdenMinutes: number | null;
}

/** From which size on a project is of a tier; the first tier that matches holds. */
export interface TierThresholds {
  readonly T0: { readonly criticality: number; readonly dependents: number };
  readonly T1: { readonly criticality: number; readonly dependents: number };
  readonly T2: { readonly criticality: number; readonly dependents: number };
  /** Base sets of distributions that make a privileged project critical. */
  readonly baseSets: number;
  /** Repositories that make an action of a CI service critical. */
  readonly actionRepositories: number;
  readonly increaseDelayDays: number;
}

/** How long the states of a grant last, whatever the tier. */
interface GrantPeriods {
  readonly sponsoringDays: number;
  readonly acceptDays: number;
  readonly holdDays: number;
  /** What is left at least when a pause ends. */
  readonly restHours: number;
  readonly afterRejectionDays: number;
  readonly probationMisses: number;
  readonly recertificationAnswerDays: number;
  readonly dormantDays: number;
  /** What part of a probation is asked of somebody who returns. */
  readonly returnProbationShare: number;
}

interface SponsorRules {
  readonly openSponsorships: number;
  readonly recognisedProjects: number;
  /** S32: first seen closer to the candidate than this is no independence. */
  readonly firstSeenGapDays: number;
  readonly interactionShare: number;
  readonly endorsementCycle: number;
}

interface IdentityRules {
  readonly authenticatorPauseDays: number;
  readonly proofs: number;
  readonly keyDays: number;
  readonly accountDays: number;
  readonly vouches: number;
  readonly driftHours: number;
}

interface PressureRules {
  readonly calmDays: number;
  readonly consentDays: number;
  /** How old what is known of the messages to the maintainers may be. */
  readonly coveredDays: number;
}

interface SuspensionRules {
  readonly hours: number;
  readonly extensionDays: number;
  readonly windowDays: number;
  readonly holdersInWindow: number;
  /** ADMIN holders that stay untouched. */
  readonly spareAdmins: number;
  readonly confirmations: number;
}

interface RemovalRules {
  readonly noticeDays: number;
  readonly quorumShare: number;
  readonly majority: VoteRule['majority'];
  readonly voteDays: number;
}

interface AppealRules {
  readonly fileDays: number;
  readonly decideDays: number;
  readonly panel: number;
}

interface ControlRules {
  readonly oldKeptDays: number;
  readonly announceDays: number;
  readonly watchDays: number;
  readonly exceptionDays: number;
  readonly silenceDays: number;
  readonly reminders: number;
  readonly channels: number;
  readonly breakGlassNoticeHours: number;
  /** A critical scope has this many holders, or an open request for a successor. */
  readonly holdersOfCriticalScope: number;
}

/** One version of all numbers. A request keeps the version that held when it was submitted. */
export interface VettingPolicy {
  readonly version: string;
  readonly tiers: Readonly<Record<Tier, TierProfile>>;
  readonly signals: SignalPolicy;
  readonly thresholds: TierThresholds;
  readonly periods: GrantPeriods;
  readonly sponsoring: SponsorRules;
  readonly identity: IdentityRules;
  readonly pressure: PressureRules;
  readonly suspension: SuspensionRules;
  readonly removal: RemovalRules;
  readonly appeal: AppealRules;
  readonly control: ControlRules;
}
