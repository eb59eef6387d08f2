import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Id, type Money, type Payee } from '#platform/kernel';
import type { PaymentMeans } from './payment.entity.js';
import type { PaymentStatus } from './payment.states.js';
import type { PayoutStanding } from './payout-rail.rules.js';
import type { ReceivedEvent } from './received-event.js';
import { RecipientAccount, type PayoutRail } from './recipient-account.entity.js';
import type { TransferStatus } from './transfer.states.js';

export interface PaymentRow {
  readonly id: Id<'pay'>;
  readonly pledgeId: Id<'plg'> | null;
  readonly organisationId: Id<'org'>;
  readonly means: PaymentMeans;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly checkoutUrl: string | null;
  readonly failureCode: string | null;
  readonly actionBy: Date | null;
  readonly createdAt: Date;
  readonly succeededAt: Date | null;
}

export interface TransferRow {
  readonly id: Id<'trf'>;
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
  readonly rail: PayoutRail | null;
}

const PAYMENT_COLUMNS = `id, pledge_id AS "pledgeId", organisation_id AS "organisationId", means, status, amount_minor AS "amountMinor", currency,
  checkout_url AS "checkoutUrl", failure_code AS "failureCode", action_by AS "actionBy", created_at AS "createdAt", succeeded_at AS "succeededAt"`;

/** A place in the order in which transfers wait. */
export interface TransferPlace {
  readonly id: Id<'trf'>;
  /** ISO 8601 with microseconds, as PostgreSQL keeps it. */
  readonly createdAt: string;
}

/** A transfer with the charge that it draws on and the account that it goes to. */
const ROUTE = `FROM transfer LEFT JOIN payment ON payment.id = transfer.payment_id
       LEFT JOIN recipient_account account ON account.person_id = transfer.person_id OR account.organisation_id = transfer.organisation_id`;

/** Why a transfer has not left: what was noted at the last try, else what is plain from where it goes. */
const WAITING_FOR = `CASE WHEN transfer.status NOT IN ('queued', 'refused') THEN NULL
         WHEN account.rail = 'manual' THEN 'bank'
         WHEN account.transfers_status IS DISTINCT FROM 'active' THEN 'account'
         WHEN transfer.payment_id IS NOT NULL AND payment.charge_id IS NULL THEN 'payment'
         ELSE transfer.waiting_for END`;

type Raw<Row> = Omit<Row, 'amount'> & { readonly amountMinor: string; readonly currency: string };

