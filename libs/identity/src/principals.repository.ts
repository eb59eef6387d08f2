import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PrincipalDirectory, type ExternalIdentity, type StoredToken } from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import {
  Clock,
  DAY_MS,
  addMs,
  asId,
  newId,
  systemActor,
  type ApiScope,
  type Id,
  type OrganisationRole,
  type PersonPrincipal,
} from '#platform/kernel';

const IDLE_LIMIT_MS = 14 * DAY_MS;
const ABSOLUTE_LIMIT_MS = 30 * DAY_MS;
/** A session is touched at most once in this time, so that reading does not write at every request. */
const TOUCH_INTERVAL_MS = DAY_MS;

/** Who sessions and tokens belong to. Secrets are only ever compared by their hash. */
@Injectable()
export class PrincipalsRepository extends PrincipalDirectory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async signIn(identity: ExternalIdentity, sessionHash: Buffer): Promise<Id<'usr'>> {
    return this.unitOfWork.run(systemActor('sign-in'), async (tx) => {
      const known = await tx.manager.query<{ person_id: string }[]>(
        'SELECT person_id FROM external_identity WHERE issuer = $1 AND subject = $2',
        [identity.issuer, identity.subject],
      );
      const personId = known[0] ? asId<'usr'>(known[0].person_id) : newId<'usr'>();
      if (!known[0]) {
        await tx.manager.query('INSERT INTO person (id, display_name, created_at) VALUES ($1, $2, $3)', [
          personId,
          identity.displayName,
          tx.now.toISOString(),
        ]);
        // Two first sign-ins at once: the second one fails on the key, and the person tries again.
        await tx.manager.query('INSERT INTO external_identity (issuer, subject, person_id) VALUES ($1, $2, $3)', [
          identity.issuer,
          identity.subject,
          personId,
        ]);
        tx.audit('person', personId, 'register', {});
      }
      const sessionId = newId<'ses'>();
      await tx.manager.query(
        'INSERT INTO session (id, person_id, secret_hash, created_at, idle_expires_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [
          sessionId,
          personId,
          sessionHash,
          tx.now.toISOString(),
          addMs(tx.now, IDLE_LIMIT_MS).toISOString(),
          addMs(tx.now, ABSOLUTE_LIMIT_MS).toISOString(),
        ],
      );
      tx.audit('session', sessionId, 'signIn', { personId });
      return personId;
    });
  }

  async findSession(sessionHash: Buffer): Promise<PersonPrincipal | null> {
    const now = this.clock.now();
    const rows = await this.dataSource.query<SessionRow[]>(
      `SELECT session.id, session.person_id, session.idle_expires_at,
              (SELECT coalesce(jsonb_agg(jsonb_build_object('organisationId', held.organisation_id, 'roles', held.roles)), '[]')
                 FROM (SELECT organisation_id, jsonb_agg(role ORDER BY role) AS roles
                         FROM membership_role WHERE person_id = session.person_id GROUP BY organisation_id) AS held) AS memberships
         FROM session
        WHERE session.secret_hash = $1 AND session.revoked_at IS NULL AND session.idle_expires_at > $2 AND session.expires_at > $2`,
      [sessionHash, now.toISOString()],
    );
    const row = rows[0];
    if (!row) return null;
    await this.touch(row, now);
    return {
      kind: 'person',
      personId: asId(row.person_id),
      sessionId: asId(row.id),
      memberships: row.memberships.map(({ organisationId, roles }) => ({
        organisationId: asId(organisationId),
        roles,
      })),
    };
  }

  async endSession(sessionHash: Buffer): Promise<void> {
    await this.unitOfWork.run(systemActor('sign-out'), async (tx) => {
      const [rows] = await tx.manager.query<[{ id: string }[], number]>(
        'UPDATE session SET revoked_at = $2 WHERE secret_hash = $1 AND revoked_at IS NULL RETURNING id',
        [sessionHash, tx.now.toISOString()],
      );
      for (const { id } of rows) tx.audit('session', id, 'signOut', {});
    });
  }

  async findToken(tokenId: Id<'api'>): Promise<StoredToken | null> {
    const now = this.clock.now();
    // The person must still be a member: leaving an organisation ends its tokens.
    const rows = await this.dataSource.query<TokenRow[]>(
      `SELECT token.person_id, token.organisation_id, token.scopes, token.secret_hash
         FROM api_token token
         JOIN membership ON membership.person_id = token.person_id AND membership.organisation_id = token.organisation_id
        WHERE token.id = $1 AND token.revoked_at IS NULL AND token.expires_at > $2`,
      [tokenId, now.toISOString()],
    );
    const row = rows[0];
    if (!row) return null;
    const principal = {
      kind: 'token' as const,
      tokenId,
      personId: asId<'usr'>(row.person_id),
      organisationId: asId<'org'>(row.organisation_id),
      scopes: row.scopes,
    };
    return { principal, secretHash: row.secret_hash };
  }

  private async touch(row: SessionRow, now: Date): Promise<void> {
    const fresh = addMs(now, IDLE_LIMIT_MS);
    if (fresh.getTime() - row.idle_expires_at.getTime() < TOUCH_INTERVAL_MS) return;
    await this.dataSource.query('UPDATE session SET idle_expires_at = $2 WHERE id = $1', [row.id, fresh.toISOString()]);
  }
}

interface SessionRow {
  readonly id: string;
  readonly person_id: string;
  readonly idle_expires_at: Date;
  readonly memberships: readonly { readonly organisationId: string; readonly roles: readonly OrganisationRole[] }[];
}

interface TokenRow {
  readonly person_id: string;
  readonly organisation_id: string;
  readonly scopes: readonly ApiScope[];
  readonly secret_hash: Buffer;
}
