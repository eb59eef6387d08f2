import { isDatabaseError, type Tx } from '#platform/database';
import type { Id, OrganisationRole } from '#platform/kernel';
import { AlreadyMemberError, MemberNotFoundError } from './identity.errors.js';

const UNIQUE_VIOLATION = '23505';

export interface Member {
  readonly organisationId: Id<'org'>;
  readonly personId: Id<'usr'>;
}

/** @throws AlreadyMemberError */
export async function addMember(tx: Tx, { organisationId, personId }: Member): Promise<void> {
  try {
    await tx.manager.query('INSERT INTO membership (organisation_id, person_id, joined_at) VALUES ($1, $2, $3)', [
      organisationId,
      personId,
      tx.now.toISOString(),
    ]);
  } catch (error) {
    if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new AlreadyMemberError();
    throw error;
  }
}

/** Gives roles; one that the member has already keeps the day on which it was given. */
export async function grantRoles(
  tx: Tx,
  { organisationId, personId }: Member,
  roles: readonly OrganisationRole[],
  grantedBy: Id<'usr'>,
): Promise<void> {
  await tx.manager.query(
    `INSERT INTO membership_role (organisation_id, person_id, role, granted_by, granted_at)
     SELECT $1, $2, role, $4, $5 FROM unnest($3::text[]) AS role ORDER BY role ON CONFLICT DO NOTHING`,
    [organisationId, personId, [...new Set(roles)], grantedBy, tx.now.toISOString()],
  );
}

export async function takeRolesBut(
  tx: Tx,
  { organisationId, personId }: Member,
  kept: readonly OrganisationRole[],
): Promise<void> {
  await tx.manager.query(
    'DELETE FROM membership_role WHERE organisation_id = $1 AND person_id = $2 AND role <> ALL($3::text[])',
    [organisationId, personId, [...kept]],
  );
}

/** The roles of a member. The organisation is locked, so that two changes of its members follow each other. */
export async function lockRoles(tx: Tx, { organisationId, personId }: Member): Promise<OrganisationRole[]> {
  await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
  const members = await tx.manager.query<unknown[]>(
    'SELECT 1 FROM membership WHERE organisation_id = $1 AND person_id = $2',
    [organisationId, personId],
  );
  if (members.length === 0) throw new MemberNotFoundError();
  const rows = await tx.manager.query<{ role: OrganisationRole }[]>(
    'SELECT role FROM membership_role WHERE organisation_id = $1 AND person_id = $2 ORDER BY role',
    [organisationId, personId],
  );
  return rows.map(({ role }) => role);
}

/** Takes the membership away with all roles; what the person could do for the organisation ends in the same moment. */
export async function removeMember(tx: Tx, member: Member): Promise<void> {
  const { organisationId, personId } = member;
  await tx.manager.query('DELETE FROM membership WHERE organisation_id = $1 AND person_id = $2', [
    organisationId,
    personId,
  ]);
  // Otherwise a token would work again if the person came back.
  await tx.manager.query(
    'UPDATE api_token SET revoked_at = $3 WHERE organisation_id = $1 AND person_id = $2 AND revoked_at IS NULL',
    [organisationId, personId, tx.now.toISOString()],
  );
  await revokeInvitationsOf(tx, member);
}

/** Invitations end with the rights of the person who made them. */
export async function revokeInvitationsOf(tx: Tx, { organisationId, personId }: Member): Promise<void> {
  await tx.manager.query(
    `UPDATE invitation SET revoked_at = $3
      WHERE organisation_id = $1 AND invited_by = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
    [organisationId, personId, tx.now.toISOString()],
  );
}
