import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';

/** Money that waits too long in a clearing account; a call to Stripe that cannot be made; a job that fails again and again. */
export const FINDING_KINDS = ['stale_clearing', 'dead_call', 'failing_job'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface FindingRow {
  readonly id: Id<'fnd'>;
  readonly kind: FindingKind;
  /** Account and item, operation and object, or topic and message. */
  readonly subject: string;
  readonly amount: Money | null;
  readonly since: Date;
  readonly foundAt: Date;
  readonly clearedAt: Date | null;
}

type RawFinding = Omit<FindingRow, 'amount'> & { readonly minor: string | null; readonly currency: string | null };

@Injectable()
export class FindingsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first: what waits still, or with what has ended by itself. */
  async list(isOpen: boolean, page: PageRequest): Promise<Page<FindingRow>> {
    const rows = await this.dataSource.query<RawFinding[]>(
      `SELECT id, kind, subject, amount_minor AS minor, currency, since, found_at AS "foundAt", cleared_at AS "clearedAt"
         FROM finding
        WHERE ${isOpen ? 'cleared_at IS NULL' : 'true'} AND ($1::timestamptz IS NULL OR (found_at, id) < ($1::timestamptz, $2::uuid))
        ORDER BY found_at DESC, id DESC LIMIT $3`,
      [...startOf(page, ['instant', 'uuid']), page.first + 1],
    );
    return toPage(rows.map(findingRow), page.first, ({ foundAt, id }) => [foundAt.toISOString(), id]);
  }
}

function findingRow({ minor, currency, ...row }: RawFinding): FindingRow {
  return { ...row, amount: minor === null || currency === null ? null : money(BigInt(minor), currency) };
}
