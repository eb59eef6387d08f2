import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money, type Payee } from '#platform/kernel';
import type { ConnectedPayoutStatus } from './connected-payout.states.js';

export interface ConnectedPayoutRow {
  readonly id: Id<'cpo'>;
  readonly status: ConnectedPayoutStatus;
  readonly amount: Money;
  readonly arrivesAt: Date;
  readonly failureCode: string | null;
  readonly createdAt: Date;
}

type Raw = Omit<ConnectedPayoutRow, 'amount'> & { readonly minor: string; readonly currency: string };

const COLUMNS = `payout.id, payout.status, payout.amount_minor AS minor, payout.currency, payout.arrives_at AS "arrivesAt",
  payout.failure_code AS "failureCode", payout.created_at AS "createdAt"`;

/** Reads of payouts to the banks of recipients. */
@Injectable()
export class ConnectedPayoutsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Payouts to the bank of one payee, newest first. */
  async to(payee: Payee, page: PageRequest): Promise<Page<ConnectedPayoutRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw[]>(
      `SELECT ${COLUMNS} FROM connected_payout payout JOIN recipient_account account ON account.id = payout.recipient_id
        WHERE account.${payee.kind === 'person' ? 'person_id' : 'organisation_id'} = $1
          AND ($2::timestamptz IS NULL OR (payout.created_at, payout.id) < ($2::timestamptz, $3::uuid))
        ORDER BY payout.created_at DESC, payout.id DESC LIMIT $4`,
      [payee.id, ...start, page.first + 1],
    );
    return toPage(rows.map(payoutRow), page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  async find(id: Id<'cpo'>): Promise<ConnectedPayoutRow | null> {
    const rows = await this.dataSource.query<Raw[]>(`SELECT ${COLUMNS} FROM connected_payout payout WHERE id = $1`, [
      id,
    ]);
    return rows[0] ? payoutRow(rows[0]) : null;
  }

  /** Accounts that are not as they should be, behind an id: something is asked of them, or does not work. */
  async accountsToRead(after: string | null, limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ account: string }[]>(
      `SELECT stripe_account_id AS account FROM recipient_account
        WHERE stripe_account_id > coalesce($1, '') AND disconnected_at IS NULL
          AND (transfers_status <> 'active' OR payouts_status <> 'active' OR requirements_status IS NOT NULL OR failed_payout_id IS NOT NULL)
        ORDER BY stripe_account_id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ account }) => account);
  }

  /** Payouts that should have arrived before the instant and are not known to have ended. */
  async overdue(before: Date, limit: number): Promise<{ readonly account: string; readonly payout: string }[]> {
    return this.dataSource.query(
      `SELECT payout.stripe_account_id AS account, payout.stripe_payout_id AS payout
         FROM connected_payout payout JOIN recipient_account recipient USING (stripe_account_id)
        WHERE payout.status IN ('pending', 'in_transit') AND payout.arrives_at < $1 AND recipient.disconnected_at IS NULL
        ORDER BY payout.arrives_at, payout.id LIMIT $2`,
      [before.toISOString(), limit],
    );
  }
}

function payoutRow({ minor, currency, ...row }: Raw): ConnectedPayoutRow {
  return { ...row, amount: money(BigInt(minor), currency) };
}
