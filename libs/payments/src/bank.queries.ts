import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, payeeOfColumns, type Id, type Money, type Payee, type PayeeColumns } from '#platform/kernel';
import type { BankDirection } from './bank-entry.entity.js';
import type { BankEntryStatus } from './bank-entry.states.js';

export interface BankEntryRow {
  readonly id: Id<'bnk'>;
  readonly direction: BankDirection;
  readonly paymentId: Id<'pay'> | null;
  readonly transferId: Id<'trf'> | null;
  readonly amount: Money;
  readonly reference: string;
  readonly bookedOn: string;
  readonly status: BankEntryStatus;
  readonly enteredBy: Id<'usr'>;
  readonly enteredAt: Date;
  readonly decidedAt: Date | null;
}

/** A transfer that somebody has to order at the bank. */
export interface BankTransferRow {
  readonly id: Id<'trf'>;
  readonly payee: Payee;
  readonly country: string;
  readonly amount: Money;
  readonly createdAt: Date;
}

/** A payment by bank that is waited for. */
export interface ExpectedPaymentRow {
  readonly id: Id<'pay'>;
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly createdAt: Date;
}

type Raw<Row> = Omit<Row, 'amount'> & { readonly minor: string; readonly currency: string };

const COLUMNS = `id, direction, payment_id AS "paymentId", transfer_id AS "transferId", amount_minor AS minor, currency, reference,
  to_char(booked_on, 'YYYY-MM-DD') AS "bookedOn", status, entered_by AS "enteredBy", entered_at AS "enteredAt", decided_at AS "decidedAt"`;

/** Reads of what goes over the platform's own bank; for finance operators alone. */
@Injectable()
export class BankQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Entries, newest first; `status` narrows them. */
  async entries(status: BankEntryStatus | null, page: PageRequest): Promise<Page<BankEntryRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw<BankEntryRow>[]>(
      `SELECT ${COLUMNS} FROM bank_entry
        WHERE ($1::text IS NULL OR status = $1) AND ($2::timestamptz IS NULL OR (entered_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY entered_at DESC, id DESC LIMIT $4`,
      [status, ...start, page.first + 1],
    );
    return toPage(
      rows.map((row) => withAmount<BankEntryRow>(row)),
      page.first,
      (row) => [row.enteredAt.toISOString(), row.id],
    );
  }

  async entry(id: Id<'bnk'>): Promise<BankEntryRow | null> {
    const rows = await this.dataSource.query<Raw<BankEntryRow>[]>(`SELECT ${COLUMNS} FROM bank_entry WHERE id = $1`, [
      id,
    ]);
    return rows[0] ? withAmount<BankEntryRow>(rows[0]) : null;
  }

  /** What an operator confirms holds for one version of the entry. */
  async versionOf(id: Id<'bnk'>): Promise<string | null> {
    const rows = await this.dataSource.query<{ version: number }[]>('SELECT version FROM bank_entry WHERE id = $1', [
      id,
    ]);
    return rows[0] ? String(rows[0].version) : null;
  }

  /** Transfers to payees whom Stripe cannot pay and for whom nothing is entered, oldest first. */
  async transfersToOrder(limit: number): Promise<BankTransferRow[]> {
    const rows = await this.dataSource.query<(Raw<Omit<BankTransferRow, 'payee'>> & PayeeColumns)[]>(
      `SELECT transfer.id, transfer.person_id AS "personId", transfer.organisation_id AS "organisationId", account.country,
              transfer.amount_minor AS minor, transfer.currency, transfer.created_at AS "createdAt"
         FROM transfer JOIN recipient_account account
           ON account.person_id = transfer.person_id OR account.organisation_id = transfer.organisation_id
        WHERE transfer.status = 'queued' AND account.rail = 'manual'
          AND NOT EXISTS (SELECT 1 FROM bank_entry WHERE transfer_id = transfer.id AND status <> 'rejected')
        ORDER BY transfer.created_at, transfer.id LIMIT $1`,
      [limit],
    );
    return rows.map(({ personId, organisationId, minor, currency, ...row }) => ({
      ...row,
      payee: payeeOfColumns({ personId, organisationId }),
      amount: money(BigInt(minor), currency),
    }));
  }

  /** Payments by bank for pledges that nothing is entered for, oldest first. */
  async expectedPayments(limit: number): Promise<ExpectedPaymentRow[]> {
    const rows = await this.dataSource.query<Raw<ExpectedPaymentRow>[]>(
      `SELECT id, organisation_id AS "organisationId", amount_minor AS minor, currency, created_at AS "createdAt" FROM payment
        WHERE means = 'bank' AND status = 'created' AND pledge_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM bank_entry WHERE payment_id = payment.id AND status <> 'rejected')
        ORDER BY created_at, id LIMIT $1`,
      [limit],
    );
    return rows.map((row) => withAmount<ExpectedPaymentRow>(row));
  }
}

function withAmount<Row extends { readonly amount: Money }>({ minor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(minor), currency) } as unknown as Row;
}
