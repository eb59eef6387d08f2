import { Injectable } from '@nestjs/common';
import type { Id } from '#platform/kernel';
import { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import { PersonLinks } from '../events/person-links.js';
import type { GrantContext } from '../grants/grant-context.js';
import type { GrantState } from '../grants/grant-state.js';
import { HELD, HELD_ONCE } from '../grants/held.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { SCOPES, scopeBefore, type Scope, type Tier } from '../policy/scopes.js';
import { ProjectTiersRepository } from '../tiers/project-tiers.repository.js';
import { KEY_SINCE, LAST_ACTIVE_AT, OWN_ACCOUNTS, WORK } from '../history/candidate-history.sql.js';
import { dayNumber } from '../events/moment.js';
import type { WorkRecord } from '../guards/eligibility.js';
import { seats } from '../risk/project-people.queries.js';
import { openRisk, riskFacts, type StoredSignal } from '../risk/open-risk.js';
import { STORED_SIGNAL, mayCount, messagesCoveredUntil } from '../risk/signals.sql.js';
import { isRecognised } from '../vouches/recognised-work.js';
import { SponsorFactsQueries } from '../sponsors/sponsor-facts.queries.js';
import { TierNotKnownError } from './role-grant.errors.js';

/** Who asks something of a grant, as the request showed it. */
export interface GrantActor {
  readonly personId: Id<'usr'>;
  /** The request itself was confirmed with a passkey. */
  readonly isSteppedUp: boolean;
  /** Whoever acts stands for the candidate by it. */
  readonly isSponsoring?: boolean;
}

type Request = Pick<GrantState, 'id' | 'project' | 'scope' | 'candidate'> & Partial<Pick<GrantState, 'frozen'>>;

const POLICIES = { [POLICY_2026_1.version]: POLICY_2026_1 };

/**
 * Everything that a decision about a grant looks at, in four statements of the transaction that decides, and one more for a sponsor. What nothing is known
 * of is null, and no guard takes that for granted.
 */
@Injectable()
export class GrantFacts {
  constructor(
    private readonly tiers: ProjectTiersRepository,
    private readonly config: Config,
    private readonly sponsors: SponsorFactsQueries,
  ) {}

  /** @throws TierNotKnownError where nobody has found how much leans on the project */
  async of(tx: Tx, request: Request, actor: GrantActor | null): Promise<GrantContext> {
    const found = await this.found(tx, request);
    if (actor === null) return contextOf(request, found, NOBODY_ACTS);
    const tier = request.frozen?.tier ?? found.tier;
    return contextOf(request, found, await this.actor(tx, actor, { ...request, tier }));
  }

  /** The same with the candidate as the one who acts, as well as their account allows. */
  async asCandidate(tx: Tx, request: Request): Promise<GrantContext> {
    const found = await this.found(tx, request);
    const { hasPasskey, changedAt } = found.candidate;
    const secondFactor = { isPhishingResistant: hasPasskey, authenticatorChangedAt: changedAt ?? ('NEVER' as const) };
    return contextOf(request, found, { ...NOBODY_ACTS, secondFactor });
  }

  private async found(tx: Tx, request: Request): Promise<Found> {
    const tier = await this.tiers.heldWithin(tx, request.project);
    if (tier === null) throw new TierNotKnownError();
    const project = await this.project(tx, request);
    return { tier, project, candidate: await this.candidate(tx, request), at: tx.now.getTime() };
  }

  private async project(tx: Tx, { project, candidate }: Request): Promise<ProjectRow> {
    const rows = await tx.manager.query<ProjectRow[]>(
      `SELECT (SELECT name FROM project WHERE id = $1) AS name,
              ARRAY(SELECT person_id FROM project_maintainer WHERE project_id = $1 ORDER BY person_id) AS owners,
              (SELECT coalesce(json_agg(json_build_object('person', candidate_id, 'scope', scope, 'since', state -> 'heldSince') ORDER BY candidate_id, scope), '[]')
                 FROM role_grant WHERE project_id = $1 AND ${HELD}) AS held,
              ${seats('STEWARD')} AS stewards, ${seats('REVIEWER')} AS reviewers,
              ARRAY(SELECT DISTINCT person_id FROM operator_grant
                     WHERE ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY person_id) AS operators,
              ARRAY(SELECT DISTINCT membership.person_id FROM pledge JOIN need ON need.id = pledge.need_id
                      JOIN membership ON membership.organisation_id = pledge.organisation_id
                     WHERE need.project_id = $1 AND pledge.status IN ('paid', 'partly_released', 'released') ORDER BY membership.person_id) AS "funderStaff",
              EXISTS (SELECT 1 FROM need WHERE project_id = $1 AND kind = 'CO_MAINTAINER' AND status = 'published') AS "hasSuccessionRequest",
              is_overloaded($1, $2) AS "isDistressOpen", ${messagesCoveredUntil('$4')} AS "coveredUntil",
              (SELECT coalesce(json_agg(${STORED_SIGNAL}), '[]') FROM risk_signal AS signal WHERE project_id = $1 AND ${mayCount('$3')}) AS signals`,
      [project, tx.now.toISOString(), dayNumber(tx.now.getTime()), candidate],
    );
    return rows[0]!;
  }

  /**
   * Whom the candidate pays is who belongs to an organisation that the candidate administers; their vouches do not count. An account
   * at the forge is as old as the forge said when it was linked, and else as its link here.
   */
  private async candidate(tx: Tx, { id, project, scope, candidate }: Request): Promise<CandidateRow> {
    const rows = await tx.manager.query<CandidateRow[]>(
      `SELECT (SELECT ${millis('max(entered_at)')} FROM role_grant
                WHERE candidate_id = $1 AND project_id = $2 AND scope = $3 AND status = 'REJECTED' AND id <> $4) AS "rejectedAt",
              ARRAY(SELECT DISTINCT paid.person_id FROM membership_role own JOIN membership paid USING (organisation_id)
                     WHERE own.person_id = $1 AND own.role = 'admin' AND paid.person_id <> $1 ORDER BY paid.person_id) AS payroll,
              (SELECT coalesce(json_agg(json_build_object('by', person_id, 'at', ${millis('given_at')}) ORDER BY given_at), '[]')
                 FROM role_grant_consent WHERE grant_id = $4) AS consents,
              EXISTS (SELECT 1 FROM passkey WHERE person_id = $1 AND removed_at IS NULL) AS "hasPasskey", ${pausedSince('$1')} AS "changedAt",
              ${probation('$4')} AS probation, ${WORK} AS work, ${LAST_ACTIVE_AT} AS "lastActiveAt", ${OWN_ACCOUNTS} AS "ownAccounts",
              json_build_object(
                'keySince', coalesce(to_jsonb(${KEY_SINCE}), '"NONE"'),
                'accountSince', coalesce((SELECT to_jsonb(${millis('min(coalesce(account_created_at, linked_at))')}) FROM external_identity WHERE person_id = $1 AND issuer = $5 HAVING count(*) > 0), '"NONE"'),
                'vouches', (SELECT count(DISTINCT voucher_id)::int FROM vouch WHERE person_id = $1 AND withdrawn_at IS NULL AND ${isRecognised('vouch.project_id')}
                               AND NOT EXISTS (SELECT 1 FROM membership_role own JOIN membership paid USING (organisation_id)
                                                WHERE own.person_id = $1 AND own.role = 'admin' AND paid.person_id = vouch.voucher_id)),
                'hasPriorRole', EXISTS (SELECT 1 FROM (SELECT project_id FROM project_maintainer WHERE person_id = $1
                                                        UNION SELECT project_id FROM role_grant WHERE candidate_id = $1 AND ${HELD_ONCE}) AS own
                                         WHERE own.project_id <> $2 AND ${isRecognised('own.project_id')})) AS continuity`,
      [candidate, project, scope, id, this.config.get('GITHUB_ORIGIN')],
    );
    return rows[0]!;
  }

  private async actor(
    tx: Tx,
    { personId, isSteppedUp, isSponsoring }: GrantActor,
    { project, candidate, tier }: Request & { readonly tier: Tier },
  ): Promise<GrantContext['actor']> {
    const rows = await tx.manager.query<ActorRow[]>(
      `SELECT ${pausedSince('$1')} AS "changedAt",
              (SELECT count(DISTINCT event.grant_id)::int FROM role_grant_event event JOIN role_grant ON role_grant.id = event.grant_id
                WHERE event.by_id = $1 AND event.kind = 'confirmSponsorship' AND role_grant.status = 'SPONSORING') AS "openSponsorships",
              (SELECT coalesce(json_agg(json_build_object('holder', role_grant.candidate_id, 'at', ${millis('event.at')})), '[]')
                 FROM role_grant_event event JOIN role_grant ON role_grant.id = event.grant_id
                WHERE event.by_id = $1 AND event.kind = 'suspend') AS suspensions`,
      [personId],
    );
    const { changedAt, openSponsorships, suspensions } = rows[0]!;
    const historyDays = POLICY_2026_1.tiers[tier].sponsorHistoryDays;
    const sponsoring = { sponsor: personId, candidate, projectId: project, historyDays };
    const sponsor = isSponsoring === true ? await this.sponsors.of(tx, sponsoring) : NOTHING_KNOWN_OF_SPONSOR;
    return {
      secondFactor: { isPhishingResistant: isSteppedUp, authenticatorChangedAt: changedAt ?? 'NEVER' },
      sponsor: { ...sponsor, openSponsorships },
      suspensions,
    };
  }
}

interface Found {
  readonly tier: Tier;
  readonly project: ProjectRow;
  readonly candidate: CandidateRow;
  readonly at: number;
}

interface Held {
  readonly person: string;
  readonly scope: Scope;
  readonly since: number | null;
}

interface ProjectRow {
  readonly name: string;
  readonly owners: readonly string[];
  readonly held: readonly Held[];
  readonly stewards: readonly string[];
  readonly reviewers: readonly string[];
  readonly operators: readonly string[];
  readonly funderStaff: readonly string[];
  readonly hasSuccessionRequest: boolean;
  readonly isDistressOpen: boolean;
  readonly coveredUntil: number | null;
  readonly signals: readonly StoredSignal[];
}

interface CandidateRow {
  readonly rejectedAt: number | null;
  readonly payroll: readonly string[];
  readonly consents: readonly { readonly by: string; readonly at: number }[];
  readonly hasPasskey: boolean;
  readonly changedAt: number | null;
  readonly probation: Pick<GrantContext['candidate'], 'unreviewedSensitiveChanges' | 'meetsWorkCriteria'>;
  readonly continuity: GrantContext['candidate']['continuity'];
  readonly work: Omit<WorkRecord, 'priorScopeSince'>;
  readonly lastActiveAt: number | null;
  /** Other accounts that have shown names of the same person (I-03). */
  readonly ownAccounts: readonly string[];
}

interface ActorRow {
  readonly changedAt: number | null;
  readonly openSponsorships: number;
  readonly suspensions: readonly { readonly holder: string; readonly at: number }[];
}

const NOTHING_KNOWN_OF_SPONSOR = {
  ...{ historyDays: null, recognisedProjects: null, affiliations: null, openSponsorships: null },
  ...{ firstSeenGapDays: null, interactionShare: null, endorsementCycle: null, sharesKeyOrMailDomain: null },
};

/** For a command of the system: no guard of it asks who that is. */
const NOBODY_ACTS: GrantContext['actor'] = {
  secondFactor: { isPhishingResistant: null, authenticatorChangedAt: null },
  sponsor: NOTHING_KNOWN_OF_SPONSOR,
  suspensions: null,
};

function contextOf(
  request: Request,
  { tier, project, candidate, at }: Found,
  actor: GrantContext['actor'],
): GrantContext {
  const { name, owners, stewards, reviewers, operators, funderStaff, hasSuccessionRequest } = project;
  const holders = (scope: Scope) => project.held.filter((one) => one.scope === scope).map(({ person }) => person);
  return {
    // Names are accounts here. Two of one person give each other no rights: whoever is one with the candidate is left out below.
    links: new PersonLinks(),
    policies: POLICIES,
    currentPolicy: POLICY_2026_1.version,
    project: {
      ...{ name, tier, owners, stewards, reviewers, operators, funderStaff, hasSuccessionRequest },
      incumbents: [...new Set([...owners, ...project.held.map(({ person }) => person)])],
      holders: { RELEASE: holders('RELEASE'), ADMIN: [...new Set([...owners, ...holders('ADMIN')])] },
      consents: candidate.consents.map(({ by, at }) => ({ by, at, isStepUp: true })),
      isDistressOpen: project.isDistressOpen,
    },
    risk: riskFacts(openRisk(project.signals, at, POLICY_2026_1), project.coveredUntil, at, POLICY_2026_1),
    candidate: {
      work: { ...candidate.work, priorScopeSince: priorScopeSince(request, project) },
      held: heldBy(request.candidate, project),
      continuity: candidate.continuity,
      ...{
        payroll: [...candidate.payroll, ...candidate.ownAccounts],
        rejectedAt: candidate.rejectedAt,
        driftSince: null,
        lastActiveAt: candidate.lastActiveAt,
      },
      ...{ isHygienic: candidate.hasPasskey, ...candidate.probation },
    },
    actor,
    provisioning: { canaryAcknowledgedBy: null, preventsSelfReview: null },
    removal: null,
    involved: funderStaff,
  };
}

/** Who speaks for the project holds everything in it. */
function heldBy(person: string, { owners, held }: ProjectRow): Scope[] {
  return owners.includes(person) ? [...SCOPES] : held.filter((one) => one.person === person).map(({ scope }) => scope);
}

function priorScopeSince({ candidate, scope }: Request, { held }: ProjectRow): number | 'NOT_HELD' {
  const before = scopeBefore(scope);
  const prior = held.find((one) => one.person === candidate && one.scope === before);
  return prior?.since ?? 'NOT_HELD';
}

function millis(column: string): string {
  return `floor(extract(epoch FROM ${column}) * 1000)::float8`;
}

/** The last change of an authenticator after which somebody decides nothing for some days. */
function pausedSince(person: string): string {
  return `(SELECT ${millis('max(changed_at)')} FROM authenticator_change WHERE person_id = ${person} AND pauses_decisions)`;
}

/** The newest report on the probation of a grant that began before it. */
function probation(grant: string): string {
  const found = `SELECT unreviewed_changes, meets_criteria FROM probation_report report JOIN role_grant reported ON reported.id = report.grant_id
                  WHERE report.grant_id = ${grant} AND report.reported_at >= reported.entered_at ORDER BY report.id DESC LIMIT 1`;
  return `json_build_object('unreviewedSensitiveChanges', (SELECT unreviewed_changes FROM (${found}) AS newest),
                            'meetsWorkCriteria', (SELECT meets_criteria FROM (${found}) AS newest))`;
}
