import { Injectable } from '@nestjs/common';
import { DataKeys, clear, type StoredDataKey, type Tx } from '#platform/database';
import { clearanceForSubject, type Id } from '#platform/kernel';

const NAME_FIELD = 'name';

/** Columns that `open` needs, of a person and the key that the transaction is cleared for, if it is. */
export const NAME_COLUMNS = `person.sealed_name AS "sealedName", data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped`;
export const NAME_KEY = `LEFT JOIN data_key ON data_key.subject_id = person.id AND data_key.purpose = 'name'`;

/** A row with NAME_COLUMNS: no key without the right to the name, no name once the person is erased. */
export type SealedName = { readonly sealedName: Buffer | null } & (
  StoredDataKey | { readonly subjectId: null; readonly purpose: null; readonly wrapped: null }
);

/** Names lie sealed beside the person; whoever may see one is cleared for its key. */
@Injectable()
export class PersonNames {
  constructor(private readonly keys: DataKeys) {}

  /** A new person with the keys for everything that is known of somebody. The transaction is cleared for the person afterwards. */
  async register(tx: Tx, personId: Id<'usr'>, name: string): Promise<void> {
    await clear(tx, clearanceForSubject(personId));
    await this.keys.create(tx, personId, 'private');
    const key = await this.keys.create(tx, personId, 'name');
    await tx.manager.query('INSERT INTO person (id, sealed_name, created_at) VALUES ($1, $2, $3)', [
      personId,
      key.seal(NAME_FIELD, name),
      tx.now.toISOString(),
    ]);
  }

  /** The transaction has to be cleared for the person. */
  async change(tx: Tx, personId: Id<'usr'>, name: string): Promise<void> {
    const key = await this.keys.find(tx, personId, 'name');
    if (!key) throw new Error('the transaction is not cleared for the person');
    await tx.manager.query('UPDATE person SET sealed_name = $2 WHERE id = $1', [personId, key.seal(NAME_FIELD, name)]);
  }

  open(row: SealedName): string | null {
    if (row.wrapped === null || row.sealedName === null) return null;
    return this.keys.unwrap(row).open(NAME_FIELD, row.sealedName);
  }
}
