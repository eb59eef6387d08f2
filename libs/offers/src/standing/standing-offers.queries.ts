import { Injectable } from '@nestjs/common';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { clearanceForOrganisations, clearanceForProjects, money, type Id, type Money } from '#platform/kernel';
import type { OfferMethod } from './standing-offer.entity.js';
import type { StandingOfferStatus } from './standing-offer.states.js';

export interface StandingOfferRow {
  readonly id: Id<'sof'>;
  readonly organisationId: Id<'org'>;
  readonly projectId: Id<'prj'>;
  readonly authorId: Id<'usr'>;
  readonly amount: Money;
  readonly method: OfferMethod;
  readonly purchaseOrder: string | null;
  readonly isNamed: boolean;
  readonly status: StandingOfferStatus;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly pledgeId: Id<'plg'> | null;
  readonly refusalCode: string | null;
}

/** An open offer as far as sums need it. */
export type WaitingOffer = Pick<StandingOfferRow, 'projectId' | 'organisationId' | 'amount' | 'isNamed'>;

type Raw<Row extends { readonly amount: Money }> = Omit<Row, 'amount'> & {
  readonly amountMinor: string;
  readonly currency: string;
};

const COLUMNS = `id, organisation_id AS "organisationId", project_id AS "projectId", author_id AS "authorId", amount_minor AS "amountMinor", currency,
  method, purchase_order AS "purchaseOrder", is_named AS "isNamed", status, opened_at AS "openedAt", expires_at AS "expiresAt",
  ended_at AS "endedAt", pledge_id AS "pledgeId", refusal_code AS "refusalCode"`;

@Injectable()
export class StandingOffersQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Those of the ids that are offers of the organisations. */
  async visible(ids: readonly string[], organisationIds: readonly string[]): Promise<StandingOfferRow[]> {
    const rows = await this.reads.query<Raw<StandingOfferRow>[]>(
      clearanceForOrganisations(organisationIds),
      `SELECT ${COLUMNS} FROM standing_offer WHERE id = ANY($1) AND organisation_id = ANY($2)`,
      [ids, organisationIds],
    );
    return rows.map(withAmount);
  }

  /** Those of one organisation, newest first; `status` and `projectId` narrow them. */
  async ofOrganisation(
    organisationId: Id<'org'>,
    filter: { readonly status: StandingOfferStatus | null; readonly projectId: Id<'prj'> | null },
    page: PageRequest,
  ): Promise<Page<StandingOfferRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<Raw<StandingOfferRow>[]>(
      clearanceForOrganisations([organisationId]),
      `SELECT ${COLUMNS} FROM standing_offer
        WHERE organisation_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR project_id = $3)
          AND ($4::timestamptz IS NULL OR (opened_at, id) < ($4::timestamptz, $5::uuid))
        ORDER BY opened_at DESC, id DESC LIMIT $6`,
      [organisationId, filter.status, filter.projectId, ...start, page.first + 1],
    );
    return toPage(rows.map(withAmount), page.first, (row) => [row.openedAt.toISOString(), row.id]);
  }

  /** Every open offer to the projects, of whichever organisation. What may be told of them is for the caller to decide. */
  async waitingFor(projectIds: readonly string[]): Promise<WaitingOffer[]> {
    const rows = await this.reads.query<Raw<WaitingOffer>[]>(
      clearanceForProjects(projectIds),
      `SELECT project_id AS "projectId", organisation_id AS "organisationId", amount_minor AS "amountMinor", currency, is_named AS "isNamed"
         FROM standing_offer WHERE project_id = ANY($1) AND status = 'open'`,
      [projectIds],
    );
    return rows.map(withAmount);
  }
}

function withAmount<Row extends { readonly amount: Money }>({ amountMinor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(amountMinor), currency) } as unknown as Row;
}
