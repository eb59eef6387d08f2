import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { HELD } from '../grants/held.js';
import type { Drawable } from './draw.rules.js';
import type { SeatKind } from './pool-member.states.js';
import type { LockedMember, Skill } from './pool-members.repository.js';
import type { OfferStatus } from './seat-offer.states.js';

export interface LockedOffer {
  readonly id: Id<'sfr'>;
  readonly projectId: Id<'prj'>;
  readonly memberId: Id<'plm'>;
  readonly personId: Id<'usr'>;
  readonly kind: SeatKind;
  readonly status: OfferStatus;
  readonly lapsesAt: number;
}

export interface Places {
  /** Seats that are taken, and those that somebody is drawn for. */
  readonly taken: number;
  /** How often the project refused whom the pool had drawn, in a year. */
  readonly refusals: number;
}

/** Whether a person speaks for the project $1, or holds or asks for a scope in it. */
const hasPart = (person: string): string => `(
  EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = $1 AND owner.person_id = ${person})
  OR EXISTS (SELECT 1 FROM role_grant part WHERE part.project_id = $1 AND part.candidate_id = ${person}
                AND (part.${HELD} OR part.status NOT IN ('INELIGIBLE', 'REJECTED', 'DECLINED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN'))))`;

/**
 * Who can be drawn for a project: accepted, not at their limit, and tied to nothing of it. Tied is who says so, who speaks for the
 * project, holds or asks for a scope in it, belongs to an organisation that has funded it, or sits or is drawn for it already.
 * $1 project, $2 kind, $3 skill or null.
 */
const DRAWABLE = `
  SELECT member.id AS "memberId", member.person_id AS "personId" FROM pool_member member
   WHERE member.kind = $2 AND member.status = 'ACCEPTED' AND ($3::text IS NULL OR $3 = ANY (member.skills))
     AND NOT $1::uuid = ANY (member.tied_projects)
     AND (SELECT count(*) FROM project_seat seat WHERE seat.person_id = member.person_id AND seat.ended_at IS NULL)
       + (SELECT count(*) FROM seat_offer offer WHERE offer.person_id = member.person_id AND offer.status IN ('OFFERED', 'TAKEN')) < member.load_limit
     AND NOT ${hasPart('member.person_id')}
     AND NOT EXISTS (SELECT 1 FROM project_seat seat WHERE seat.project_id = $1 AND seat.person_id = member.person_id AND seat.ended_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM seat_offer offer WHERE offer.project_id = $1 AND offer.person_id = member.person_id
                        AND (offer.status IN ('OFFERED', 'TAKEN') OR (offer.status IN ('REFUSED', 'DECLINED') AND offer.settled_at > $4::timestamptz - interval '8760 hours')))
     AND NOT EXISTS (SELECT 1 FROM pledge JOIN need ON need.id = pledge.need_id WHERE need.project_id = $1
                        AND pledge.status IN ('paid', 'partly_released', 'released')
                        AND (pledge.organisation_id = ANY (member.tied_organisations)
                          OR EXISTS (SELECT 1 FROM membership WHERE membership.organisation_id = pledge.organisation_id AND membership.person_id = member.person_id)))
   ORDER BY member.id`;

/** Seats of projects, and offers of them. */
@Injectable()
export class SeatsRepository {
  async drawable(tx: Tx, projectId: Id<'prj'>, kind: SeatKind, skill: Skill | null): Promise<Drawable[]> {
    return tx.manager.query<Drawable[]>(DRAWABLE, [projectId, kind, skill, tx.now.toISOString()]);
  }

  async places(tx: Tx, projectId: Id<'prj'>, kind: SeatKind): Promise<Places> {
    const rows = await tx.manager.query<Places[]>(
      `SELECT ((SELECT count(*) FROM project_seat WHERE project_id = $1 AND kind = $2 AND ended_at IS NULL)
             + (SELECT count(*) FROM seat_offer WHERE project_id = $1 AND kind = $2 AND status IN ('OFFERED', 'TAKEN')))::int AS taken,
              (SELECT count(*)::int FROM seat_offer WHERE project_id = $1 AND status = 'REFUSED' AND settled_at > $3::timestamptz - interval '8760 hours') AS refusals`,
      [projectId, kind, tx.now.toISOString()],
    );
    return rows[0]!;
  }

