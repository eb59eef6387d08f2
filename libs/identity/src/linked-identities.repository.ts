import { Injectable } from '@nestjs/common';
import type { ExternalIdentity } from '#platform/auth';
import { DataKeys, type Tx } from '#platform/database';
import { asId, newId, type Id } from '#platform/kernel';
import { IDENTITY_FIELD } from './identity.queries.js';
import { PersonNames } from './person-names.js';

/** Who signs in as whom. A digest finds the person; the subject itself is sealed and shown to its person alone. */
@Injectable()
export class LinkedIdentities {
  constructor(
    private readonly keys: DataKeys,
    private readonly names: PersonNames,
  ) {}

  async ownerOf(tx: Tx, { issuer, subject }: ExternalIdentity): Promise<Id<'usr'> | null> {
    const rows = await tx.manager.query<{ owner: string }[]>(
      'SELECT person_id AS owner FROM external_identity WHERE subject_digest = $1',
      [this.keys.digest(issuer, subject)],
    );
    return rows[0] ? asId<'usr'>(rows[0].owner) : null;
  }

  /** Somebody who signs in for the first time. */
  async register(tx: Tx, identity: ExternalIdentity): Promise<Id<'usr'>> {
    const personId = newId<'usr'>();
    await this.names.register(tx, personId, identity.displayName);
    // Of two first sign-ins at once the second one fails here, and the person tries again.
    if (!(await this.insert(tx, personId, identity))) throw new Error('the same identity signed in twice at once');
    tx.audit('person', personId, 'register', {});
    return personId;
  }

  /** The transaction has to be cleared for the person. @returns false when the identity is somebody's already */
  async insert(tx: Tx, personId: Id<'usr'>, { issuer, subject, accountCreatedAt }: ExternalIdentity): Promise<boolean> {
    const key = await this.keys.find(tx, personId, 'private');
    if (!key) throw new Error('the transaction is not cleared for the person');
    const inserted = await tx.manager.query<unknown[]>(
      `INSERT INTO external_identity (issuer, subject_digest, sealed_subject, person_id, linked_at, account_created_at)
       VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::timestamptz IS NOT NULL THEN least($6, $5::timestamptz) END)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [
        ...[issuer, this.keys.digest(issuer, subject), key.seal(IDENTITY_FIELD, subject), personId],
        ...[tx.now.toISOString(), accountCreatedAt?.toISOString() ?? null],
      ],
    );
    return inserted.length === 1;
  }
}
