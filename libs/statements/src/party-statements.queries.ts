import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowStream, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Money } from '#platform/kernel';
import type { Period } from './period.rules.js';
import {
  balancesOf,
  linesOf,
  partyBalance,
  partyLine,
  type PartyBalance,
  type PartyKind,
  type PartyLine,
  type RawBalance,
  type RawLine,
} from './statement-lines.js';

export interface Party {
  readonly kind: PartyKind;
  /** UUID of the organisation or person. */
  readonly id: string;
}

/** One entry of a statement: the balances before, the lines, the balances after. */
export type StatementEntry =
  | { readonly part: 'opening' | 'closing'; readonly value: PartyBalance }
  | { readonly part: 'line'; readonly value: PartyLine };

/** What a payee got in a year, in one currency. */
export interface YearTotal {
  readonly year: number;
  /** Released, with the fee of the platform. */
  readonly gross: Money;
  readonly platformFee: Money;
  /** What was earned as the fee of a fiscal host; a part of `gross`. */
  readonly hostFee: Money;
  /** Paid out of the money of projects that a fiscal host keeps. */
  readonly fromProjects: Money;
  /** What left the platform: transfers that arrived, and payments by bank. */
  readonly sent: Money;
}

const PARTS = ['opening', 'line', 'closing'] as const;

type RawEntry = RawLine & { readonly part: number };

/** Statements of one party: rows of the ledger that are on its accounts, and their sums. */
@Injectable()
export class PartyStatementsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** What the party had on each kind of account before an instant. */
  async balancesAt({ kind, id }: Party, at: Date): Promise<PartyBalance[]> {
    const rows = await this.dataSource.query<RawBalance[]>(`${balancesOf(kind, '$2')} ORDER BY 2, 1`, [
      id,
      at.toISOString(),
    ]);
    return rows.map(partyBalance);
  }

  /** Lines of a period in the order of posting. */
  async lines({ kind, id }: Party, { from, to }: Period, page: PageRequest): Promise<Page<PartyLine>> {
    const rows = await this.dataSource.query<RawLine[]>(
      `${linesOf(
        kind,
        `line.posted_at >= $2 AND line.posted_at < $3
         AND ($4::timestamptz IS NULL OR (line.posted_at, line.tx_id, line.seq) > ($4::timestamptz, $5::uuid, $6::int))`,
      )} ORDER BY line.posted_at, line.tx_id, line.seq LIMIT $7`,
      [id, from.toISOString(), to.toISOString(), ...startOf(page, ['instant', 'uuid', 'integer']), page.first + 1],
    );
    return toPage(rows.map(partyLine), page.first, (line) => [line.postedAt.toISOString(), line.txId, line.seq]);
  }

  async countLines({ kind, id }: Party, { from, to }: Period): Promise<number> {
    const rows = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM (${linesOf(kind, 'line.posted_at >= $2 AND line.posted_at < $3')}) AS line`,
      [id, from.toISOString(), to.toISOString()],
    );
    return rows[0]!.count;
  }

  /** The whole statement of a period, in batches, as of one moment. */
  async *entries({ kind, id }: Party, { from, to }: Period): AsyncGenerator<readonly StatementEntry[]> {
    const balances = (part: number, at: string): string =>
      `SELECT ${String(part)} AS part, NULL::uuid AS "txId", NULL::int AS seq, NULL::timestamptz AS "postedAt", NULL::timestamptz AS "occurredAt",
              NULL AS kind, code, currency, minor, NULL::uuid AS "needId", NULL AS "needTitle", NULL AS "projectName", NULL AS "milestoneTitle",
              NULL AS refusal, NULL::numeric AS "feeMinor", NULL::boolean AS "isHostFee"
         FROM (${balancesOf(kind, at)}) AS balance`;
    const sql = `${balances(0, '$2')}
      UNION ALL SELECT 1, line.* FROM (${linesOf(kind, 'line.posted_at >= $2 AND line.posted_at < $3')}) AS line
      UNION ALL ${balances(2, '$3')}
      ORDER BY part, "postedAt", "txId", seq, currency, code`;
    for await (const rows of rowStream<RawEntry>(this.dataSource, sql, [id, from.toISOString(), to.toISOString()]))
      yield rows.map(entryOf);
  }

  /** What a payee got in each year and currency: the table that tax forms are filled from. */
  async yearTotals(payeeId: string): Promise<YearTotal[]> {
    const rows = await this.dataSource.query<
      (Record<'currency' | 'gross' | 'platformFee' | 'hostFee' | 'fromProjects' | 'sent', string> & { year: number })[]
    >(
      `SELECT extract(year FROM "postedAt" AT TIME ZONE 'UTC')::int AS year, currency,
              coalesce(sum(minor + "feeMinor"), 0) AS gross, coalesce(sum("feeMinor"), 0) AS "platformFee",
              coalesce(sum(minor) FILTER (WHERE "isHostFee"), 0) AS "hostFee",
              coalesce(sum(minor) FILTER (WHERE kind IN ('project_payout', 'project_moved') AND code = 'payable'), 0) AS "fromProjects",
              coalesce(-sum(minor) FILTER (WHERE kind IN ('transfer_settled', 'paid_by_bank') AND code IN ('transfer.clearing', 'payable')), 0) AS sent
         FROM (${linesOf('payee', "line.book = 'cash'")}) AS line
        GROUP BY 1, 2 ORDER BY 1, 2`,
      [payeeId],
    );
    return rows.map(({ year, currency, ...sums }) => {
      const of = (name: keyof typeof sums): Money => money(BigInt(sums[name]), currency);
      return {
        year,
        gross: of('gross'),
        platformFee: of('platformFee'),
        hostFee: of('hostFee'),
        fromProjects: of('fromProjects'),
        sent: of('sent'),
      };
    });
  }
}

function entryOf({ part, ...row }: RawEntry): StatementEntry {
  const name = PARTS[part]!;
  return name === 'line' ? { part: name, value: partyLine(row) } : { part: name, value: partyBalance(row) };
}
