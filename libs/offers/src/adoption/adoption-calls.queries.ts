import { Injectable } from '@nestjs/common';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { NO_CLEARANCE, clearanceForOrganisation, type Clearance, type Id } from '#platform/kernel';
import type { AdoptionCallStatus } from './adoption-call.states.js';

export interface AdoptionCallRow {
  readonly id: Id<'adc'>;
  readonly projectId: Id<'prj'>;
  readonly note: string;
  readonly namedOrganisationId: Id<'org'> | null;
  readonly hasOffer: boolean;
  readonly status: AdoptionCallStatus;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export interface AdoptionAnswerRow {
  readonly id: Id<'ada'>;
  readonly personId: Id<'usr'>;
  readonly message: string;
  readonly answeredAt: Date;
}

const COLUMNS = `call.id, call.project_id AS "projectId", call.note, call.named_organisation_id AS "namedOrganisationId", call.has_offer AS "hasOffer",
  call.status, call.opened_at AS "openedAt", call.expires_at AS "expiresAt", call.ended_at AS "endedAt"`;
const PAGE = `($3::timestamptz IS NULL OR (call.opened_at, call.id) < ($3::timestamptz, $4::uuid))
  ORDER BY call.opened_at DESC, call.id DESC LIMIT $5`;

@Injectable()
export class AdoptionCallsQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  async calls(ids: readonly string[]): Promise<AdoptionCallRow[]> {
    return this.reads.query(NO_CLEARANCE, `SELECT ${COLUMNS} FROM adoption_call call WHERE call.id = ANY($1)`, [ids]);
  }

  /** Calls that are open, newest first; for everybody. */
  async open(projectId: Id<'prj'> | null, page: PageRequest): Promise<Page<AdoptionCallRow>> {
    return this.page(
      NO_CLEARANCE,
      `SELECT ${COLUMNS} FROM adoption_call call WHERE call.status = $1 AND ($2::uuid IS NULL OR call.project_id = $2) AND ${PAGE}`,
      ['open', projectId],
      page,
    );
  }

  /** Those of one organisation, newest first; `status` narrows them. */
  async ofOrganisation(
    organisationId: Id<'org'>,
    status: AdoptionCallStatus | null,
    page: PageRequest,
  ): Promise<Page<AdoptionCallRow>> {
    return this.page(
      clearanceForOrganisation(organisationId),
      `SELECT ${COLUMNS} FROM adoption_call call JOIN adoption_caller caller ON caller.call_id = call.id
        WHERE caller.organisation_id = $1 AND ($2::text IS NULL OR call.status = $2) AND ${PAGE}`,
      [organisationId, status],
      page,
    );
  }

  /** Answers to a call, newest first: all of them for its caller, the own one for whoever answered. */
  async answers(clearance: Clearance, callId: Id<'adc'>, page: PageRequest): Promise<Page<AdoptionAnswerRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<AdoptionAnswerRow[]>(
      clearance,
      `SELECT id, person_id AS "personId", message, answered_at AS "answeredAt" FROM adoption_answer
        WHERE call_id = $1 AND ($2::timestamptz IS NULL OR (answered_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY answered_at DESC, id DESC LIMIT $4`,
      [callId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.answeredAt.toISOString(), row.id]);
  }

  private async page(
    clearance: Clearance,
    sql: string,
    filter: readonly (string | null)[],
    page: PageRequest,
  ): Promise<Page<AdoptionCallRow>> {
    const parameters = [...filter, ...startOf(page, ['instant', 'uuid']), page.first + 1];
    const rows = await this.reads.query<AdoptionCallRow[]>(clearance, sql, parameters);
    return toPage(rows, page.first, (row) => [row.openedAt.toISOString(), row.id]);
  }
}
