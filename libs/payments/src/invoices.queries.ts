import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { InvoiceStatus } from './invoice.states.js';

export interface InvoiceRow {
  readonly id: Id<'ivc'>;
  readonly paymentId: Id<'pay'>;
  readonly status: InvoiceStatus;
  readonly number: string | null;
  readonly hostedUrl: string | null;
  readonly purchaseOrder: string | null;
  readonly amount: Money;
  readonly paid: Money;
  readonly remaining: Money;
  readonly overpaid: Money;
  /** Has come by bank transfer and waits at Stripe for the rest. */
  readonly funded: Money;
  /** Of what was paid too much, moved into the balance. */
  readonly kept: Money;
  readonly dueAt: Date | null;
  readonly overdueAt: Date | null;
  readonly createdAt: Date;
}

type Sum = 'amount' | 'paid' | 'remaining' | 'overpaid' | 'funded' | 'kept';
type RawInvoice = Omit<InvoiceRow, Sum> & Readonly<Record<Sum | 'currency', string>>;

const COLUMNS = `id, payment_id AS "paymentId", status, number, hosted_url AS "hostedUrl", purchase_order AS "purchaseOrder",
  amount_minor AS amount, paid_minor AS paid, remaining_minor AS remaining, overpaid_minor AS overpaid, funded_minor AS funded, kept_minor AS kept, currency,
  due_at AS "dueAt", overdue_at AS "overdueAt", created_at AS "createdAt"`;

/** Reads of invoices, for the organisations that are invoiced. */
@Injectable()
export class InvoicesQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async ofOrganisation(organisationId: Id<'org'>, page: PageRequest): Promise<Page<InvoiceRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawInvoice[]>(
      `SELECT ${COLUMNS} FROM invoice
        WHERE organisation_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [organisationId, ...start, page.first + 1],
    );
    return toPage(rows.map(invoiceRow), page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Those of payments that are by invoice, if they are of one of the organisations. */
  async ofPayments(paymentIds: readonly string[], organisationIds: readonly string[]): Promise<InvoiceRow[]> {
    const rows = await this.dataSource.query<RawInvoice[]>(
      `SELECT ${COLUMNS} FROM invoice WHERE payment_id = ANY($1) AND organisation_id = ANY($2)`,
      [paymentIds, organisationIds],
    );
    return rows.map(invoiceRow);
  }

  /** Null unless it is of one of the organisations. */
  async find(id: Id<'ivc'>, organisationIds: readonly string[]): Promise<InvoiceRow | null> {
    const rows = await this.dataSource.query<RawInvoice[]>(
      `SELECT ${COLUMNS} FROM invoice WHERE id = $1 AND organisation_id = ANY($2)`,
      [id, organisationIds],
    );
    return rows.map(invoiceRow)[0] ?? null;
  }

  /** What the organisation has sent to Stripe by transfer and nothing was paid with; one amount for each currency. */
  async cashOf(organisationId: Id<'org'>): Promise<Money[]> {
    const rows = await this.dataSource.query<{ minor: string; currency: string }[]>(
      'SELECT available_minor AS minor, currency FROM stripe_cash WHERE organisation_id = $1 AND available_minor > 0 ORDER BY currency',
      [organisationId],
    );
    return rows.map(({ minor, currency }) => money(BigInt(minor), currency));
  }
}

function invoiceRow({ currency, amount, paid, remaining, overpaid, funded, kept, ...row }: RawInvoice): InvoiceRow {
  const of = (minor: string): Money => money(BigInt(minor), currency);
  return {
    ...row,
    amount: of(amount),
    paid: of(paid),
    remaining: of(remaining),
    overpaid: of(overpaid),
    funded: of(funded),
    kept: of(kept),
  };
}
