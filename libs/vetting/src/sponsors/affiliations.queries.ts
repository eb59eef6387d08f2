import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Id } from '#platform/kernel';

export interface AffiliationRow {
  readonly id: Id<'aff'>;
  readonly name: string;
  readonly declaredAt: Date;
  readonly withdrawnAt: Date | null;
}

/** What somebody said to belong to, for that person alone. */
@Injectable()
export class AffiliationsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, the withdrawn ones too; at most a hundred. */
  async of(personId: Id<'usr'>): Promise<AffiliationRow[]> {
    return this.dataSource.query<AffiliationRow[]>(
      `SELECT id, name, declared_at AS "declaredAt", withdrawn_at AS "withdrawnAt" FROM affiliation
        WHERE person_id = $1 ORDER BY declared_at DESC, id DESC LIMIT 100`,
      [personId],
    );
  }
}
