import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import { POOL, reviewOwner } from './review-pool.postings.js';
import type { ReviewFeeStatus } from './review-fee.states.js';
import type { ReviewPoolGiftStatus } from './review-pool-gift.states.js';

export interface ReviewFeeRow {
  readonly milestoneId: Id<'mil'>;
  readonly status: ReviewFeeStatus;
  readonly amount: Money;
}

export interface ReviewPoolGiftRow {
  readonly id: Id<'rpg'>;
  readonly status: ReviewPoolGiftStatus;
  readonly amount: Money;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
}

export interface ReviewPoolBalance {
  readonly free: Money;
  readonly reserved: Money;
}

type Raw<Row> = Omit<Row, 'amount'> & { readonly minor: string; readonly currency: string };

const GIFT = `id, status, amount_minor AS minor, currency, requested_at AS "requestedAt", decided_at AS "decidedAt"`;

/** Reads of the pool that reviewers are paid from. */
@Injectable()
export class ReviewPoolQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The fee of the newest review of each milestone. */
  async feesOf(milestoneIds: readonly string[]): Promise<ReviewFeeRow[]> {
    const rows = await this.dataSource.query<Raw<ReviewFeeRow>[]>(
      `SELECT DISTINCT ON (milestone_id) milestone_id AS "milestoneId", status, amount_minor AS minor, currency
         FROM review_fee WHERE milestone_id = ANY($1) ORDER BY milestone_id, begun_at DESC, id DESC`,
      [milestoneIds],
    );
    return rows.map((row) => withAmount<ReviewFeeRow>(row));
  }

  /** What the ledger holds for reviewers, one entry for each currency. */
  async balances(): Promise<ReviewPoolBalance[]> {
    const rows = await this.dataSource.query<{ currency: string; free: string; reserved: string }[]>(
      `SELECT account.currency, coalesce(-sum(balance.balance) FILTER (WHERE account.owner = 'pool'), 0) AS free,
              coalesce(-sum(balance.balance) FILTER (WHERE account.owner <> 'pool'), 0) AS reserved
         FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id
        WHERE account.code = 'held.review' GROUP BY account.currency ORDER BY account.currency`,
    );
    return rows.map(({ currency, free, reserved }) => ({
      free: money(BigInt(free), currency),
      reserved: money(BigInt(reserved), currency),
    }));
  }

  /** What is reserved for reviews in the ledger is what the open reviews are promised, for each milestone and reviewer. */
  async brokenInvariants(): Promise<{ readonly invariant: string; readonly found: number }[]> {
    const reserved = await this.dataSource.query<{ owner: string; currency: string; minor: string }[]>(
      `SELECT account.owner, account.currency, -balance.balance AS minor
         FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id
        WHERE account.code = 'held.review' AND account.owner <> $1 AND balance.balance <> 0`,
      [POOL],
    );
    const open = await this.dataSource.query<(Raw<ReviewFeeRow> & { reviewerId: Id<'usr'> })[]>(
      `SELECT milestone_id AS "milestoneId", reviewer_id AS "reviewerId", amount_minor AS minor, currency FROM review_fee WHERE status = 'reserved'`,
    );
    const promised = open.map((fee) => `${reviewOwner(fee)} ${fee.currency} ${fee.minor}`);
    const held = reserved.map(({ owner, currency, minor }) => `${owner} ${currency} ${minor}`);
    const differing = [
      ...promised.filter((line) => !held.includes(line)),
      ...held.filter((line) => !promised.includes(line)),
    ];
    return [{ invariant: 'what is reserved for each open review is its fee', found: differing.length }];
  }

  /** Gifts of an organisation, newest first. */
  async giftsOf(organisationId: Id<'org'>, page: PageRequest): Promise<Page<ReviewPoolGiftRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw<ReviewPoolGiftRow>[]>(
      `SELECT ${GIFT} FROM review_pool_gift
        WHERE organisation_id = $1 AND ($2::timestamptz IS NULL OR (requested_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY requested_at DESC, id DESC LIMIT $4`,
      [organisationId, ...start, page.first + 1],
    );
    return toPage(
      rows.map((row) => withAmount<ReviewPoolGiftRow>(row)),
      page.first,
      (row) => [row.requestedAt.toISOString(), row.id],
    );
  }

  async gift(id: Id<'rpg'>): Promise<ReviewPoolGiftRow | null> {
    const rows = await this.dataSource.query<Raw<ReviewPoolGiftRow>[]>(
      `SELECT ${GIFT} FROM review_pool_gift WHERE id = $1`,
      [id],
    );
    return rows[0] ? withAmount<ReviewPoolGiftRow>(rows[0]) : null;
  }
}

function withAmount<Row extends { readonly amount: Money }>({ minor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(minor), currency) } as unknown as Row;
}
