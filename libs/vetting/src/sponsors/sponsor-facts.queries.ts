import { Injectable } from '@nestjs/common';
import { DataKeys, type Tx } from '#platform/database';
import { DAY_MS, addMs } from '#platform/kernel';
import type { SponsorFacts } from '../guards/independence.js';
import { HELD } from '../grants/held.js';
import { isRecognised } from '../vouches/recognised-work.js';

/** Of fewer dealings than these no share is said. */
const LEAST_INTERACTIONS = 5;
const YEAR_DAYS = 365;

/** Who would stand for whom, where. */
export interface Sponsoring {
  readonly sponsor: string;
  readonly candidate: string;
  readonly projectId: string;
  /** Days of history that the tier of the request asks for. */
  readonly historyDays: number;
}

/**
 * What is known of a sponsor beside a candidate (G02 and the collusion marks of S32), from what both have done here and since when they
 * are known. History is counted from the day on which somebody spoke for a project or held a scope in it, so that it is never too long; who
 * has neither may have worked there all the same, and is not known to have.
 */
@Injectable()
export class SponsorFactsQueries {
  constructor(private readonly keys: DataKeys) {}

  async of(
    tx: Tx,
    { sponsor, candidate, projectId, historyDays }: Sponsoring,
  ): Promise<Omit<SponsorFacts, 'sponsor' | 'openSponsorships'>> {
    const rows = await tx.manager.query<FactsRow[]>(FACTS, [
      ...[sponsor, candidate, projectId],
      ...[addMs(tx.now, -YEAR_DAYS * DAY_MS).toISOString(), addMs(tx.now, -historyDays * DAY_MS).toISOString()],
    ]);
    const { since, recognisedProjects, affiliations, firstSeen, dealings, withCandidate, cycle, sharesHost } = rows[0]!;
    const [ofSponsor, ofCandidate] = firstSeen.map((at) => at.getTime());
    return {
      historyDays: since === null ? null : daysBetween(since.getTime(), tx.now.getTime()),
      recognisedProjects,
      // Digests, since a sponsorship keeps them and what somebody belongs to is theirs alone.
      affiliations: affiliations.map((name) => this.keys.digest('affiliation', name).toString('hex')),
      firstSeenGapDays: daysBetween(ofSponsor!, ofCandidate!),
      interactionShare: dealings < LEAST_INTERACTIONS ? 0 : withCandidate / dealings,
      endorsementCycle: cycle,
      sharesKeyOrMailDomain: sharesHost,
    };
  }
}

interface FactsRow {
  readonly since: Date | null;
  readonly recognisedProjects: number;
  readonly affiliations: readonly string[];
  readonly firstSeen: readonly Date[];
  readonly dealings: number;
  readonly withCandidate: number;
  readonly cycle: number;
  readonly sharesHost: boolean;
}

function daysBetween(one: number, other: number): number {
  return Math.floor(Math.abs(one - other) / DAY_MS);
}

/** Since when a person has had a part in a project, as it is known. */
const historyIn = (person: string, project: string) => `least(
  (SELECT min(verified_at) FROM project_claim claim WHERE claim.project_id = ${project} AND claim.person_id = ${person} AND claim.status IN ('verified', 'resolved')),
  (SELECT min(to_timestamp((held.state ->> 'heldSince')::float8 / 1000)) FROM role_grant held
    WHERE held.project_id = ${project} AND held.candidate_id = ${person} AND held.${HELD}))`;

/** Since when a person is known at all: here, or at a forge that says it. */
const firstSeen = (person: string) => `(
  SELECT least(person.created_at, (SELECT min(account_created_at) FROM external_identity WHERE person_id = person.id),
               (SELECT min(verified_at) FROM project_claim WHERE person_id = person.id AND status IN ('verified', 'resolved')))
    FROM person WHERE person.id = ${person})`;

/** $1 sponsor, $2 candidate, $3 project, $4 a year ago, $5 since when history is long enough. */
const FACTS = `
  WITH endorsement AS NOT MATERIALIZED (
    SELECT voucher_id AS giver, person_id AS taker, given_at AS at FROM vouch WHERE withdrawn_at IS NULL
    UNION ALL
    SELECT event.by_id, role_grant.candidate_id, event.at FROM role_grant_event event JOIN role_grant ON role_grant.id = event.grant_id
     WHERE event.kind = 'confirmSponsorship'
  ), dealing AS (
    SELECT taker AS other FROM endorsement WHERE giver = $1 AND at > $4
    UNION ALL SELECT giver FROM endorsement WHERE taker = $1 AND at > $4
    UNION ALL SELECT candidate_id FROM role_comment JOIN role_grant ON role_grant.id = grant_id
                WHERE author_id = $1 AND written_at > $4 AND candidate_id <> $1
    UNION ALL SELECT candidate_id FROM role_grant_consent JOIN role_grant ON role_grant.id = grant_id
                WHERE role_grant_consent.person_id = $1 AND given_at > $4
  )
  SELECT ${historyIn('$1', '$3')} AS since,
         (SELECT count(*)::int FROM (
            SELECT project_id FROM project_claim WHERE person_id = $1 AND status IN ('verified', 'resolved')
            UNION SELECT project_id FROM role_grant WHERE candidate_id = $1 AND ${HELD}) AS own
           WHERE own.project_id <> $3 AND ${isRecognised('own.project_id')} AND ${historyIn('$1', 'own.project_id')} <= $5) AS "recognisedProjects",
         -- What ended within the year counts too; who belongs to an organisation here has said so.
         ARRAY(SELECT 'name ' || name_key FROM affiliation WHERE person_id = $1 AND (withdrawn_at IS NULL OR withdrawn_at > $4)
               UNION SELECT 'organisation ' || organisation_id FROM membership WHERE person_id = $1) AS affiliations,
         ARRAY[${firstSeen('$1')}, ${firstSeen('$2')}] AS "firstSeen",
         (SELECT count(*)::int FROM dealing) AS dealings,
         (SELECT count(*)::int FROM dealing WHERE other = $2) AS "withCandidate",
         CASE WHEN EXISTS (SELECT 1 FROM endorsement WHERE giver = $2 AND taker = $1) THEN 2
              WHEN EXISTS (SELECT 1 FROM endorsement one JOIN endorsement back ON back.giver = one.taker WHERE one.giver = $2 AND back.taker = $1) THEN 3
              ELSE 0 END AS cycle,
         EXISTS (SELECT 1 FROM mail_address own JOIN mail_address other USING (host_digest) WHERE own.person_id = $1 AND other.person_id = $2) AS "sharesHost"`;
