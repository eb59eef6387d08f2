import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { InKindKind } from './in-kind-contribution.entity.js';
import type { InKindStatus } from './in-kind.states.js';

export interface InKindRow {
  readonly id: Id<'ikc'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly kind: InKindKind;
  readonly amount: Money;
  readonly delivered: Money;
  readonly status: InKindStatus;
  readonly offeredAt: Date;
  readonly lapsesAt: Date;
  readonly acceptedAt: Date | null;
  readonly endedAt: Date | null;
  /** What follows is for the two sides; null for others. */
  readonly description: string | null;
  readonly valueSource: string | null;
  readonly endReason: string | null;
}

export interface InKindDeliveryRow {
  readonly contributionId: Id<'ikc'>;
  readonly amount: Money;
  readonly note: string;
  readonly evidenceUrl: string | null;
  readonly confirmedAt: Date;
}

/** Help in kind for one need, in one unit. */
export interface InKindSum {
  readonly needId: string;
  readonly promised: Money;
  readonly delivered: Money;
}

/** Who asks, and for which organisations. */
export interface InKindViewer {
  readonly personId: string | null;
  readonly organisationIds: readonly string[];
}

type Raw<Row> = Omit<Row, 'amount' | 'delivered'> & {
  readonly amountMinor: string;
  readonly deliveredMinor: string;
  readonly currency: string;
};

/** Of an offer $1 the maintainer and $2 the organisations see all; others what it is, how much, and where it stands. */
const IS_SIDE = `(need.recipient_person_id = $1 OR offer.organisation_id = ANY($2))`;
const COLUMNS = `offer.id, offer.need_id AS "needId", offer.organisation_id AS "organisationId", offer.kind,
  offer.amount_minor AS "amountMinor", offer.delivered_minor AS "deliveredMinor", offer.currency, offer.status,
  offer.offered_at AS "offeredAt", offer.lapses_at AS "lapsesAt", offer.accepted_at AS "acceptedAt", offer.ended_at AS "endedAt",
  CASE WHEN ${IS_SIDE} THEN offer.description END AS description,
  CASE WHEN ${IS_SIDE} THEN offer.value_source END AS "valueSource",
  CASE WHEN ${IS_SIDE} THEN offer.end_reason END AS "endReason"`;
const OFFERS = `FROM in_kind_contribution offer JOIN need ON need.id = offer.need_id`;

/** Reads of help in kind. */
@Injectable()
export class InKindQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Offers that the viewer makes or decides about. */
  async visible(ids: readonly string[], { personId, organisationIds }: InKindViewer): Promise<InKindRow[]> {
    const rows = await this.dataSource.query<Raw<InKindRow>[]>(
      `SELECT ${COLUMNS} ${OFFERS} WHERE offer.id = ANY($3) AND ${IS_SIDE}`,
      [personId, organisationIds, ids],
    );
    return rows.map(inKindRow);
  }

  /** Offers to a need, newest first. Whoever reached the need may see them. */
  ofNeed(needId: string, viewer: InKindViewer, page: PageRequest): Promise<Page<InKindRow>> {
    return this.page(`offer.need_id = $3 AND $4::text IS NULL`, [needId, null], viewer, page);
  }

  /** Offers of one organisation, newest first; `status` narrows them. */
  ofOrganisation(
    organisationId: Id<'org'>,
    status: InKindStatus | null,
    viewer: InKindViewer,
    page: PageRequest,
  ): Promise<Page<InKindRow>> {
    const condition = `offer.organisation_id = $3 AND ($4::text IS NULL OR offer.status = $4)`;
    return this.page(condition, [organisationId, status], viewer, page);
  }

  /** What has arrived of each, oldest first, where the viewer is a side. */
  async deliveriesOf(
    ids: readonly string[],
    { personId, organisationIds }: InKindViewer,
  ): Promise<InKindDeliveryRow[]> {
    const rows = await this.dataSource.query<
      (Omit<InKindDeliveryRow, 'amount'> & { readonly amountMinor: string; readonly currency: string })[]
    >(
      `SELECT delivery.contribution_id AS "contributionId", delivery.amount_minor AS "amountMinor", offer.currency, delivery.note,
              delivery.evidence_url AS "evidenceUrl", delivery.confirmed_at AS "confirmedAt"
         FROM in_kind_delivery delivery JOIN in_kind_contribution offer ON offer.id = delivery.contribution_id
         JOIN need ON need.id = offer.need_id
        WHERE delivery.contribution_id = ANY($3) AND ${IS_SIDE} ORDER BY delivery.confirmed_at, delivery.id`,
      [personId, organisationIds, ids],
    );
    return rows.map(({ amountMinor, currency, ...row }) => ({ ...row, amount: money(BigInt(amountMinor), currency) }));
  }

  /** What is still promised and what was delivered, by need and unit. */
  async sumsOf(needIds: readonly string[]): Promise<InKindSum[]> {
    const rows = await this.dataSource.query<
      { readonly needId: string; readonly currency: string; readonly promised: string; readonly delivered: string }[]
    >(
      `SELECT need_id AS "needId", currency, sum(delivered_minor) AS delivered,
              coalesce(sum(amount_minor - delivered_minor) FILTER (WHERE status IN ('promised', 'accepted')), 0) AS promised
         FROM in_kind_contribution WHERE need_id = ANY($1) GROUP BY need_id, currency ORDER BY need_id, currency`,
      [needIds],
    );
    return rows.map(({ needId, currency, promised, delivered }) => ({
      needId,
      promised: money(BigInt(promised), currency),
      delivered: money(BigInt(delivered), currency),
    }));
  }

  private async page(
    condition: string,
    parameters: readonly unknown[],
    { personId, organisationIds }: InKindViewer,
    page: PageRequest,
  ): Promise<Page<InKindRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw<InKindRow>[]>(
      `SELECT ${COLUMNS} ${OFFERS}
        WHERE ${condition} AND ($5::timestamptz IS NULL OR (offer.offered_at, offer.id) < ($5::timestamptz, $6::uuid))
        ORDER BY offer.offered_at DESC, offer.id DESC LIMIT $7`,
      [personId, organisationIds, ...parameters, ...start, page.first + 1],
    );
    return toPage(rows.map(inKindRow), page.first, (row) => [row.offeredAt.toISOString(), row.id]);
  }
}

function inKindRow({ amountMinor, deliveredMinor, currency, ...row }: Raw<InKindRow>): InKindRow {
  return { ...row, amount: money(BigInt(amountMinor), currency), delivered: money(BigInt(deliveredMinor), currency) };
}
