import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasureObstacles } from '#libs/identity';
import { transfersDue, type MoneyPayload, type PartSource } from '#platform/contracts';
import type { Tx } from '#platform/database';
import {
  CURRENCIES,
  asId,
  currency,
  formatPayee,
  money,
  newId,
  parsePayee,
  payeeColumns,
  payeeOfColumns,
  type Id,
  type Money,
  type Payee,
  type PayeeColumns,
} from '#platform/kernel';
import { minimumTransfer } from './minimum-transfer.rules.js';
import { PaymentsQueries } from './payments.queries.js';
import { TRANSFER } from './transfer.states.js';

export interface Release {
  readonly milestoneId: string;
  readonly needId: string;
  readonly parts: readonly {
    readonly partId: string;
    readonly pledgeId: string;
    /** Outside id of who is paid. */
    readonly payee: string;
    readonly net: MoneyPayload;
  }[];
}

export interface Credit {
  readonly source: Exclude<PartSource, 'milestone'>;
  readonly sourceId: string;
  readonly parts: readonly { readonly partId: string; readonly payee: string; readonly net: MoneyPayload }[];
}

/** What a transfer pays: a milestone of a need, or something else. */
export interface PaidSource {
  readonly source: PartSource;
  readonly sourceId: string;
  readonly needId: Id<'need'> | null;
  readonly partIds: readonly string[];
}

interface WaitingPart {
  readonly id: Id<'rlp'>;
  readonly payee: Payee;
  readonly paymentId: Id<'pay'> | null;
  readonly amount: Money;
}

interface NewTransfer {
  readonly paymentId: Id<'pay'> | null;
  readonly parts: readonly [WaitingPart, ...WaitingPart[]];
}

/** What was released and waits for its transfer. */
@Injectable()
export class ReleasePartsService implements OnModuleInit {
  constructor(
    private readonly queries: PaymentsQueries,
    private readonly obstacles: ErasureObstacles,
  ) {}

  onModuleInit(): void {
    this.obstacles.register('money_owed', (tx, personId) => this.areUnderWay(tx, personId));
  }

  /** Takes the parts of a release over, in the transaction of its message. */
  async take(tx: Tx, { milestoneId, needId, parts }: Release): Promise<void> {
    const payments = await this.queries.paymentsOfPledges(
      tx,
      parts.map(({ pledgeId }) => pledgeId),
    );
    // The gate of each currency before the payments that the parts draw on.
    await openGates(tx, parts);
    const columns = parts.map(({ payee }) => payeeColumns(parsePayee(payee)));
    await tx.manager.query(
      `INSERT INTO release_part (source, id, milestone_id, need_id, pledge_id, payment_id, person_id, organisation_id, amount_minor, currency, released_at)
       SELECT 'milestone', id, $2, $3, pledge_id, payment_id, person_id, organisation_id, amount_minor, currency, $10
         FROM unnest($1::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::text[])
           AS part (id, pledge_id, payment_id, person_id, organisation_id, amount_minor, currency)`,
      [
        parts.map(({ partId }) => partId),
        milestoneId,
        needId,
        parts.map(({ pledgeId }) => pledgeId),
        parts.map(({ pledgeId }) => payments.get(pledgeId) ?? null),
        columns.map(({ personId }) => personId),
        columns.map(({ organisationId }) => organisationId),
        parts.map(({ net }) => net.minor),
        parts.map(({ net }) => net.currency),
        tx.now.toISOString(),
      ],
    );
    tx.emit(transfersDue, { reason: 'milestone released' });
  }

  /** Takes over what something else credited to payees, in the transaction of its message. No charge stands behind it. */
  async takeCredit(tx: Tx, { source, sourceId, parts }: Credit): Promise<void> {
    await openGates(tx, parts);
    const columns = parts.map(({ payee }) => payeeColumns(parsePayee(payee)));
    await tx.manager.query(
      `INSERT INTO release_part (source, source_id, id, person_id, organisation_id, amount_minor, currency, released_at)
       SELECT $1, $2, part.*, $8 FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::text[]) AS part`,
      [
        source,
        sourceId,
        parts.map(({ partId }) => partId),
        columns.map(({ personId }) => personId),
        columns.map(({ organisationId }) => organisationId),
        parts.map(({ net }) => net.minor),
        parts.map(({ net }) => net.currency),
        tx.now.toISOString(),
      ],
    );
    tx.emit(transfersDue, { reason: 'payee credited' });
  }

  /**
   * Makes transfers of the parts that wait: one for each part that a charge stands behind and that is large enough, and
   * one for all others of a payee and currency as soon as they add up.
   * @returns how many were made; 0 when everything that is left has to wait
   */
  async gather(tx: Tx): Promise<number> {
    const planned = plan(await sendable(tx)).map((transfer) => ({ id: newId<'trf'>(), ...transfer }));
    await insert(tx, planned);
    return planned.length;
  }

  /** What a transfer pays, with the parts of each. */
  async ofTransfer(tx: Tx, transferId: Id<'trf'>): Promise<PaidSource[]> {
    return tx.manager.query(
      `SELECT source, coalesce(milestone_id, source_id) AS "sourceId", need_id AS "needId", array_agg(id ORDER BY id) AS "partIds"
         FROM release_part WHERE transfer_id = $1 GROUP BY source, coalesce(milestone_id, source_id), need_id ORDER BY 2`,
      [transferId],
    );
  }

