import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowStream, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { Period } from './period.rules.js';

/** How the money came: on a page of Stripe, through a bank, for an invoice, or out of what was paid in advance. */
type ReceiptMeans = 'checkout' | 'bank' | 'invoice' | 'balance';

export interface ReceiptRow {
  /** The transaction of the ledger that the receipt is about; its outside id is the number of the receipt. */
  readonly id: Id<'led'>;
  readonly postedAt: Date;
  readonly occurredAt: Date;
  readonly organisationId: Id<'org'>;
  readonly means: ReceiptMeans;
  readonly amount: Money;
  /** What came back of it, to whoever paid or into the balance. */
  readonly returned: Money;
  readonly paymentId: Id<'pay'> | null;
  /** Null for money in advance. */
  readonly pledgeId: Id<'plg'> | null;
  readonly needTitle: string | null;
  readonly projectName: string | null;
  /** The payer's own reference. */
  readonly purchaseOrder: string | null;
}

/** What became of the money of a receipt: reserved for a milestone, or on its way back. */
export interface ReceiptMovement {
  readonly kind: string;
  readonly postedAt: Date;
  readonly amount: Money;
  readonly milestoneTitle: string | null;
}

export type ReceiptOrder = 'newest' | 'oldest';

export interface ReceiptFilter extends Partial<Period> {
  readonly currency?: string | null;
  readonly order?: ReceiptOrder;
}

type RawReceipt = Omit<ReceiptRow, 'amount' | 'returned'> & {
  readonly minor: string;
  readonly returnedMinor: string;
  readonly currency: string;
};

/** The credit that a receipt is about; each of these transactions has one. */
const RECEIVED = `receipt.kind IN ('pledge_paid', 'balance_paid', 'bank_received', 'invoice_paid', 'invoice_part_kept', 'pledge_from_balance')
  AND receipt.code IN ('held.pledge', 'held.org') AND receipt.amount < 0`;

const OF_PAYER = `receipt.account_id = ANY(ARRAY(SELECT account_id FROM payer_account WHERE payer_id = $1)) AND receipt.payer_id = $1`;

/** Lines of the same money: of the pledge, or of the payment in advance. */
const SAME_MONEY = `line.account_id = ANY(ARRAY(SELECT account_id FROM payer_account WHERE payer_id = receipt.payer_id))
  AND CASE WHEN receipt.code = 'held.org' THEN line.payment_id = receipt.payment_id ELSE line.pledge_id = receipt.pledge_id END`;

const RETURNED = `SELECT coalesce(sum(line.amount), 0) FROM statement_line line
  WHERE ${SAME_MONEY} AND line.amount > 0 AND line.code IN ('held.pledge', 'held.milestone', 'held.org')
    AND line.kind IN ('pledge_returned', 'balance_returned', 'kept_for_organisation')`;

const RECEIPT = `
  SELECT receipt.tx_id AS id, receipt.posted_at AS "postedAt", receipt.occurred_at AS "occurredAt", receipt.payer_id AS "organisationId",
         -receipt.amount AS minor, receipt.currency, (${RETURNED}) AS "returnedMinor",
         CASE receipt.kind WHEN 'bank_received' THEN 'bank' WHEN 'pledge_from_balance' THEN 'balance' WHEN 'invoice_paid' THEN 'invoice'
              WHEN 'invoice_part_kept' THEN 'invoice' ELSE 'checkout' END AS means,
         receipt.payment_id AS "paymentId", CASE WHEN receipt.code = 'held.pledge' THEN receipt.pledge_id END AS "pledgeId", need.title AS "needTitle", project.name AS "projectName",
         coalesce((SELECT pledge.purchase_order FROM pledge WHERE pledge.id = receipt.pledge_id AND receipt.code = 'held.pledge'),
                  (SELECT invoice.purchase_order FROM invoice WHERE invoice.payment_id = receipt.payment_id)) AS "purchaseOrder"
    FROM statement_line receipt
    LEFT JOIN need ON need.id = receipt.need_id AND receipt.code = 'held.pledge' LEFT JOIN project ON project.id = need.project_id
   WHERE ${RECEIVED}`;

