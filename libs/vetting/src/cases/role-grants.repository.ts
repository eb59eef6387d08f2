import { Injectable } from '@nestjs/common';
import type { RoleAudience } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { asId, type Id } from '#platform/kernel';
import { withBallotBox } from './ballot-box.js';
import { created, evolve } from '../grants/evolve.js';
import { BEFORE_RIGHTS } from '../grants/grant-status.js';
import type { CreatedEvent, GrantEvent } from '../grants/grant-events.js';
import type { Ballot, GrantState } from '../grants/grant-state.js';

/** A grant as a transaction has it under its lock. */
export interface LockedGrant {
  readonly id: Id<'rgr'>;
  readonly state: GrantState;
  readonly eventCount: number;
  /** The number of the vote: one that an appeal has opened anew has a box of its own. */
  readonly box: number;
}

export interface ProbationReport {
  /** Changes of build, CI, test binaries, crypto and dependencies by the holder that nobody else has reviewed. */
  readonly unreviewedChanges: number;
  readonly meetsCriteria: boolean;
  /** About changes, 20 to 4,000 characters. */
  readonly findings: string;
}

/** What the history of a project does not tell of the work of a candidate. */
export interface RoleWork {
  readonly usefulReviews: number;
  readonly releasesAccompanied: number;
  /** Where it was seen: addresses, at least one. */
  readonly links: readonly string[];
}

interface GrantColumns {
  readonly state: Omit<GrantState, 'ballots'>;
  readonly eventCount: number;
  readonly box: number;
}

interface BallotRow extends Ballot {
  readonly castAt: Date;
}

type CastVote = Extract<GrantEvent, { type: 'castVote' }>;

/**
 * Grants as their histories. The row of a grant is what the history comes to, so that nothing is replayed to read it. Ballots lie
 * apart, and a vote changes nothing else: neither the row nor the history tells that somebody has voted, or when (I-15).
 */
