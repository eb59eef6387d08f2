import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';
import { type Id, type OrganisationRole } from '#platform/kernel';
import { LastWayInError } from './identity.errors.js';
import type { OrganisationKind } from './organisations.service.js';

export interface PersonRow {
  readonly id: Id<'usr'>;
  /** Null when the person has not consented to be named, or not yet. */
  readonly displayName: string | null;
}

export interface OrganisationRow {
  readonly id: Id<'org'>;
  readonly kind: OrganisationKind;
  readonly name: string;
}

export interface MemberRow extends PersonRow {
  readonly organisationId: Id<'org'>;
  readonly roles: readonly OrganisationRole[];
  readonly joinedAt: Date;
}

export interface InvitationRow {
  readonly id: Id<'inv'>;
  readonly organisationId: Id<'org'>;
  readonly invitedBy: Id<'usr'>;
  readonly roles: readonly OrganisationRole[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface OrganisationTransferRow {
  readonly id: Id<'otr'>;
  readonly organisationId: Id<'org'>;
  readonly fromPersonId: Id<'usr'>;
  readonly toPersonId: Id<'usr'>;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
}

export interface IdentityRow {
  readonly id: Id<'ext'>;
  readonly issuer: string;
  readonly subject: string;
  readonly linkedAt: Date;
}

export interface TokenListRow {
  readonly id: Id<'api'>;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

const TRANSFER = `id, organisation_id AS "organisationId", from_person_id AS "fromPersonId", to_person_id AS "toPersonId",
  proposed_at AS "proposedAt", expires_at AS "expiresAt"`;

@Injectable()
export class IdentityQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** People as others see them; `viewerId` sees the own name in any case. */
  people(ids: readonly string[], viewerId: string | null): Promise<PersonRow[]> {
    return this.dataSource.query<PersonRow[]>(
      `SELECT person.id, CASE WHEN sign_up.is_named OR person.id = $2 THEN person.display_name END AS "displayName"
         FROM person LEFT JOIN sign_up ON sign_up.person_id = person.id WHERE person.id = ANY($1)`,
      [ids, viewerId],
    );
  }

  async organisations(ids: readonly string[]): Promise<OrganisationRow[]> {
    return this.dataSource.query<OrganisationRow[]>('SELECT id, kind, name FROM organisation WHERE id = ANY($1)', [
      ids,
    ]);
  }

  async members(organisationIds: readonly string[]): Promise<MemberRow[]> {
    return this.dataSource.query<MemberRow[]>(
      `SELECT membership.organisation_id AS "organisationId", person.id, person.display_name AS "displayName", membership.joined_at AS "joinedAt",
              array_agg(held.role ORDER BY held.role) AS roles
         FROM membership
         JOIN person ON person.id = membership.person_id
         JOIN membership_role held ON held.organisation_id = membership.organisation_id AND held.person_id = membership.person_id
        WHERE membership.organisation_id = ANY($1)
        GROUP BY membership.organisation_id, person.id, membership.joined_at ORDER BY membership.joined_at, person.id`,
      [organisationIds],
    );
  }

  /** Invitations that can still be accepted, newest first; at most a hundred of each organisation. */
  async openInvitations(organisationIds: readonly string[], now: Date): Promise<InvitationRow[]> {
    return this.dataSource.query<InvitationRow[]>(
      `SELECT newest.* FROM unnest($1::uuid[]) AS organisation (id)
        CROSS JOIN LATERAL (
          SELECT id, organisation_id AS "organisationId", invited_by AS "invitedBy", roles, created_at AS "createdAt", expires_at AS "expiresAt"
            FROM invitation
           WHERE organisation_id = organisation.id AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2
           ORDER BY created_at DESC, id DESC LIMIT 100) AS newest`,
      [organisationIds, now.toISOString()],
    );
  }

  /** Offers to hand an organisation over that wait for an answer; an organisation has one at most. */
  async openTransfersOf(organisationIds: readonly string[]): Promise<OrganisationTransferRow[]> {
    return this.dataSource.query<OrganisationTransferRow[]>(
      `SELECT ${TRANSFER} FROM organisation_transfer WHERE status = 'proposed' AND organisation_id = ANY($1)`,
      [organisationIds],
    );
  }

  /** Offers that wait for the answer of a person, newest first. */
  async transfersOfferedTo(personId: Id<'usr'>): Promise<OrganisationTransferRow[]> {
    return this.dataSource.query<OrganisationTransferRow[]>(
      `SELECT ${TRANSFER} FROM organisation_transfer WHERE status = 'proposed' AND to_person_id = $1 ORDER BY proposed_at DESC, id DESC LIMIT 100`,
      [personId],
    );
  }

  async tokensOf(personId: Id<'usr'>): Promise<TokenListRow[]> {
    return this.dataSource.query<TokenListRow[]>(
      `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
         FROM api_token WHERE person_id = $1 AND workload_id IS NULL ORDER BY created_at DESC, id LIMIT 100`,
      [personId],
    );
  }

  async identitiesOf(personId: Id<'usr'>): Promise<IdentityRow[]> {
    return this.dataSource.query<IdentityRow[]>(
      'SELECT id, issuer, subject, linked_at AS "linkedAt" FROM external_identity WHERE person_id = $1 ORDER BY linked_at, id LIMIT 100',
      [personId],
    );
  }

  async recoveryCodesLeft(personId: Id<'usr'>): Promise<number> {
    const rows = await this.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM recovery_code WHERE person_id = $1 AND used_at IS NULL AND replaced_at IS NULL',
      [personId],
    );
    return rows[0]!.count;
  }

  /** Refuses to leave a person without any way to sign in. */
  async assertWayIn(tx: Tx, personId: Id<'usr'>): Promise<void> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM external_identity WHERE person_id = $1
       UNION ALL SELECT 1 FROM passkey WHERE person_id = $1 AND removed_at IS NULL LIMIT 1`,
      [personId],
    );
    if (rows.length === 0) throw new LastWayInError();
  }

  /** True when the person holds the role in an organisation of the kind, as the transaction sees it. */
  async holdsRole(tx: Tx, personId: Id<'usr'>, role: OrganisationRole, kind: OrganisationKind): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM membership_role held JOIN organisation ON organisation.id = held.organisation_id
        WHERE held.person_id = $1 AND held.role = $2 AND organisation.kind = $3 LIMIT 1`,
      [personId, role, kind],
    );
    return rows.length === 1;
  }
}
