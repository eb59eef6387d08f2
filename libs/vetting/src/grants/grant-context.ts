import type { RiskLevelName } from '../signals/risk-level.js';
import type { PersonLinks } from '../events/person-links.js';
import type { WorkRecord } from '../guards/eligibility.js';
import type { ContinuityFacts, SecondFactorFacts } from '../guards/identity.js';
import type { SponsorFacts } from '../guards/independence.js';
import type { RemovalFacts } from '../guards/removal.js';
import type { Scope, Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';

export interface RiskFacts {
  readonly level: RiskLevelName;
  /** Rules with an open signal; null when they could not be computed. */
  readonly openRules: readonly string[] | null;
  /** Since when no signal of pressure is open. */
  readonly calmSince: number | 'NEVER' | null;
  /** When the last open signal of pressure ends by itself; null when none is open. */
  readonly pressureEndsAt: number | null;
}

interface ProjectFacts {
  /** How people call it. */
  readonly name: string;
  readonly tier: Tier;
  readonly owners: readonly string[];
  /** Holders of any scope, owners included. */
  readonly incumbents: readonly string[];
  readonly stewards: readonly string[];
  /** Independent of the project and of its funders. */
  readonly reviewers: readonly string[];
  readonly operators: readonly string[];
  readonly funderStaff: readonly string[] | null;
  readonly holders: { readonly RELEASE: readonly string[]; readonly ADMIN: readonly string[] };
  readonly hasSuccessionRequest: boolean;
  readonly consents: readonly { readonly by: string; readonly at: number; readonly isStepUp: boolean }[];
  readonly isDistressOpen: boolean | null;
}

interface CandidateFacts {
  readonly work: WorkRecord;
  readonly held: readonly Scope[] | null;
  readonly continuity: ContinuityFacts;
  readonly payroll: readonly string[] | null;
  /** When the last request for the same scope was rejected; null for never. */
  readonly rejectedAt: number | null;
  readonly driftSince: number | null;
  readonly lastActiveAt: number | null;
  readonly isHygienic: boolean | null;
  readonly unreviewedSensitiveChanges: number | null;
  readonly meetsWorkCriteria: boolean | null;
}

/** What is known of whoever acts now. */
interface ActorFacts {
  readonly secondFactor: SecondFactorFacts;
  readonly sponsor: Omit<SponsorFacts, 'sponsor'>;
  readonly suspensions: readonly { readonly holder: string; readonly at: number }[] | null;
}

interface ProvisioningFacts {
  /** Who acknowledged the canary; null when none was sent. */
  readonly canaryAcknowledgedBy: readonly string[] | null;
  /** The release environment refuses its trigger as its approver. */
  readonly preventsSelfReview: boolean | null;
}

export interface RemovalDecision extends RemovalFacts {
  readonly grant: string;
  readonly isDecided: boolean;
}

/** Everything a decision looks at, as it was at the instant of the command. */
export interface GrantContext {
  readonly links: PersonLinks;
  readonly policies: Readonly<Record<string, VettingPolicy>>;
  readonly currentPolicy: string;
  readonly project: ProjectFacts;
  readonly risk: RiskFacts;
  readonly candidate: CandidateFacts;
  readonly actor: ActorFacts;
  readonly provisioning: ProvisioningFacts;
  readonly removal: RemovalDecision | null;
  /** Who is paid by a funder of this project, or is otherwise bound to the case, and so sits on no panel. */
  readonly involved: readonly string[];
}