  /** One for each who was drawn, in one statement. */
  async insertOffers(
    tx: Tx,
    { projectId, kind, lapsesAt }: { readonly projectId: Id<'prj'>; readonly kind: SeatKind; readonly lapsesAt: Date },
    offers: readonly (Drawable & { readonly id: Id<'sfr'> })[],
  ): Promise<void> {
    await tx.manager.query(
      `INSERT INTO seat_offer (id, project_id, member_id, person_id, kind, status, drawn_at, lapses_at)
       SELECT id, $1, member_id, person_id, $2, 'OFFERED', $3, $4 FROM unnest($5::uuid[], $6::uuid[], $7::uuid[]) AS drawn (id, member_id, person_id)`,
      [
        ...[projectId, kind, tx.now.toISOString(), lapsesAt.toISOString()],
        ...[offers.map(({ id }) => id), offers.map(({ memberId }) => memberId), offers.map(({ personId }) => personId)],
      ],
    );
  }

  async lockOffer(tx: Tx, id: Id<'sfr'>): Promise<LockedOffer | null> {
    const rows = await tx.manager.query<LockedOffer[]>(
      `SELECT id, project_id AS "projectId", member_id AS "memberId", person_id AS "personId", kind, status,
              floor(extract(epoch FROM lapses_at) * 1000)::float8 AS "lapsesAt" FROM seat_offer WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return rows[0] ?? null;
  }

  async setOffer(tx: Tx, id: Id<'sfr'>, status: OfferStatus): Promise<void> {
    const settledAt = status === 'OFFERED' || status === 'TAKEN' ? null : tx.now.toISOString();
    await tx.manager.query('UPDATE seat_offer SET status = $2, settled_at = $3 WHERE id = $1', [id, status, settledAt]);
  }

  async seat(tx: Tx, { projectId, personId, kind }: LockedOffer): Promise<void> {
    await tx.manager.query('INSERT INTO project_seat (project_id, person_id, kind, since) VALUES ($1, $2, $3, $4)', [
      ...[projectId, personId, kind, tx.now.toISOString()],
    ]);
  }

  /** @returns whether there was one to leave */
  async leave(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>, kind: SeatKind): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown[], number]>(
      'UPDATE project_seat SET ended_at = greatest(since, $4) WHERE project_id = $1 AND person_id = $2 AND kind = $3 AND ended_at IS NULL',
      [projectId, personId, kind, tx.now.toISOString()],
    );
    return count === 1;
  }

  /** Of somebody who has left the pool or was put out of it: seats and what is open. */
  async endAll(tx: Tx, { id, personId, kind }: LockedMember): Promise<void> {
    await tx.manager.query(
      'UPDATE project_seat SET ended_at = greatest(since, $3) WHERE person_id = $1 AND kind = $2 AND ended_at IS NULL',
      [personId, kind, tx.now.toISOString()],
    );
    await tx.manager.query(
      `UPDATE seat_offer SET status = 'DECLINED', settled_at = $2 WHERE member_id = $1 AND status IN ('OFFERED', 'TAKEN')`,
      [id, tx.now.toISOString()],
    );
  }

  /** Whether somebody has come to have a part in a project since they were drawn for it. */
  async hasPart(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<{ hasPart: boolean }[]>(`SELECT ${hasPart('$2')} AS "hasPart"`, [
      projectId,
      personId,
    ]);
    return rows[0]!.hasPart;
  }

  async isOwner(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      'SELECT 1 FROM project_maintainer WHERE project_id = $1 AND person_id = $2',
      [projectId, personId],
    );
    return rows.length === 1;
  }
}
