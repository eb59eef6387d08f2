import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { NewSession } from '#platform/auth';
import { securityNoticeDue } from '#platform/contracts';
import { Gathered, prepared, type Tx } from '#platform/database';
import {
  Clock,
  MINUTE_MS,
  addMs,
  asId,
  newId,
  type Id,
  type OperatorRight,
  type OrganisationRole,
  type PersonPrincipal,
} from '#platform/kernel';
import { SESSION_LIFETIME_MS, clientFamily, isOpen, sessionLimits, type Powers } from './session.rules.js';

/** A session is touched at most once in this time, so that reading does not write at every request. */
const TOUCH_INTERVAL_MS = MINUTE_MS;

export interface SessionListRow {
  readonly id: Id<'ses'>;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly client: string;
}

const FIND = prepared(
  `SELECT session.secret_hash AS "secretHash", session.id, session.person_id AS "personId", session.created_at AS "createdAt", session.last_seen_at AS "lastSeenAt",
        (SELECT coalesce(jsonb_agg(jsonb_build_object('organisationId', held.organisation_id, 'roles', held.roles)), '[]')
           FROM (SELECT organisation_id, jsonb_agg(role ORDER BY role) AS roles
                   FROM membership_role WHERE person_id = session.person_id GROUP BY organisation_id) AS held) AS memberships,
        ARRAY(SELECT operator_right FROM operator_grant
               WHERE person_id = session.person_id AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
               ORDER BY operator_right) AS "operatorRights"
   FROM session
  WHERE session.secret_hash = ANY($1) AND session.revoked_at IS NULL`,
);

/** Sessions, found by the hash of their secret. Ended ones stay as rows, for the log. */
@Injectable()
export class SessionsRepository {
  private readonly sessions = new Gathered<Buffer, SessionRow | null>((secretHashes) => this.stored(secretHashes));

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async open(tx: Tx, personId: Id<'usr'>, { secretHash, userAgent }: NewSession): Promise<void> {
    const sessionId = newId<'ses'>();
    await tx.manager.query(
      `INSERT INTO session (id, person_id, secret_hash, created_at, last_seen_at, expires_at, client)
       VALUES ($1, $2, $3, $4, $4, $5, $6)`,
      [
        sessionId,
        personId,
        secretHash,
        tx.now.toISOString(),
        addMs(tx.now, SESSION_LIFETIME_MS).toISOString(),
        clientFamily(userAgent),
      ],
    );
    tx.audit('session', sessionId, 'signIn', { personId });
    // Who signs in for the first time knows about it.
    if (await hasOtherSession(tx, personId, sessionId)) tx.emit(securityNoticeDue, { personId, notice: 'new_sign_in' });
  }

  /** The principal of a session within its limits, which follow from the roles that the person has now. */
  async find(secretHash: Buffer): Promise<PersonPrincipal | null> {
    const row = await this.sessions.of(secretHash);
    const now = this.clock.now();
    if (row === null || !isOpen(row, sessionLimits(powersOf(row)), now)) return null;
    await this.touch(row, now);
    const memberships = row.memberships.map(({ organisationId, roles }) => ({
      organisationId: asId<'org'>(organisationId),
      roles,
    }));
    const { operatorRights } = row;
    return { kind: 'person', personId: asId(row.personId), sessionId: asId(row.id), memberships, operatorRights };
  }

  /** Sessions of a person that were not ended, the latest first. Those over their limits are left out. */
  async list(principal: PersonPrincipal): Promise<SessionListRow[]> {
    const rows = await this.dataSource.query<SessionListRow[]>(
      `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", client FROM session
        WHERE person_id = $1 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id DESC LIMIT 100`,
      [principal.personId],
    );
    const now = this.clock.now();
    return rows.filter((row) => isOpen(row, sessionLimits(powersOf(principal)), now));
  }

  /** Ends the sessions of a person that fit; answers with how many there were. */
  async end(tx: Tx, which: SessionFilter): Promise<number> {
    const [rows] = await tx.manager.query<[{ id: string }[], number]>(
      `UPDATE session SET revoked_at = $1
        WHERE revoked_at IS NULL AND ($2::uuid IS NULL OR person_id = $2) AND ($3::uuid IS NULL OR id = $3)
          AND ($4::uuid IS NULL OR id <> $4) AND ($5::bytea IS NULL OR secret_hash = $5) RETURNING id`,
      [
        tx.now.toISOString(),
        which.personId ?? null,
        which.sessionId ?? null,
        which.exceptId ?? null,
        which.secretHash ?? null,
      ],
    );
    for (const { id } of rows) tx.audit('session', id, 'end', {});
    return rows.length;
  }

  /** Gives a session another secret, so that what somebody has seen of it before is worth nothing. */
  async renew(tx: Tx, sessionId: Id<'ses'>, secretHash: Buffer): Promise<void> {
    await tx.manager.query('UPDATE session SET secret_hash = $2 WHERE id = $1', [sessionId, secretHash]);
  }

  /** For somebody who used a recovery code: the session may put passkeys in order until then. */
  async recover(tx: Tx, sessionId: Id<'ses'>, until: Date): Promise<void> {
    await tx.manager.query('UPDATE session SET recovered_until = $2 WHERE id = $1', [sessionId, until.toISOString()]);
  }

  async isRecovered(sessionId: Id<'ses'>): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM session WHERE id = $1 AND recovered_until > $2',
      [sessionId, this.clock.now().toISOString()],
    );
    return rows.length === 1;
  }

  private async stored(secretHashes: readonly Buffer[]): Promise<(SessionRow | null)[]> {
    const now = this.clock.now().toISOString();
    const rows = await this.dataSource.query<SessionRow[]>(FIND, [secretHashes, now]);
    const byHash = new Map(rows.map((row) => [row.secretHash.toString('hex'), row]));
    return secretHashes.map((hash) => byHash.get(hash.toString('hex')) ?? null);
  }

  private async touch(row: SessionRow, now: Date): Promise<void> {
    if (now.getTime() - row.lastSeenAt.getTime() < TOUCH_INTERVAL_MS) return;
    await this.dataSource.query('UPDATE session SET last_seen_at = $2 WHERE id = $1', [row.id, now.toISOString()]);
  }
}

/** Whether the person ever had another session, open or not: whoever is signed out has to hear of a sign-in too. */
async function hasOtherSession(tx: Tx, personId: Id<'usr'>, sessionId: Id<'ses'>): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM session WHERE person_id = $1 AND id <> $2 LIMIT 1', [
    personId,
    sessionId,
  ]);
  return rows.length === 1;
}

function powersOf({ memberships, operatorRights }: Pick<SessionRow, 'memberships' | 'operatorRights'>): Powers {
  return { roles: memberships.flatMap(({ roles }) => roles), operatorRights };
}

/** Either everything of a person, or what a secret names; one of the two has to be there. */
type SessionFilter =
  | {
      readonly secretHash: Buffer;
      readonly personId?: undefined;
      readonly sessionId?: undefined;
      readonly exceptId?: undefined;
    }
  | {
      readonly personId: Id<'usr'>;
      readonly sessionId?: Id<'ses'>;
      readonly exceptId?: Id<'ses'>;
      readonly secretHash?: undefined;
    };

interface SessionRow {
  readonly secretHash: Buffer;
  readonly id: string;
  readonly personId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly memberships: readonly { readonly organisationId: string; readonly roles: readonly OrganisationRole[] }[];
  readonly operatorRights: readonly OperatorRight[];
}
