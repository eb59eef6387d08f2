import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { RefundCause } from './refund.entity.js';
import type { RefundStatus } from './refund.states.js';

export interface RefundRow {
  readonly id: Id<'rfd'>;
  readonly paymentId: Id<'pay'>;
  readonly pledgeId: Id<'plg'> | null;
  readonly amount: Money;
  readonly cause: RefundCause;
  readonly status: RefundStatus;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

type RawRefund = Omit<RefundRow, 'amount'> & { readonly minor: string; readonly currency: string };

@Injectable()
export class RefundsQueries {
  constructor(private readonly dataSource: DataSource) {}

  ofOrganisation(organisationId: Id<'org'>, page: PageRequest): Promise<Page<RefundRow>> {
    return this.page('organisation_id = $1', organisationId, page);
  }

  /** What was made outside or needs a decision, whoever paid. */
  toReview(page: PageRequest): Promise<Page<RefundRow>> {
    return this.page("(cause = $1 OR status = 'needs_review')", 'outside', page);
  }

  private async page(condition: string, value: string, page: PageRequest): Promise<Page<RefundRow>> {
    const rows = await this.dataSource.query<RawRefund[]>(
      `SELECT id, payment_id AS "paymentId", pledge_id AS "pledgeId", amount_minor AS minor, currency, cause, status,
              failure_code AS "failureCode", created_at AS "createdAt", ended_at AS "endedAt"
         FROM refund WHERE ${condition} AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [value, ...startOf(page, ['instant', 'uuid']), page.first + 1],
    );
    const refunds = rows.map(({ minor, currency, ...row }) => ({ ...row, amount: money(BigInt(minor), currency) }));
    return toPage(refunds, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }
}
