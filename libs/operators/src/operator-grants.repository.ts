import { isDatabaseError, type Tx } from '#platform/database';
import { newId, type Id, type OperatorRight } from '#platform/kernel';
import { LastOperatorAdminError, OperatorGrantNotFoundError } from './operator.errors.js';

const LAST_ADMIN = 'MS022';

/** A right that somebody holds, or held until it ran out. */
export interface LockedGrant {
  readonly id: Id<'ogr'>;
  readonly personId: Id<'usr'>;
  readonly right: OperatorRight;
  /** Null for the first administrator. */
  readonly expiresAt: Date | null;
}

/** What a grant stands by. */
export interface GrantTerms {
  readonly proposalId: Id<'opp'> | null;
  readonly expiresAt: Date | null;
}

/** Who ends a right, and why; nobody when it ran out. */
export interface GrantEnd {
  readonly by: Id<'usr'> | null;
  readonly reason: string | null;
}

const COLUMNS = 'id, person_id AS "personId", operator_right AS "right", expires_at AS "expiresAt"';

export async function insertGrant(
  tx: Tx,
  personId: Id<'usr'>,
  right: OperatorRight,
  { proposalId, expiresAt }: GrantTerms,
): Promise<Id<'ogr'>> {
  const id = newId<'ogr'>();
  await tx.manager.query(
    `INSERT INTO operator_grant (id, person_id, operator_right, granted_at, granted_through, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, personId, right, tx.now.toISOString(), proposalId, expiresAt?.toISOString() ?? null],
  );
  return id;
}

/** A right that goes on keeps the day on which it was given: that is what approvals count by. */
export async function extendGrant(tx: Tx, id: Id<'ogr'>, { proposalId, expiresAt }: GrantTerms): Promise<void> {
  await tx.manager.query('UPDATE operator_grant SET granted_through = $2, expires_at = $3 WHERE id = $1', [
    id,
    proposalId,
    expiresAt?.toISOString() ?? null,
  ]);
}

/** @throws LastOperatorAdminError */
export async function endGrant(tx: Tx, id: Id<'ogr'>, at: Date, { by, reason }: GrantEnd): Promise<void> {
  try {
    await tx.manager.query(
      'UPDATE operator_grant SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1 AND ended_at IS NULL',
      [id, at.toISOString(), by, reason],
    );
  } catch (error) {
    if (isDatabaseError(error, [LAST_ADMIN])) throw new LastOperatorAdminError();
    throw error;
  }
}

/** The row of a person and a right that was not ended, if there is one; it may have run out. */
export async function lockGrantOf(tx: Tx, personId: Id<'usr'>, right: OperatorRight): Promise<LockedGrant | null> {
  const rows = await tx.manager.query<LockedGrant[]>(
    `SELECT ${COLUMNS} FROM operator_grant WHERE person_id = $1 AND operator_right = $2 AND ended_at IS NULL FOR UPDATE`,
    [personId, right],
  );
  return rows[0] ?? null;
}

/**
 * A right that somebody holds now. All administrators are locked first, by id, so that of two that end each other the
 * second one waits.
 * @throws OperatorGrantNotFoundError
 */
export async function lockHeldGrant(tx: Tx, id: Id<'ogr'>): Promise<LockedGrant> {
  await tx.manager.query(
    `SELECT 1 FROM operator_grant WHERE operator_right = 'operator_admin' AND ended_at IS NULL ORDER BY id FOR UPDATE`,
  );
  const rows = await tx.manager.query<LockedGrant[]>(
    `SELECT ${COLUMNS} FROM operator_grant WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
    [id],
  );
  const grant = rows[0];
  if (!grant || !stands(grant, tx.now)) throw new OperatorGrantNotFoundError();
  return grant;
}

export function stands({ expiresAt }: LockedGrant, now: Date): boolean {
  return expiresAt === null || expiresAt > now;
}

/** Everybody who holds the right now, or any right when none is named, in a stable order. */
export async function operatorsAt(tx: Tx, right: OperatorRight | null = null): Promise<Id<'usr'>[]> {
  const rows = await tx.manager.query<{ personId: Id<'usr'> }[]>(
    `SELECT DISTINCT person_id AS "personId" FROM operator_grant
      WHERE ended_at IS NULL AND (expires_at IS NULL OR expires_at > $1) AND ($2::text IS NULL OR operator_right = $2)
      ORDER BY person_id`,
    [tx.now.toISOString(), right],
  );
  return rows.map(({ personId }) => personId);
}
