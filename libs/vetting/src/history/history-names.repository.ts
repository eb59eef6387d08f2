import { Injectable } from '@nestjs/common';
import { DataKeys, type Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

export type NameProof = 'ACCOUNT' | 'FORGE' | 'MAIL';

/** Which names of a history are whose, as accounts here have shown. */
@Injectable()
export class HistoryNamesRepository {
  constructor(private readonly keys: DataKeys) {}

  /** @returns whose it is then: another person's when it was shown before */
  async claim(tx: Tx, projectId: string, number: number, personId: string, proof: NameProof): Promise<string> {
    await tx.manager.query(
      `INSERT INTO project_name_claim AS known (project_id, number, person_id, proof, claimed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (project_id, number) DO UPDATE SET released_at = NULL, claimed_at = $5, proof = $4 WHERE known.person_id = $3 AND known.released_at IS NOT NULL`,
      [projectId, number, personId, proof, tx.now.toISOString()],
    );
    const rows = await tx.manager.query<{ owner: string }[]>(
      'SELECT person_id AS owner FROM project_name_claim WHERE project_id = $1 AND number = $2',
      [projectId, number],
    );
    return rows[0]!.owner;
  }

  /** @returns whether there was one to take back */
  async release(tx: Tx, projectId: string, number: number, personId: string): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown[], number]>(
      `UPDATE project_name_claim SET released_at = $4
        WHERE project_id = $1 AND number = $2 AND person_id = $3 AND proof <> 'ACCOUNT' AND released_at IS NULL`,
      [projectId, number, personId, tx.now.toISOString()],
    );
    return count === 1;
  }

  async hasAccount(tx: Tx, personId: Id<'usr'>, issuer: string, subject: string): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      'SELECT 1 FROM external_identity WHERE person_id = $1 AND subject_digest = $2',
      [personId, this.keys.digest(issuer, subject)],
    );
    return rows.length === 1;
  }

  /** Projects and numbers of the names that a person has shown to be theirs. */
  async ofPerson(
    tx: Tx,
    personId: Id<'usr'>,
    projectId: Id<'prj'>,
  ): Promise<{ readonly number: number; readonly proof: NameProof; readonly claimedAt: Date }[]> {
    return tx.manager.query(
      `SELECT number, proof, claimed_at AS "claimedAt" FROM project_name_claim WHERE person_id = $1 AND project_id = $2 AND proof <> 'ACCOUNT' AND released_at IS NULL ORDER BY number`,
      [personId, projectId],
    );
  }
}
