import { Injectable } from '@nestjs/common';
import { hashSecret, newSecret } from '#platform/auth';
import { UnitOfWork, isDatabaseError } from '#platform/database';
import { DAY_MS, addMs, asId, newId, type Id, type OrganisationRole, type Principal } from '#platform/kernel';
import { actorOf, assertRole, personOf } from './access.js';
import { AlreadyMemberError, InvitationNotFoundError } from './identity.errors.js';

export const ORGANISATION_KINDS = ['COMPANY', 'FOUNDATION', 'PROJECT_TEAM', 'FISCAL_HOST'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

const INVITATION_LIFETIME_MS = 14 * DAY_MS;
const UNIQUE_VIOLATION = '23505';

@Injectable()
export class OrganisationsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whoever makes an organisation is its first administrator. */
  async create(principal: Principal, kind: OrganisationKind, name: string): Promise<Id<'org'>> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const organisationId = newId<'org'>();
      const now = tx.now.toISOString();
      await tx.manager.query('INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, $2, $3, $4)', [
        organisationId,
        kind,
        name,
        now,
      ]);
      await tx.manager.query(
        'INSERT INTO membership (id, organisation_id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)',
        [newId<'mbr'>(), organisationId, personOf(principal), ['admin', 'member'], now],
      );
      tx.audit('organisation', organisationId, 'create', { kind });
      return organisationId;
    });
  }

  /** Makes an invitation; the code is shown once and is stored as its hash. */
  async invite(
    principal: Principal,
    organisationId: Id<'org'>,
    roles: readonly OrganisationRole[],
  ): Promise<{ readonly code: string; readonly expiresAt: Date }> {
    assertRole(principal, organisationId, ['admin']);
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const code = newSecret();
      const expiresAt = addMs(tx.now, INVITATION_LIFETIME_MS);
      const invitationId = newId<'inv'>();
      await tx.manager.query(
        'INSERT INTO invitation (id, organisation_id, invited_by, roles, code_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [
          invitationId,
          organisationId,
          personOf(principal),
          [...new Set(roles)],
          hashSecret(code),
          tx.now.toISOString(),
          expiresAt.toISOString(),
        ],
      );
      tx.audit('organisation', organisationId, 'invite', { invitationId, roles: [...roles] });
      return { code, expiresAt };
    });
  }

  /** Joins the organisation of an invitation; a code works once. */
  async acceptInvitation(principal: Principal, code: string): Promise<Id<'org'>> {
    const personId = personOf(principal);
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const [rows] = await tx.manager.query<[{ organisation_id: string; roles: string[] }[], number]>(
          `UPDATE invitation SET accepted_by = $2, accepted_at = $3
            WHERE code_hash = $1 AND accepted_by IS NULL AND expires_at > $3 RETURNING organisation_id, roles`,
          [hashSecret(code), personId, tx.now.toISOString()],
        );
        const invitation = rows[0];
        if (!invitation) throw new InvitationNotFoundError();
        await tx.manager.query(
          'INSERT INTO membership (id, organisation_id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)',
          [newId<'mbr'>(), invitation.organisation_id, personId, invitation.roles, tx.now.toISOString()],
        );
        tx.audit('organisation', invitation.organisation_id, 'join', { personId, roles: invitation.roles });
        return asId<'org'>(invitation.organisation_id);
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new AlreadyMemberError();
      throw error;
    }
  }
}