const FILTER = `($2::timestamptz IS NULL OR receipt.posted_at >= $2::timestamptz) AND ($3::timestamptz IS NULL OR receipt.posted_at < $3::timestamptz)
  AND ($4::text IS NULL OR receipt.currency = $4::text)`;

/** Receipts are the credits of the ledger with which money of a payer arrived. */
@Injectable()
export class ReceiptsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async list(organisationId: Id<'org'>, filter: ReceiptFilter, page: PageRequest): Promise<Page<ReceiptRow>> {
    const [sign, direction] = filter.order === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
    const rows = await this.dataSource.query<RawReceipt[]>(
      `${RECEIPT} AND ${OF_PAYER} AND ${FILTER}
          AND ($5::timestamptz IS NULL OR (receipt.posted_at, receipt.tx_id) ${sign} ($5::timestamptz, $6::uuid))
        ORDER BY receipt.posted_at ${direction}, receipt.tx_id ${direction} LIMIT $7`,
      [organisationId, ...valuesOf(filter), ...startOf(page, ['instant', 'uuid']), page.first + 1],
    );
    return toPage(rows.map(receiptRow), page.first, (row) => [row.postedAt.toISOString(), row.id]);
  }

  /** All of them, oldest first, in batches. */
  async *all(organisationId: Id<'org'>, filter: ReceiptFilter): AsyncGenerator<readonly ReceiptRow[]> {
    const sql = `${RECEIPT} AND ${OF_PAYER} AND ${FILTER} ORDER BY receipt.posted_at, receipt.tx_id`;
    const parameters = [organisationId, ...valuesOf(filter)];
    for await (const rows of rowStream<RawReceipt>(this.dataSource, sql, parameters)) yield rows.map(receiptRow);
  }

  async find(id: Id<'led'>): Promise<ReceiptRow | null> {
    const rows = await this.dataSource.query<RawReceipt[]>(`${RECEIPT} AND receipt.tx_id = $1`, [id]);
    return rows[0] ? receiptRow(rows[0]) : null;
  }

  /** What became of the money of one receipt, in the order of posting. */
  async movements(id: Id<'led'>): Promise<ReceiptMovement[]> {
    const rows = await this.dataSource.query<
      (Omit<ReceiptMovement, 'amount'> & { readonly minor: string; readonly currency: string })[]
    >(
      `SELECT line.kind, line.posted_at AS "postedAt", abs(line.amount) AS minor, line.currency, milestone.title AS "milestoneTitle"
         FROM statement_line receipt CROSS JOIN LATERAL (SELECT * FROM statement_line line WHERE ${SAME_MONEY}) AS line
         LEFT JOIN milestone ON milestone.id = line.milestone_id AND line.code = 'held.milestone'
        WHERE ${RECEIVED} AND receipt.tx_id = $1
          AND (line.kind = 'allocated' AND line.code = 'held.milestone'
            OR line.kind IN ('pledge_returned', 'balance_returned', 'kept_for_organisation') AND line.amount > 0 AND line.code LIKE 'held.%'
            OR line.kind IN ('refund_settled', 'refund_failed', 'refund_kept') AND line.code = 'refund.payable')
        ORDER BY line.posted_at, line.tx_id, line.seq LIMIT 500`,
      [id],
    );
    return rows.map(({ minor, currency, ...row }) => ({ ...row, amount: money(BigInt(minor), currency) }));
  }
}

function valuesOf({ from, to, currency }: ReceiptFilter): readonly (string | null)[] {
  return [from?.toISOString() ?? null, to?.toISOString() ?? null, currency ?? null];
}

function receiptRow({ minor, returnedMinor, currency, ...row }: RawReceipt): ReceiptRow {
  return { ...row, amount: money(BigInt(minor), currency), returned: money(BigInt(returnedMinor), currency) };
}
