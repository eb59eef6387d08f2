import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { seal, unseal } from './sealing.js';
import type { Tx } from './tx.js';

const KEY_BYTES = 32;

/** `name` opens what others may see by consent, `private` everything else; each has a key of its own. */
export type DataKeyPurpose = 'name' | 'private';

/** A key as it is stored: sealed with the master key, so that the database alone opens nothing. */
export interface StoredDataKey {
  readonly subjectId: string;
  readonly purpose: DataKeyPurpose;
  readonly wrapped: Buffer;
}

/** The key of one data subject. Once its row is destroyed, nothing that it sealed can be read again. */
export class DataKey {
  constructor(
    private readonly subjectId: string,
    private readonly key: Buffer,
  ) {}

  seal(field: string, text: string): Buffer {
    return seal(this.key, `${this.subjectId}:${field}`, Buffer.from(text));
  }

  open(field: string, sealed: Buffer): string {
    return unseal(this.key, `${this.subjectId}:${field}`, sealed).toString();
  }
}

/**
 * Personal data lie in the database sealed with a key of their subject, a person or somebody who was invited. Row-level
 * security decides which transaction sees which key; see docs/adr/0024.
 */
@Injectable()
export class DataKeys {
  private readonly masterKey: Buffer;
  private readonly digestKey: Buffer;

  constructor(config: Config) {
    const secret = config.get('PERSONAL_DATA_KEY');
    this.masterKey = derive(secret, 'data keys');
    this.digestKey = derive(secret, 'digests');
  }

  /** Makes a key; the transaction has to be cleared for the subject. */
  async create(tx: Tx, subjectId: string, purpose: DataKeyPurpose): Promise<DataKey> {
    const key = randomBytes(KEY_BYTES);
    await tx.manager.query('INSERT INTO data_key (subject_id, purpose, wrapped, created_at) VALUES ($1, $2, $3, $4)', [
      subjectId,
      purpose,
      seal(this.masterKey, wrapContext(subjectId, purpose), key),
      tx.now.toISOString(),
    ]);
    return new DataKey(subjectId, key);
  }

  /** Null when it was destroyed, or when the transaction is not cleared for it. */
  async find(tx: Tx, subjectId: string, purpose: DataKeyPurpose): Promise<DataKey | null> {
    const rows = await tx.manager.query<{ wrapped: Buffer }[]>(
      'SELECT wrapped FROM data_key WHERE subject_id = $1 AND purpose = $2',
      [subjectId, purpose],
    );
    return rows[0] ? this.unwrap({ subjectId, purpose, wrapped: rows[0].wrapped }) : null;
  }

  unwrap({ subjectId, purpose, wrapped }: StoredDataKey): DataKey {
    return new DataKey(subjectId, unseal(this.masterKey, wrapContext(subjectId, purpose), wrapped));
  }

  /** Destroys all keys of a subject. */
  async destroy(tx: Tx, subjectId: string): Promise<void> {
    await tx.manager.query('DELETE FROM data_key WHERE subject_id = $1', [subjectId]);
  }

  /** Finds a sealed value again without opening it: HMAC-SHA-256, 32 bytes. Only for values that are not guessed easily. */
  digest(...parts: readonly string[]): Buffer {
    return createHmac('sha256', this.digestKey).update(JSON.stringify(parts)).digest();
  }
}

function wrapContext(subjectId: string, purpose: DataKeyPurpose): string {
  return `data key:${subjectId}:${purpose}`;
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'mainstay', purpose, KEY_BYTES));
}
