import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';
import { type Id, type OrganisationRole } from '#platform/kernel';
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
  readonly roles: readonly OrganisationRole[];
}

export interface TokenListRow {
  readonly id: Id<'api'>;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

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

  async members(organisationId: Id<'org'>): Promise<MemberRow[]> {
    return this.dataSource.query<MemberRow[]>(
      `SELECT person.id, person.display_name AS "displayName", membership.roles
         FROM membership JOIN person ON person.id = membership.person_id
        WHERE membership.organisation_id = $1 ORDER BY membership.joined_at, person.id`,
      [organisationId],
    );
  }

  async tokensOf(personId: Id<'usr'>): Promise<TokenListRow[]> {
    return this.dataSource.query<TokenListRow[]>(
      `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
         FROM api_token WHERE person_id = $1 ORDER BY created_at DESC, id LIMIT 100`,
      [personId],
    );
  }

  /** True when the person holds the role in an organisation of the kind, as the transaction sees it. */
  async holdsRole(tx: Tx, personId: Id<'usr'>, role: OrganisationRole, kind: OrganisationKind): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM membership JOIN organisation ON organisation.id = membership.organisation_id
        WHERE membership.person_id = $1 AND $2 = ANY(membership.roles) AND organisation.kind = $3 LIMIT 1`,
      [personId, role, kind],
    );
    return rows.length === 1;
  }
}
