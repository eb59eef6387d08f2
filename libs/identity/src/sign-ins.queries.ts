import { ConfidentialReads, DataKeys, type StoredDataKey } from '#platform/database';
import { NO_CLEARANCE, type Id } from '#platform/kernel';
import { DataSource } from 'typeorm';
import { IDENTITY_FIELD } from './identity.queries.js';

/** Somebody who has signed in, as the terminal lists it: without names. */
export interface SignInRow {
  readonly personId: Id<'usr'>;
  readonly issuer: string;
  /** Null with another PERSONAL_DATA_KEY than that of the installation. */
  readonly subject: string | null;
}

/** Who signs in here, for whoever holds the database and the key of personal data. */
export class SignInsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: ConfidentialReads,
    private readonly keys: DataKeys,
  ) {}

  /** Who signed in last. */
  async latest(limit: number): Promise<SignInRow[]> {
    const last = await this.dataSource.query<{ personId: Id<'usr'> }[]>(
      `SELECT person_id AS "personId" FROM session GROUP BY person_id ORDER BY max(created_at) DESC, person_id LIMIT $1`,
      [limit],
    );
    const ids = last.map(({ personId }) => personId);
    const rows = await this.reads.query<(StoredDataKey & { issuer: string; sealed: Buffer; personId: Id<'usr'> })[]>(
      { ...NO_CLEARANCE, subjectIds: ids },
      `SELECT identity.person_id AS "personId", identity.issuer, identity.sealed_subject AS sealed,
              data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped
         FROM external_identity identity
         JOIN data_key ON data_key.subject_id = identity.person_id AND data_key.purpose = 'private'
        WHERE identity.person_id = ANY($1) ORDER BY array_position($1, identity.person_id), identity.linked_at LIMIT $2`,
      [ids, limit],
    );
    return rows.map((row) => ({ personId: row.personId, issuer: row.issuer, subject: this.open(row, row.sealed) }));
  }

  async personOf(issuer: string, subject: string): Promise<Id<'usr'> | null> {
    const rows = await this.dataSource.query<{ personId: Id<'usr'> }[]>(
      'SELECT person_id AS "personId" FROM external_identity WHERE subject_digest = $1',
      [this.keys.digest(issuer, subject)],
    );
    return rows[0]?.personId ?? null;
  }

  private open(key: StoredDataKey, sealed: Buffer): string | null {
    try {
      return this.keys.unwrap(key).open(IDENTITY_FIELD, sealed);
    } catch {
      return null;
    }
  }
}