/** Reads of payments, transfers and accounts. */
@Injectable()
export class PaymentsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Payments of an organisation in advance, newest first. */
  async inAdvanceOf(organisationId: Id<'org'>, page: PageRequest): Promise<Page<PaymentRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw<PaymentRow>[]>(
      `SELECT ${PAYMENT_COLUMNS} FROM payment
        WHERE organisation_id = $1 AND pledge_id IS NULL AND part_of IS NULL AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [organisationId, ...start, page.first + 1],
    );
    return toPage(
      rows.map((row) => withAmount<PaymentRow>(row)),
      page.first,
      (row) => [row.createdAt.toISOString(), row.id],
    );
  }

  /** One payment of the organisations. */
  async find(id: Id<'pay'>, organisationIds: readonly string[]): Promise<PaymentRow | null> {
    const rows = await this.dataSource.query<Raw<PaymentRow>[]>(
      `SELECT ${PAYMENT_COLUMNS} FROM payment WHERE id = $1 AND organisation_id = ANY($2)`,
      [id, organisationIds],
    );
    return rows[0] ? withAmount<PaymentRow>(rows[0]) : null;
  }

  /** The newest payment of a pledge, if the caller belongs to the organisation that pays. */
  async newestOfPledge(pledgeId: Id<'plg'>, organisationIds: readonly string[]): Promise<PaymentRow | null> {
    const rows = await this.dataSource.query<Raw<PaymentRow>[]>(
      `SELECT ${PAYMENT_COLUMNS} FROM payment WHERE pledge_id = $1 AND organisation_id = ANY($2) AND part_of IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
      [pledgeId, organisationIds],
    );
    return rows[0] ? withAmount<PaymentRow>(rows[0]) : null;
  }

  /** The payment of an allocation run; null while there is none. */
  async ofRun(runId: Id<'alr'>, organisationIds: readonly string[]): Promise<PaymentRow | null> {
    const rows = await this.dataSource.query<Raw<PaymentRow>[]>(
      `SELECT ${PAYMENT_COLUMNS} FROM payment WHERE allocation_run_id = $1 AND organisation_id = ANY($2)`,
      [runId, organisationIds],
    );
    return rows[0] ? withAmount<PaymentRow>(rows[0]) : null;
  }

  /** Transfers to one payee, newest first. */
  async transfersTo(payee: Payee, limit: number): Promise<TransferRow[]> {
    const rows = await this.dataSource.query<Raw<TransferRow>[]>(
      `SELECT transfer.id, transfer.status, transfer.amount_minor AS "amountMinor", transfer.currency, ${WAITING_FOR} AS "waitingFor",
              transfer.created_at AS "createdAt", transfer.confirmed_at AS "confirmedAt" ${ROUTE}
        WHERE transfer.${payee.kind === 'person' ? 'person_id' : 'organisation_id'} = $1
        ORDER BY transfer.created_at DESC, transfer.id DESC LIMIT $2`,
      [payee.id, limit],
    );
    return rows.map((row) => withAmount<TransferRow>(row));
  }

  /** What a payee has that cannot be sent yet, because it is too small alone; one amount for each currency. */
  async waitingFor(payee: Payee): Promise<Money[]> {
    const rows = await this.dataSource.query<{ minor: string; currency: string }[]>(
      `SELECT sum(amount_minor) AS minor, currency FROM release_part
        WHERE transfer_id IS NULL AND ${payee.kind === 'person' ? 'person_id' : 'organisation_id'} = $1 GROUP BY currency ORDER BY currency`,
      [payee.id],
    );
    return rows.map(({ minor, currency }) => money(BigInt(minor), currency));
  }

  async recipientOf(payee: Payee): Promise<RecipientAccount | null> {
    return this.dataSource.manager.findOne(RecipientAccount, {
      where: payee.kind === 'person' ? { personId: payee.id } : { organisationId: payee.id },
    });
  }

  /** How far each payee's account is; a payee without one is absent. */
  async standingsOf(payeeIds: readonly string[]): Promise<ReadonlyMap<string, PayoutStanding>> {
    const rows = await this.dataSource.query<(PayoutStanding & { payeeId: string })[]>(
      `SELECT coalesce(person_id, organisation_id) AS "payeeId", rail, transfers_status AS "transfersStatus"
         FROM recipient_account WHERE person_id = ANY($1) OR organisation_id = ANY($1)`,
      [payeeIds],
    );
    return new Map(rows.map(({ payeeId, ...standing }) => [payeeId, standing]));
  }

  async stripeEvent(id: string): Promise<(Omit<ReceivedEvent, 'id'> & { readonly status: string }) | null> {
    const rows = await this.dataSource.query<(Omit<ReceivedEvent, 'id'> & { status: string })[]>(
      'SELECT type, object_id AS "objectId", account_id AS account, status FROM stripe_event WHERE id = $1',
      [id],
    );
    return rows[0] ?? null;
  }

  /** The one payment that brought the money of each pledge; a pledge whose money came by no charge, or by several, is absent. */
  async paymentsOfPledges(tx: Tx, pledgeIds: readonly string[]): Promise<ReadonlyMap<string, Id<'pay'>>> {
    const rows = await tx.manager.query<{ pledgeId: string; id: Id<'pay'> }[]>(
      `SELECT pledge_id AS "pledgeId", (array_agg(id))[1] AS id FROM payment
        WHERE pledge_id = ANY($1) AND means <> 'bank' AND status IN ('succeeded', 'settled') GROUP BY pledge_id HAVING count(*) = 1`,
      [pledgeIds],
    );
    return new Map(rows.map(({ pledgeId, id }) => [pledgeId, id]));
  }

  /** Transfers that nothing known holds back, oldest first, behind a place in that order. */
  async dueTransfers(after: TransferPlace | null, limit: number): Promise<TransferPlace[]> {
    return this.dataSource.query<TransferPlace[]>(
      `SELECT transfer.id, to_char(transfer.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt" ${ROUTE}
        WHERE transfer.status IN ('queued', 'refused') AND account.rail = 'connect' AND account.transfers_status = 'active'
          AND (transfer.payment_id IS NULL OR payment.charge_id IS NOT NULL)
          AND ($1::timestamptz IS NULL OR (transfer.created_at, transfer.id) > ($1::timestamptz, $2::uuid))
        ORDER BY transfer.created_at, transfer.id LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit],
    );
  }

  /** How many rows break what the ledger alone cannot show: it does not know which payment a transfer draws on. */
  async brokenInvariants(): Promise<{ readonly invariant: string; readonly found: number }[]> {
    const rows = await this.dataSource.query<{ found: string }[]>(
      `SELECT count(*) AS found
         FROM (SELECT 1 FROM release_part part JOIN payment ON payment.id = part.payment_id
                GROUP BY payment.id HAVING sum(part.amount_minor) > payment.amount_minor - payment.returned_minor OR bool_or(part.currency <> payment.currency)) AS exceeded`,
    );
    return [{ invariant: 'what is released out of each payment does not exceed it', found: Number(rows[0]!.found) }];
  }

  /** Where a transfer goes and which charge it draws on, as far as both are known. */
  async route(tx: Tx, transferId: Id<'trf'>): Promise<TransferRoute | null> {
    return routeOf(tx.manager, transferId);
  }
}

async function routeOf(manager: EntityManager, transferId: string): Promise<TransferRoute | null> {
  const rows = await manager.query<TransferRoute[]>(
    `SELECT account.stripe_account_id AS "stripeAccountId", account.transfers_status AS "transfersStatus", payment.charge_id AS "chargeId", account.rail
       ${ROUTE} WHERE transfer.id = $1`,
    [transferId],
  );
  return rows[0] ?? null;
}

function withAmount<Row extends { readonly amount: Money }>({ amountMinor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(amountMinor), currency) } as unknown as Row;
}
