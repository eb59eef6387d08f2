import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { PaymentStatus } from './payment.states.js';
import { RecipientAccount } from './recipient-account.entity.js';
import type { TransferStatus } from './transfer.states.js';

export interface PaymentRow {
  readonly id: Id<'pay'>;
  readonly pledgeId: Id<'plg'>;
  readonly organisationId: Id<'org'>;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly checkoutUrl: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly succeededAt: Date | null;
}

export interface TransferRow {
  readonly id: Id<'trf'>;
  readonly milestoneId: Id<'mil'>;
  readonly status: TransferStatus;
  readonly amount: Money;
  readonly waitingFor: string | null;
  readonly createdAt: Date;
  readonly confirmedAt: Date | null;
}

/** Where a transfer goes, and the charge that it draws on. */
export interface TransferRoute {
  readonly stripeAccountId: string | null;
  readonly transfersStatus: string | null;
  readonly chargeId: string | null;
}

type Raw<Row> = Omit<Row, 'amount'> & { readonly amountMinor: string; readonly currency: string };

/** Reads of payments, transfers and accounts. */
@Injectable()
export class PaymentsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest payment of a pledge, if the caller belongs to the organisation that pays. */
  async newestOfPledge(pledgeId: Id<'plg'>, organisationIds: readonly string[]): Promise<PaymentRow | null> {
    const rows = await this.dataSource.query<Raw<PaymentRow>[]>(
      `SELECT id, pledge_id AS "pledgeId", organisation_id AS "organisationId", status, amount_minor AS "amountMinor", currency,
              checkout_url AS "checkoutUrl", failure_code AS "failureCode", created_at AS "createdAt", succeeded_at AS "succeededAt"
         FROM payment WHERE pledge_id = $1 AND organisation_id = ANY($2) ORDER BY created_at DESC, id DESC LIMIT 1`,
      [pledgeId, organisationIds],
    );
    return rows[0] ? withAmount<PaymentRow>(rows[0]) : null;
  }

  /** Transfers to one person, newest first. */
  async transfersTo(personId: Id<'usr'>, limit: number): Promise<TransferRow[]> {
    const rows = await this.dataSource.query<Raw<TransferRow>[]>(
      `SELECT id, milestone_id AS "milestoneId", status, amount_minor AS "amountMinor", currency, waiting_for AS "waitingFor",
              created_at AS "createdAt", confirmed_at AS "confirmedAt"
         FROM transfer WHERE person_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
      [personId, limit],
    );
    return rows.map((row) => withAmount<TransferRow>(row));
  }

  async recipientOf(personId: Id<'usr'>): Promise<RecipientAccount | null> {
    return this.dataSource.manager.findOne(RecipientAccount, { where: { personId } });
  }

  async stripeEvent(
    id: string,
  ): Promise<{ readonly type: string; readonly objectId: string; readonly status: string } | null> {
    const rows = await this.dataSource.query<{ type: string; objectId: string; status: string }[]>(
      'SELECT type, object_id AS "objectId", status FROM stripe_event WHERE id = $1',
      [id],
    );
    return rows[0] ?? null;
  }

  /** The payment that brought the money of a pledge. */
  async paymentOfPledge(tx: Tx, pledgeId: string): Promise<Id<'pay'>> {
    const rows = await tx.manager.query<{ id: Id<'pay'> }[]>(
      `SELECT id FROM payment WHERE pledge_id = $1 AND status IN ('succeeded', 'settled') ORDER BY created_at LIMIT 1`,
      [pledgeId],
    );
    if (!rows[0]) throw new Error(`pledge ${pledgeId} was released without a payment`);
    return rows[0].id;
  }

  /** Transfers that are not under way, oldest first. */
  async waitingTransfers(limit: number): Promise<Id<'trf'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'trf'> }[]>(
      `SELECT id FROM transfer WHERE status IN ('queued', 'refused') ORDER BY created_at, id LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** How many rows break what the ledger alone cannot show: it does not know which payment a transfer draws on. */
  async brokenInvariants(): Promise<{ readonly invariant: string; readonly found: number }[]> {
    const rows = await this.dataSource.query<{ found: string }[]>(
      `SELECT count(*) AS found
         FROM (SELECT 1 FROM transfer JOIN payment ON payment.id = transfer.payment_id WHERE transfer.status <> 'abandoned'
                GROUP BY payment.id HAVING sum(transfer.amount_minor) > payment.amount_minor OR bool_or(transfer.currency <> payment.currency)) AS exceeded`,
    );
    return [{ invariant: 'the transfers out of each payment do not exceed it', found: Number(rows[0]!.found) }];
  }

  /** Where a transfer goes and which charge it draws on, as far as both are known. */
  async route(tx: Tx, transferId: Id<'trf'>): Promise<TransferRoute | null> {
    return routeOf(tx.manager, transferId);
  }
}

async function routeOf(manager: EntityManager, transferId: string): Promise<TransferRoute | null> {
  const rows = await manager.query<TransferRoute[]>(
    `SELECT account.stripe_account_id AS "stripeAccountId", account.transfers_status AS "transfersStatus", payment.charge_id AS "chargeId"
       FROM transfer JOIN payment ON payment.id = transfer.payment_id
       LEFT JOIN recipient_account account ON account.person_id = transfer.person_id
      WHERE transfer.id = $1`,
    [transferId],
  );
  return rows[0] ?? null;
}

function withAmount<Row extends { readonly amount: Money }>({ amountMinor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(amountMinor), currency) } as unknown as Row;
}
