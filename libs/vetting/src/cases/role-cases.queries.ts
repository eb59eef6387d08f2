import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceOf, type Id, type PersonPrincipal } from '#platform/kernel';
import type { RemovalStatus } from '../control/removal.states.js';
import type { Ballot, GrantState } from '../grants/grant-state.js';
import { HELD } from '../grants/held.js';

/** What was written about a request, by what it was written for. */
export interface WrittenReason {
  readonly kind: 'OBJECTION' | 'ANSWER' | 'APPEAL';
  readonly reason: string;
  readonly at: string;
}

/** A request as those see it who have a part in it. */
export interface RoleCase {
  readonly state: Pick<GrantState, 'review' | 'roll' | 'notifiedAt' | 'hold' | 'appeal'>;
  readonly ownVote: Ballot['choice'] | null;
  readonly probation: {
    readonly unreviewedChanges: number;
    readonly meetsCriteria: boolean;
    readonly findings: string;
    readonly reportedAt: Date;
  } | null;
  /** Oldest first. */
  readonly reasons: readonly WrittenReason[];
  /** The newest motion to take the scope away. */
  readonly removal: {
    readonly status: RemovalStatus;
    readonly reasons: string;
    readonly noticeAt: string;
    readonly openedAt: string | null;
    readonly roll: readonly string[];
    readonly yes: number | null;
    readonly no: number | null;
  } | null;
}

/** $1 the grant, $2 whoever looks. */
const CASE = `
  SELECT role_grant.state, ballot.choice AS "ownVote", probation.*,
         (SELECT json_build_object('status', removal.status, 'reasons', reasons, 'noticeAt', notice_at, 'openedAt', opened_at, 'roll', roll, 'yes', yes, 'no', no)
            FROM role_removal removal WHERE removal.grant_id = role_grant.id ORDER BY removal.id DESC LIMIT 1) AS removal,
         (SELECT coalesce(json_agg(json_build_object('kind', CASE kind WHEN 'raiseObjection' THEN 'OBJECTION' WHEN 'clearHold' THEN 'ANSWER' ELSE 'APPEAL' END,
                                                     'reason', event ->> 'reason', 'at', at) ORDER BY seq), '[]')
            FROM role_grant_event WHERE grant_id = role_grant.id AND (kind IN ('raiseObjection', 'clearHold') OR (kind = 'appeal' AND event ->> 'step' = 'file'))) AS reasons
    FROM role_grant
    LEFT JOIN role_grant_ballot ballot ON ballot.grant_id = role_grant.id AND ballot.box = role_grant.box AND ballot.voter_id = $2
    LEFT JOIN LATERAL (
      SELECT unreviewed_changes AS "unreviewedChanges", meets_criteria AS "meetsCriteria", findings, reported_at AS "reportedAt"
        FROM probation_report WHERE grant_id = role_grant.id ORDER BY id DESC LIMIT 1) AS probation ON true
   WHERE role_grant.id = $1 AND (role_grant.candidate_id = $2 OR (role_grant.tier IS NOT NULL AND (
           EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = role_grant.project_id AND owner.person_id = $2)
           OR EXISTS (SELECT 1 FROM project_seat seat WHERE seat.project_id = role_grant.project_id AND seat.person_id = $2 AND seat.ended_at IS NULL)
           OR EXISTS (SELECT 1 FROM role_grant held WHERE held.project_id = role_grant.project_id AND held.candidate_id = $2 AND held.${HELD})
           OR role_grant.state -> 'sponsorships' @> jsonb_build_array(jsonb_build_object('sponsor', $2::text))
           OR coalesce(role_grant.state #> '{appeal,panel}' ? $2::text, false))))`;

interface CaseRow extends NonNullable<RoleCase['probation']> {
  readonly state: RoleCase['state'];
  readonly ownVote: RoleCase['ownVote'];
  readonly removal: RoleCase['removal'];
  readonly reasons: RoleCase['reasons'];
}

@Injectable()
export class RoleCasesQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Null for a grant that the person has no part in. A ballot is read as its voter's own. */
  async find(principal: PersonPrincipal, id: Id<'rgr'>): Promise<RoleCase | null> {
    const [row] = await this.reads.query<CaseRow[]>(clearanceOf(principal), CASE, [id, principal.personId]);
    if (row === undefined) return null;
    const { state, ownVote, removal, reasons, unreviewedChanges, meetsCriteria, findings, reportedAt } = row;
    const isReported = (reportedAt as Date | null) !== null;
    return {
      state,
      ownVote,
      removal,
      reasons,
      probation: isReported ? { unreviewedChanges, meetsCriteria, findings, reportedAt } : null,
    };
  }
}