@Injectable()
export class RoleGrantsRepository {
  /** All that happens to grants of a project follows one after the other: who its last holder is, is asked under this lock. */
  async lockProject(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`role grants ${projectId}`]);
  }

  async insert(tx: Tx, event: CreatedEvent): Promise<LockedGrant> {
    const state = created(event);
    await tx.manager.query(
      `INSERT INTO role_grant (id, project_id, scope, candidate_id, status, state, event_count, created_at, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)`,
      [
        state.id,
        state.project,
        state.scope,
        state.candidate,
        state.status,
        JSON.stringify(openPartOf(state)),
        iso(event.at),
      ],
    );
    const grant = { id: asId<'rgr'>(state.id), state, eventCount: 0, box: 1 };
    await this.insertEvents(tx, grant, [event]);
    return { ...grant, eventCount: 1 };
  }

  /** Null for no grant. A grant never moves to another project. */
  async projectOf(tx: Tx, id: Id<'rgr'>): Promise<Id<'prj'> | null> {
    const rows = await tx.manager.query<{ id: Id<'prj'> }[]>('SELECT project_id AS id FROM role_grant WHERE id = $1', [
      id,
    ]);
    return rows[0]?.id ?? null;
  }

  async insertConsent(tx: Tx, id: Id<'rgr'>, personId: Id<'usr'>): Promise<void> {
    await tx.manager.query(
      'INSERT INTO role_grant_consent (grant_id, person_id, given_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [id, personId, tx.now.toISOString()],
    );
  }

  async insertProbationReport(tx: Tx, id: Id<'rgr'>, personId: Id<'usr'>, report: ProbationReport): Promise<void> {
    const { unreviewedChanges, meetsCriteria, findings } = report;
    await tx.manager.query(
      'INSERT INTO probation_report (grant_id, reported_by, reported_at, unreviewed_changes, meets_criteria, findings) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, personId, tx.now.toISOString(), unreviewedChanges, meetsCriteria, findings],
    );
  }

  async insertWork(tx: Tx, id: Id<'rgr'>, personId: Id<'usr'>, work: RoleWork): Promise<void> {
    await tx.manager.query(
      'INSERT INTO role_work_record (grant_id, recorded_by, recorded_at, useful_reviews, releases_accompanied, links) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, personId, tx.now.toISOString(), work.usefulReviews, work.releasesAccompanied, work.links],
    );
  }

  /** Requests of a project that have not come to rights yet. */
  async beforeRights(tx: Tx, projectId: Id<'prj'>): Promise<Id<'rgr'>[]> {
    const rows = await tx.manager.query<{ id: Id<'rgr'> }[]>(
      'SELECT id FROM role_grant WHERE project_id = $1 AND status = ANY($2) ORDER BY id',
      [projectId, BEFORE_RIGHTS],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether all of these are people who can sign in. */
  async arePeople(tx: Tx, ids: readonly string[]): Promise<boolean> {
    const rows = await tx.manager.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM person WHERE id = ANY($1) AND erased_at IS NULL',
      [ids],
    );
    return rows[0]!.count === new Set(ids).size;
  }

  /** @returns how many audiences of this opening have been told, this one included */
  async insertNotice(tx: Tx, id: Id<'rgr'>, openedAt: string, audience: RoleAudience): Promise<number> {
    await tx.manager.query(
      'INSERT INTO role_grant_notice (grant_id, opened_at, audience, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [id, openedAt, audience, tx.now.toISOString()],
    );
    const rows = await tx.manager.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM role_grant_notice WHERE grant_id = $1 AND opened_at = $2',
      [id, openedAt],
    );
    return rows[0]!.count;
  }

  async lock(tx: Tx, id: Id<'rgr'>): Promise<LockedGrant | null> {
    const rows = await tx.manager.query<GrantColumns[]>(
      'SELECT state, event_count AS "eventCount", box FROM role_grant WHERE id = $1 FOR UPDATE',
      [id],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { eventCount, box } = row;
    const cast = row.state.roll.length === 0 ? [] : await this.ballots(tx, id, box);
    const ballots = cast.map(({ voter, choice }) => ({ voter, choice }));
    const lastAt = Math.max(row.state.lastAt, ...cast.map(({ castAt }) => castAt.getTime()));
    return { id, state: { ...row.state, ballots, lastAt }, eventCount, box };
  }

  /**
   * A grant without its ballots and without a lock, for whoever has a part in it: the candidate, and once it is submitted those who
   * speak for the project and its stewards.
   */
  async readFor(tx: Tx, id: Id<'rgr'>, personId: Id<'usr'>): Promise<GrantState | null> {
    const rows = await tx.manager.query<Pick<GrantColumns, 'state'>[]>(
      `SELECT state FROM role_grant
        WHERE id = $1 AND (candidate_id = $2 OR (tier IS NOT NULL AND (
                EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = role_grant.project_id AND owner.person_id = $2)
                OR EXISTS (SELECT 1 FROM project_seat seat WHERE seat.project_id = role_grant.project_id AND seat.person_id = $2
                              AND seat.kind = 'STEWARD' AND seat.ended_at IS NULL))))`,
      [id, personId],
    );
    return rows[0] === undefined ? null : { ...rows[0].state, ballots: [] };
  }

  /** What a decision came to. The caller has locked the project, and then the grant. */
  async append(tx: Tx, grant: LockedGrant, events: readonly GrantEvent[]): Promise<LockedGrant> {
    const state = events.reduce(evolve, grant.state);
    const told = events.filter(({ type }) => type !== 'castVote');
    const isOpenedAnew = state.ballots.length === 0 && grant.state.ballots.length > 0;
    const next = {
      id: grant.id,
      state,
      eventCount: grant.eventCount + told.length,
      box: grant.box + (isOpenedAnew ? 1 : 0),
    };
    for (const event of events) if (event.type === 'castVote') await this.insertBallot(tx, grant, event);
    if (told.length === 0) return next;
    await this.insertEvents(tx, grant, told);
    await this.update(tx, next);
    return next;
  }

  private async insertEvents(tx: Tx, { id, eventCount }: LockedGrant, events: readonly GrantEvent[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO role_grant_event (grant_id, seq, kind, at, by_id, event)
       SELECT $1, $2 + number, event ->> 'type', to_timestamp((event ->> 'at')::numeric / 1000), (event ->> 'by')::uuid, event
         FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS told (event, number)`,
      [id, eventCount, JSON.stringify(events)],
    );
  }

  private async update(tx: Tx, { id, state, eventCount, box }: LockedGrant): Promise<void> {
    const { status, frozen, wait, enteredAt } = state;
    const dueAt = wait === null ? null : iso(wait.dueAt);
    await tx.manager.query(
      `UPDATE role_grant SET status = $2, state = $3, policy_version = $4, tier = $5, due_at = $6, event_count = $7, box = $8, entered_at = $9
        WHERE id = $1`,
      [
        ...[id, status, JSON.stringify(openPartOf(state)), frozen?.policyVersion ?? null, frozen?.tier ?? null],
        ...[dueAt, eventCount, box, iso(enteredAt)],
      ],
    );
  }

  private async insertBallot(tx: Tx, { id, state, box }: LockedGrant, { by, choice, at }: CastVote): Promise<void> {
    await withBallotBox(tx, id, () =>
      tx.manager.query(
        `INSERT INTO role_grant_ballot (grant_id, candidate_id, box, voter_id, choice, cast_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, state.candidate, box, by, choice, iso(at)],
      ),
    );
  }

  /** For the count, and for whether somebody has voted. In no order that tells anything. */
  private ballots(tx: Tx, id: Id<'rgr'>, box: number): Promise<BallotRow[]> {
    return withBallotBox(tx, id, () =>
      tx.manager.query<BallotRow[]>(
        `SELECT voter_id AS voter, choice, cast_at AS "castAt" FROM role_grant_ballot WHERE grant_id = $1 AND box = $2 ORDER BY voter_id`,
        [id, box],
      ),
    );
  }
}

/** What lies open of a grant: all but its ballots. */
export function openPartOf(state: GrantState): Omit<GrantState, 'ballots'> {
  const open: Partial<GrantState> = { ...state };
  delete (open as { ballots?: unknown }).ballots;
  return open as Omit<GrantState, 'ballots'>;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
