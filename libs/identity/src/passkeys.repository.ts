import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PasskeyCredential } from '#platform/auth';
import type { Tx } from '#platform/database';
import { newId, type Id } from '#platform/kernel';

export interface PasskeyRow extends PasskeyCredential {
  readonly id: Id<'psk'>;
  readonly personId: Id<'usr'>;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = `id, person_id AS "personId", credential_id AS "credentialId", public_key AS "publicKey",
  sign_count::int8 AS "signCount", transports, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

type RawPasskey = Omit<PasskeyRow, 'signCount'> & { readonly signCount: string };

/** Passkeys that were not removed. */
@Injectable()
export class PasskeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  async of(personId: Id<'usr'>): Promise<PasskeyRow[]> {
    const rows = await this.dataSource.query<RawPasskey[]>(
      `SELECT ${COLUMNS} FROM passkey WHERE person_id = $1 AND removed_at IS NULL ORDER BY created_at, id`,
      [personId],
    );
    return rows.map(passkeyRow);
  }

  async findByCredential(credentialId: Buffer): Promise<PasskeyRow | null> {
    const rows = await this.dataSource.query<RawPasskey[]>(
      `SELECT ${COLUMNS} FROM passkey WHERE credential_id = $1 AND removed_at IS NULL`,
      [credentialId],
    );
    return rows[0] ? passkeyRow(rows[0]) : null;
  }

  async insert(tx: Tx, personId: Id<'usr'>, name: string, passkey: PasskeyCredential): Promise<Id<'psk'>> {
    const id = newId<'psk'>();
    await tx.manager.query(
      `INSERT INTO passkey (id, person_id, credential_id, public_key, sign_count, transports, name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        personId,
        passkey.credentialId,
        passkey.publicKey,
        passkey.signCount,
        [...passkey.transports],
        name,
        tx.now.toISOString(),
      ],
    );
    return id;
  }

  /** True when the person had such a passkey. */
  async rename(tx: Tx, personId: Id<'usr'>, id: Id<'psk'>, name: string): Promise<boolean> {
    const [, affected] = await tx.manager.query<[unknown[], number]>(
      'UPDATE passkey SET name = $3 WHERE id = $1 AND person_id = $2 AND removed_at IS NULL',
      [id, personId, name],
    );
    return affected === 1;
  }

  /** True when the person had such a passkey. */
  async remove(tx: Tx, personId: Id<'usr'>, id: Id<'psk'>): Promise<boolean> {
    const [, affected] = await tx.manager.query<[unknown[], number]>(
      'UPDATE passkey SET removed_at = $3 WHERE id = $1 AND person_id = $2 AND removed_at IS NULL',
      [id, personId, tx.now.toISOString()],
    );
    return affected === 1;
  }

  /** Notes a use. False when the key was removed, or answered elsewhere with a higher count, in the meantime. */
  async used(tx: Tx, { id, signCount }: PasskeyRow, newCount: number): Promise<boolean> {
    const [, affected] = await tx.manager.query<[unknown[], number]>(
      'UPDATE passkey SET sign_count = $3, last_used_at = $4 WHERE id = $1 AND sign_count = $2 AND removed_at IS NULL',
      [id, signCount, newCount, tx.now.toISOString()],
    );
    return affected === 1;
  }
}

function passkeyRow(raw: RawPasskey): PasskeyRow {
  return { ...raw, signCount: Number(raw.signCount) };
}
