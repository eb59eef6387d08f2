import { randomBytes } from 'node:crypto';
import { commitmentOf } from '#platform/kernel';
import type { Tx } from './tx.js';

const SALT_BYTES = 32;

/** Whose data a commitment is about: erasing the subject ends all of them. */
export interface CommitmentSubject {
  readonly type: string;
  readonly id: string;
}

/**
 * Stands for a personal value in the audit log, which forgets nothing: a hash that says nothing without its salt. The salt is
 * kept beside the log until the subject is erased. Whoever holds salt and value can prove the value.
 * @returns the commitment, 64 hexadecimal digits, as a fact for `tx.audit`
 */
export async function commit(tx: Tx, subject: CommitmentSubject, name: string, value: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const commitment = commitmentOf(salt, value);
  await tx.manager.query('INSERT INTO commitment_salt (commitment, subject, name, salt) VALUES ($1, $2, $3, $4)', [
    commitment,
    `${subject.type}:${subject.id}`,
    name,
    salt,
  ]);
  return commitment;
}

/** For erasure: destroys the salts of a subject; its commitments stay in the log and say nothing. @returns how many */
export async function forgetCommitments(tx: Tx, subject: CommitmentSubject): Promise<number> {
  const [, count] = await tx.manager.query<[unknown[], number]>('DELETE FROM commitment_salt WHERE subject = $1', [
    `${subject.type}:${subject.id}`,
  ]);
  return count;
}
