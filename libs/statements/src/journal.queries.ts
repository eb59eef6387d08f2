import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowStream } from '#platform/database';
import { money, type Money } from '#platform/kernel';
import type { Period } from './period.rules.js';

/** One posting of the ledger with its transaction, and what it is about. */
export interface JournalRow {
  readonly txId: string;
  readonly seq: number;
  readonly postedAt: Date;
  readonly occurredAt: Date;
  readonly book: string;
  readonly kind: string;
  readonly idem: string;
  readonly digest: string;
  readonly stripeTransactionId: string | null;
  readonly code: string;
  readonly owner: string;
  /** Positive is a debit. */
  readonly amount: Money;
  readonly projectId: string | null;
  readonly needId: string | null;
  readonly milestoneId: string | null;
  readonly pledgeId: string | null;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly transferId: string | null;
  /** Ids that led here, as canonical JSON of PostgreSQL. */
  readonly cause: string;
}

export interface JournalCount {
  readonly transactions: number;
  readonly postings: number;
}

type RawRow = Omit<JournalRow, 'amount'> & { readonly minor: string; readonly currency: string };

/** The whole journal of a period, for whoever keeps the books. */
@Injectable()
export class JournalQueries {
  constructor(private readonly dataSource: DataSource) {}

  async count({ from, to }: Period): Promise<JournalCount> {
    const rows = await this.dataSource.query<JournalCount[]>(
      `SELECT count(DISTINCT tx_id)::int AS transactions, count(*)::int AS postings
         FROM statement_line WHERE posted_at >= $1 AND posted_at < $2`,
      [from.toISOString(), to.toISOString()],
    );
    return rows[0]!;
  }

  /** Every posting in the order of posting, in batches, as of one moment. */
  async *rows({ from, to }: Period): AsyncGenerator<readonly JournalRow[]> {
    const sql = `SELECT tx_id AS "txId", seq, posted_at AS "postedAt", occurred_at AS "occurredAt", book, kind, idem, digest,
             stripe_txn AS "stripeTransactionId", code, owner, amount AS minor, currency, project_id AS "projectId", need_id AS "needId",
             milestone_id AS "milestoneId", pledge_id AS "pledgeId", payment_id AS "paymentId", refund_id AS "refundId",
             transfer_id AS "transferId", cause::text AS cause
        FROM statement_line WHERE posted_at >= $1 AND posted_at < $2 ORDER BY posted_at, tx_id, seq`;
    for await (const rows of rowStream<RawRow>(this.dataSource, sql, [from.toISOString(), to.toISOString()]))
      yield rows.map(({ minor, currency, ...row }) => ({ ...row, amount: money(BigInt(minor), currency) }));
  }
}
