import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { payeeColumns, payeeOfColumns, present, type Id, type Payee, type PayeeColumns } from '#platform/kernel';

/** Who keeps the money of a project that is or was hosted. */
export type Custody =
  | {
      readonly kind: 'host';
      readonly agreementId: Id<'hag'>;
      readonly hostId: Id<'org'>;
      readonly feeBasisPoints: number;
    }
  | { readonly kind: 'payee'; readonly payee: Payee };

type CustodyRow = PayeeColumns & { readonly agreementId: Id<'hag'> | null };

/**
 * One row for each project that has ever had a host says where its money lies now. Whoever books money for the project
 * holds the row, and whoever moves the project changes it: so nothing is booked behind a move.
 */
@Injectable()
export class CustodyService {
  /** Null for a project that never had a host. Nothing moves while the transaction lasts. */
  async of(tx: Tx, projectId: Id<'prj'>): Promise<Custody | null> {
    return read(tx, projectId, 'SHARE');
  }

  /** The same for whoever is about to move the project, one after the other. */
  async lock(tx: Tx, projectId: Id<'prj'>): Promise<Custody | null> {
    return read(tx, projectId, 'UPDATE');
  }

  async put(
    tx: Tx,
    projectId: Id<'prj'>,
    next: { readonly agreementId: Id<'hag'> } | { readonly payee: Payee },
  ): Promise<void> {
    const agreementId = 'agreementId' in next ? next.agreementId : null;
    const nobody: PayeeColumns = { personId: null, organisationId: null };
    const { personId, organisationId } = 'payee' in next ? payeeColumns(next.payee) : nobody;
    await tx.manager.query(
      `INSERT INTO project_custody (project_id, agreement_id, person_id, organisation_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (project_id) DO UPDATE SET agreement_id = $2, person_id = $3, organisation_id = $4`,
      [projectId, agreementId, personId, organisationId],
    );
  }
}

/** In two statements: a join under a lock that had to wait would show the agreement of before. */
async function read(tx: Tx, projectId: Id<'prj'>, lock: 'SHARE' | 'UPDATE'): Promise<Custody | null> {
  const rows = await tx.manager.query<CustodyRow[]>(
    `SELECT agreement_id AS "agreementId", person_id AS "personId", organisation_id AS "organisationId"
       FROM project_custody WHERE project_id = $1 FOR ${lock}`,
    [projectId],
  );
  const [row] = rows;
  if (!row) return null;
  if (row.agreementId === null) return { kind: 'payee', payee: payeeOfColumns(row) };
  const [agreement] = await tx.manager.query<{ hostId: Id<'org'>; feeBasisPoints: number }[]>(
    'SELECT host_id AS "hostId", fee_basis_points AS "feeBasisPoints" FROM host_agreement WHERE id = $1',
    [row.agreementId],
  );
  return { kind: 'host', agreementId: row.agreementId, ...present(agreement) };
}
