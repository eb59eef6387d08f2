import { Injectable } from '@nestjs/common';
import { hashSecret, newSecret } from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, addMs, newId, type Id, type OrganisationRole, type Principal } from '#platform/kernel';
import { actorOf, administeredBy, assertRole, personOf } from './access.js';
import { InvitationNotFoundError } from './identity.errors.js';
import { MailInvitationsService } from './mail-invitations.service.js';
import { addMember, grantRoles } from './memberships.repository.js';

export const ORGANISATION_KINDS = ['COMPANY', 'FOUNDATION', 'PROJECT_TEAM', 'FISCAL_HOST'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** Named: everybody may know of it. Private: nobody but its members, and whoever an administrator turns to. */
export const ORGANISATION_VISIBILITIES = ['named', 'private'] as const;
export type OrganisationVisibility = (typeof ORGANISATION_VISIBILITIES)[number];

/** What a company stands on and funds is its own business; the others ask or answer for others in public. */
export function firstVisibility(kind: OrganisationKind): OrganisationVisibility {
  return kind === 'COMPANY' ? 'private' : 'named';
}

const INVITATION_LIFETIME_MS = 14 * DAY_MS;

interface AcceptedInvitation {
  readonly id: Id<'inv'>;
  readonly organisationId: Id<'org'>;
  readonly invitedBy: Id<'usr'>;
  readonly roles: readonly OrganisationRole[];
}

@Injectable()
export class OrganisationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mailInvitations: MailInvitationsService,
  ) {}

  /** Whoever makes an organisation is its first administrator. */
  async create(principal: Principal, kind: OrganisationKind, name: string): Promise<Id<'org'>> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const organisationId = newId<'org'>();
      const now = tx.now.toISOString();
      await tx.manager.query(
        'INSERT INTO organisation (id, kind, name, visibility, created_at) VALUES ($1, $2, $3, $4, $5)',
        [organisationId, kind, name, firstVisibility(kind), now],
      );
      const founder = { organisationId, personId: personOf(principal) };
      await addMember(tx, founder);
      await grantRoles(tx, founder, ['admin', 'member'], founder.personId);
      tx.audit('organisation', organisationId, 'create', { kind });
      return organisationId;
    });
  }

  /** Saying what it is already changes nothing. */
  async setVisibility(
    principal: Principal,
    organisationId: Id<'org'>,
    visibility: OrganisationVisibility,
  ): Promise<void> {
    assertRole(principal, organisationId, ['admin']);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [, changed] = await tx.manager.query<[unknown[], number]>(
        'UPDATE organisation SET visibility = $2 WHERE id = $1 AND visibility <> $2',
        [organisationId, visibility],
      );
      if (changed > 0) tx.audit('organisation', organisationId, 'setVisibility', { visibility });
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
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [rows] = await tx.manager.query<[AcceptedInvitation[], number]>(
        `UPDATE invitation SET accepted_by = $2, accepted_at = $3
          WHERE code_hash = $1 AND accepted_by IS NULL AND revoked_at IS NULL AND expires_at > $3
          RETURNING id, organisation_id AS "organisationId", invited_by AS "invitedBy", roles`,
        [hashSecret(code), personId, tx.now.toISOString()],
      );
      const invitation = rows[0];
      if (!invitation) throw new InvitationNotFoundError();
      const { organisationId, invitedBy, roles } = invitation;
      await this.mailInvitations.forget(tx, invitation.id);
      await addMember(tx, { organisationId, personId });
      await grantRoles(tx, { organisationId, personId }, roles, invitedBy);
      tx.audit('organisation', organisationId, 'join', { personId, roles: [...roles] });
      return organisationId;
    });
  }

  /** Ends an invitation that nobody has used. */
  async revokeInvitation(principal: Principal, invitationId: Id<'inv'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [rows] = await tx.manager.query<[{ organisationId: Id<'org'> }[], number]>(
        `UPDATE invitation SET revoked_at = $2
          WHERE id = $1 AND organisation_id = ANY($3) AND accepted_at IS NULL AND revoked_at IS NULL
          RETURNING organisation_id AS "organisationId"`,
        [invitationId, tx.now.toISOString(), administeredBy(principal)],
      );
      if (!rows[0]) throw new InvitationNotFoundError();
      await this.mailInvitations.forget(tx, invitationId);
      tx.audit('organisation', rows[0].organisationId, 'revokeInvitation', { invitationId });
    });
  }
}
