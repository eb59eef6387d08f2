import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfidentialReads, DataKeys, type StoredDataKey, type Tx } from '#platform/database';
import { clearanceForSubject, type Clearance, type Id, type OrganisationRole } from '#platform/kernel';
import { LastWayInError } from './identity.errors.js';
import type { OrganisationKind, OrganisationVisibility } from './organisations.service.js';
import { NAME_COLUMNS, NAME_KEY, PersonNames, type SealedName } from './person-names.js';

export interface PersonRow {
  readonly id: Id<'usr'>;
  /** Null when the person has not consented to be named, or not yet, or is erased. */
  readonly displayName: string | null;
}

export interface OrganisationRow {
  readonly id: Id<'org'>;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly visibility: OrganisationVisibility;
}

/** Who asks for organisations: a person, or a token that acts for one organisation alone. */
export interface OrganisationViewer {
  readonly personId: string | null;
  readonly organisationId: string | null;
}

export const IDENTITY_FIELD = 'identity';

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
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: ConfidentialReads,
    private readonly names: PersonNames,
    private readonly keys: DataKeys,
  ) {}

  /** People as others see them; `viewerId` sees the own name in any case. */
  async people(clearance: Clearance, ids: readonly string[], viewerId: string | null): Promise<PersonRow[]> {
    const rows = await this.reads.query<(SealedName & { id: Id<'usr'>; isShown: boolean })[]>(
      clearance,
      `SELECT person.id, coalesce(sign_up.is_named, false) OR person.id = $2 AS "isShown", ${NAME_COLUMNS}
         FROM person ${NAME_KEY} LEFT JOIN sign_up ON sign_up.person_id = person.id WHERE person.id = ANY($1)`,
      [ids, viewerId],
    );
    return rows.map((row) => ({ id: row.id, displayName: row.isShown ? this.names.open(row) : null }));
  }

  /**
   * Organisations that the viewer may know of: named ones, the own ones, and those that are offered to the viewer. Whoever may not
   * gets what there would be for an id of nothing.
   */
  async organisations(ids: readonly string[], viewer: OrganisationViewer): Promise<OrganisationRow[]> {
    return this.dataSource.query<OrganisationRow[]>(
      `SELECT id, kind, name, visibility FROM organisation
        WHERE id = ANY($1) AND (visibility = 'named' OR id = $3
          OR EXISTS (SELECT 1 FROM membership WHERE organisation_id = organisation.id AND person_id = $2)
          OR EXISTS (SELECT 1 FROM organisation_transfer offer
                      WHERE offer.organisation_id = organisation.id AND offer.to_person_id = $2 AND offer.status = 'proposed'))`,
      [ids, viewer.personId, viewer.organisationId],
    );
  }

  async members(clearance: Clearance, organisationIds: readonly string[]): Promise<MemberRow[]> {
    const rows = await this.reads.query<(SealedName & Omit<MemberRow, 'displayName'>)[]>(
      clearance,
      `SELECT membership.organisation_id AS "organisationId", person.id, ${NAME_COLUMNS}, membership.joined_at AS "joinedAt",
              ARRAY(SELECT held.role FROM membership_role held
                     WHERE held.organisation_id = membership.organisation_id AND held.person_id = membership.person_id
                     ORDER BY held.role) AS roles
         FROM membership JOIN person ON person.id = membership.person_id ${NAME_KEY}
        WHERE membership.organisation_id = ANY($1) ORDER BY membership.joined_at, person.id`,
      [organisationIds],
    );
    return rows.map((row) => ({
      id: row.id,
      organisationId: row.organisationId,
      displayName: this.names.open(row),
      roles: row.roles,
      joinedAt: row.joinedAt,
    }));
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
    const rows = await this.reads.query<(StoredDataKey & Omit<IdentityRow, 'subject'> & { sealedSubject: Buffer })[]>(
      clearanceForSubject(personId),
      `SELECT id, issuer, sealed_subject AS "sealedSubject", linked_at AS "linkedAt", data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped
         FROM external_identity JOIN data_key ON data_key.subject_id = person_id AND data_key.purpose = 'private'
        WHERE person_id = $1 ORDER BY linked_at, id LIMIT 100`,
      [personId],
    );
    return rows.map((row) => {
      const { id, issuer, linkedAt, sealedSubject } = row;
      return { id, issuer, linkedAt, subject: this.keys.unwrap(row).open(IDENTITY_FIELD, sealedSubject) };
    });
  }

  /** Whether the person signs in through an issuer, as this subject or, with null, as anybody there. */
  async holdsIdentity(personId: Id<'usr'>, issuer: string, subject: string | null): Promise<boolean> {
    const digest = subject === null ? null : this.keys.digest(issuer, subject);
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM external_identity WHERE person_id = $1 AND issuer = $2 AND ($3::bytea IS NULL OR subject_digest = $3) LIMIT 1`,
      [personId, issuer, digest],
    );
    return rows.length === 1;
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