  /** Whether money of the person has been released and has not arrived. */
  private async areUnderWay(tx: Tx, personId: Id<'usr'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM release_part part LEFT JOIN transfer ON transfer.id = part.transfer_id
        WHERE part.person_id = $1 AND coalesce(transfer.status, '') NOT IN ('confirmed', 'abandoned') LIMIT 1`,
      [personId],
    );
    return rows.length === 1;
  }
}

async function openGates(tx: Tx, parts: readonly { readonly net: MoneyPayload }[]): Promise<void> {
  await tx.manager.query(
    'INSERT INTO transfer_gate (currency) SELECT DISTINCT unnest($1::text[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    [parts.map(({ net }) => net.currency)],
  );
}

/** How many parts are made into transfers in one transaction. */
const AT_ONCE = 5_000;

/**
 * Parts that can be sent now, oldest first, and locked: of two that gather at once the second finds what the first has
 * left. What has to add up first is not among them, so that any number of small parts never stands in front of others.
 */
const SENDABLE = `
  WITH minimum (currency, minor) AS (SELECT * FROM unnest($1::text[], $2::bigint[])),
  alone AS (
    SELECT part.id, part.person_id, part.organisation_id, part.currency, part.amount_minor, minimum.minor AS least,
           part.payment_id IS NOT NULL AND part.amount_minor >= minimum.minor AS is_alone
      FROM release_part part JOIN minimum ON minimum.currency = part.currency WHERE part.transfer_id IS NULL)
  SELECT part.id, part.payment_id AS "paymentId", part.person_id AS "personId", part.organisation_id AS "organisationId",
         part.amount_minor AS minor, part.currency
    FROM release_part part
   WHERE part.transfer_id IS NULL AND part.id IN (
      SELECT id FROM alone WHERE is_alone
      UNION ALL
      SELECT id FROM (SELECT id, least, sum(amount_minor) OVER (PARTITION BY person_id, organisation_id, currency) AS together
                        FROM alone WHERE NOT is_alone) AS small WHERE together >= least)
   ORDER BY part.released_at, part.id LIMIT $3 FOR UPDATE`;

async function sendable(tx: Tx): Promise<WaitingPart[]> {
  const rows = await tx.manager.query<
    (PayeeColumns & { id: string; paymentId: Id<'pay'> | null; minor: string; currency: string })[]
  >(SENDABLE, [CURRENCIES, CURRENCIES.map((code) => minimumTransfer(currency(code)).minor.toString()), AT_ONCE]);
  return rows.map(({ id, paymentId, minor, currency: code, ...payee }) => ({
    id: asId(id),
    paymentId,
    payee: payeeOfColumns(payee),
    amount: money(BigInt(minor), code),
  }));
}

function plan(parts: readonly WaitingPart[]): NewTransfer[] {
  const planned: NewTransfer[] = [];
  const groups = new Map<string, [WaitingPart, ...WaitingPart[]]>();
  for (const part of parts) {
    const { paymentId, payee, amount } = part;
    if (paymentId !== null && amount.minor >= minimumTransfer(amount.currency).minor) {
      planned.push({ paymentId, parts: [part] });
      continue;
    }
    const key = `${formatPayee(payee)} ${amount.currency}`;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  for (const group of groups.values())
    if (sum(group).minor >= minimumTransfer(group[0].amount.currency).minor)
      planned.push({ paymentId: group.length === 1 ? group[0].paymentId : null, parts: group });
  return planned;
}

async function insert(tx: Tx, planned: readonly (NewTransfer & { readonly id: Id<'trf'> })[]): Promise<void> {
  if (planned.length === 0) return;
  const rows = planned.map(({ id, paymentId, parts }) => ({ id, paymentId, parts, amount: sum(parts) }));
  const payees = rows.map(({ parts }) => payeeColumns(parts[0].payee));
  await tx.manager.query(
    `INSERT INTO transfer (id, payment_id, person_id, organisation_id, amount_minor, currency, status, created_at)
     SELECT made.*, $7, $8 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[]) AS made`,
    [
      rows.map(({ id }) => id),
      rows.map(({ paymentId }) => paymentId),
      payees.map(({ personId }) => personId),
      payees.map(({ organisationId }) => organisationId),
      rows.map(({ amount }) => amount.minor.toString()),
      rows.map(({ amount }) => amount.currency),
      TRANSFER.initial,
      tx.now.toISOString(),
    ],
  );
  const pairs = rows.flatMap(({ id, parts }) => parts.map((part) => ({ partId: part.id, id })));
  await tx.manager.query(
    `UPDATE release_part SET transfer_id = pair.transfer_id
       FROM unnest($1::uuid[], $2::uuid[]) AS pair (part_id, transfer_id) WHERE release_part.id = pair.part_id`,
    [pairs.map(({ partId }) => partId), pairs.map(({ id }) => id)],
  );
  for (const { id, parts, amount } of rows)
    tx.audit('transfer', id, 'queue', {
      partIds: parts.map((part) => part.id),
      minor: amount.minor.toString(),
      currency: amount.currency,
    });
}

function sum(parts: readonly [WaitingPart, ...WaitingPart[]]): Money {
  return money(
    parts.reduce((total, { amount }) => total + amount.minor, 0n),
    parts[0].amount.currency,
  );
}
