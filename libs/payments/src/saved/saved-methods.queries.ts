import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Id } from '#platform/kernel';
import type { SavedMethodStatus } from './saved-method.states.js';

export interface SavedMethodRow {
  readonly id: Id<'svm'>;
  readonly status: SavedMethodStatus;
  readonly setupUrl: string | null;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expires: string | null;
  readonly createdAt: Date;
  readonly savedAt: Date | null;
}

@Injectable()
export class SavedMethodsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The card of an organisation that is charged, and the one that it is asked for, at most one of each. */
  ofOrganisation(organisationId: Id<'org'>): Promise<SavedMethodRow[]> {
    return this.dataSource.query<SavedMethodRow[]>(
      `SELECT id, status, setup_url AS "setupUrl", brand, last4, expires, created_at AS "createdAt", saved_at AS "savedAt"
         FROM saved_method WHERE organisation_id = $1 AND status IN ('active', 'requested') ORDER BY status`,
      [organisationId],
    );
  }
}
