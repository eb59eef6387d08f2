import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id, PersonPrincipal } from '#platform/kernel';
import type { SeatKind } from './pool-member.states.js';
import type { OfferStatus } from './seat-offer.states.js';

export interface SeatRow {
  readonly personId: Id<'usr'>;
  readonly kind: SeatKind;
  readonly since: Date;
}

export interface SeatOfferRow {
  readonly id: Id<'sfr'>;
  readonly projectId: Id<'prj'>;
  readonly memberId: Id<'plm'>;
  readonly personId: Id<'usr'>;
  readonly kind: SeatKind;
  readonly status: OfferStatus;
  readonly drawnAt: Date;
  readonly lapsesAt: Date;
}

const OFFER = `offer.id, offer.project_id AS "projectId", offer.member_id AS "memberId", offer.person_id AS "personId", offer.kind, offer.status,
  offer.drawn_at AS "drawnAt", offer.lapses_at AS "lapsesAt"`;

/** Whoever was drawn, and those who speak for the project. $1 the person. */
const VISIBLE = `(offer.person_id = $1 OR EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = offer.project_id AND owner.person_id = $1))`;

@Injectable()
export class SeatsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Who sits for a project, in public: at most five people. */
  async ofProject(projectId: Id<'prj'>): Promise<SeatRow[]> {
    return this.dataSource.query<SeatRow[]>(
      'SELECT person_id AS "personId", kind, since FROM project_seat WHERE project_id = $1 AND ended_at IS NULL ORDER BY since, person_id, kind LIMIT 100',
      [projectId],
    );
  }

  async visible({ personId }: PersonPrincipal, ids: readonly string[]): Promise<SeatOfferRow[]> {
    return this.dataSource.query<SeatOfferRow[]>(
      `SELECT ${OFFER} FROM seat_offer offer WHERE offer.id = ANY($2) AND ${VISIBLE} ORDER BY offer.id`,
      [personId, ids],
    );
  }

  /** Offers that one was drawn for, and those of projects that one speaks for, newest first. */
  async offers({ personId }: PersonPrincipal, page: PageRequest): Promise<Page<SeatOfferRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<SeatOfferRow[]>(
      `SELECT ${OFFER} FROM seat_offer offer
        WHERE ${VISIBLE} AND ($2::timestamptz IS NULL OR (offer.drawn_at, offer.id) < ($2::timestamptz, $3::uuid))
        ORDER BY offer.drawn_at DESC, offer.id DESC LIMIT $4`,
      [personId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, ({ drawnAt, id }) => [drawnAt.toISOString(), id]);
  }
}
