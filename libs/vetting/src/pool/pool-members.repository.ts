import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { type Id } from '#platform/kernel';
import type { Decider, PoolDecision, PoolStatus, SeatKind } from './pool-member.states.js';

export const SKILLS = [
  ...(['ACCESS', 'AUDIT', 'BUILD', 'CI', 'CRYPTOGRAPHY', 'GOVERNANCE', 'MODERATION'] as const),
  ...(['PACKAGING', 'RELEASE', 'TESTING'] as const),
] as const;
export type Skill = (typeof SKILLS)[number];

/** What somebody says of themselves, in public. */
export interface PoolProfile {
  readonly statement: string;
  readonly skills: readonly Skill[];
  /** What could make one partial, in words; may be empty. */
  readonly ties: string;
  readonly tiedProjects: readonly string[];
  readonly tiedOrganisations: readonly string[];
  readonly loadLimit: number;
  /** What an hour costs; null for nothing. */
  readonly rate: { readonly minor: string; readonly currency: string } | null;
}

export interface LockedMember {
  readonly id: Id<'plm'>;
  readonly personId: Id<'usr'>;
  readonly kind: SeatKind;
  readonly status: PoolStatus;
}

const IS_STEWARD = `EXISTS (SELECT 1 FROM pool_member own WHERE own.person_id = person.id AND own.kind = 'STEWARD' AND own.status = 'ACCEPTED')`;

/** A person as one who decides on applications. $2 the instant. */
const DECIDER = `person.id AS "personId", ${IS_STEWARD} AS "isSteward",
  EXISTS (SELECT 1 FROM operator_grant WHERE person_id = person.id AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2)) AS "isOperator"`;

/** Writes of the pool. */
@Injectable()
export class PoolMembersRepository {
  /** What happens to the pool happens one after the other. */
  async lock(tx: Tx): Promise<void> {
    await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('steward pool', 0))`);
  }

  async insert(tx: Tx, id: Id<'plm'>, personId: Id<'usr'>, kind: SeatKind, profile: PoolProfile): Promise<void> {
    await tx.manager.query(
      `INSERT INTO pool_member (id, person_id, kind, status, applied_at, entered_at, statement, skills, ties, tied_projects, tied_organisations, load_limit, rate_minor, rate_currency)
       VALUES ($1, $2, $3, 'APPLIED', $4, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, personId, kind, tx.now.toISOString(), ...columnsOf(profile)],
    );
  }

  async update(tx: Tx, id: Id<'plm'>, profile: PoolProfile): Promise<void> {
    await tx.manager.query(
      `UPDATE pool_member SET statement = $2, skills = $3, ties = $4, tied_projects = $5, tied_organisations = $6, load_limit = $7, rate_minor = $8, rate_currency = $9 WHERE id = $1`,
      [id, ...columnsOf(profile)],
    );
  }

  async find(tx: Tx, id: Id<'plm'>): Promise<LockedMember | null> {
    const rows = await tx.manager.query<LockedMember[]>(
      'SELECT id, person_id AS "personId", kind, status FROM pool_member WHERE id = $1 FOR UPDATE',
      [id],
    );
    return rows[0] ?? null;
  }

  async setStatus(tx: Tx, id: Id<'plm'>, status: PoolStatus): Promise<void> {
    await tx.manager.query('UPDATE pool_member SET status = $2, entered_at = $3 WHERE id = $1', [
      ...[id, status, tx.now.toISOString()],
    ]);
  }

  async decider(tx: Tx, personId: Id<'usr'>): Promise<Decider> {
    const rows = await tx.manager.query<Decider[]>(`SELECT ${DECIDER} FROM person WHERE person.id = $1`, [
      personId,
      tx.now.toISOString(),
    ]);
    return rows[0]!;
  }

  /** Who has said the same of this member, and may still decide. */
  async deciders(tx: Tx, id: Id<'plm'>, action: PoolDecision): Promise<Decider[]> {
    return tx.manager.query<Decider[]>(
      `SELECT ${DECIDER} FROM pool_decision decision JOIN person ON person.id = decision.person_id WHERE member_id = $1 AND action = $3 ORDER BY decision.at`,
      [id, tx.now.toISOString(), action],
    );
  }

  async insertDecision(
    tx: Tx,
    id: Id<'plm'>,
    personId: Id<'usr'>,
    { action, reason }: { readonly action: PoolDecision; readonly reason: string },
  ): Promise<void> {
    await tx.manager.query(
      'INSERT INTO pool_decision (member_id, action, person_id, reason, at) VALUES ($1, $2, $3, $4, $5)',
      [...[id, action, personId, reason, tx.now.toISOString()]],
    );
  }

  /** How many stewards are accepted beside one member. */
  async stewards(tx: Tx, beside: Id<'plm'>): Promise<number> {
    const rows = await tx.manager.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM pool_member WHERE kind = 'STEWARD' AND status = 'ACCEPTED' AND id <> $1`,
      [beside],
    );
    return rows[0]!.count;
  }
}

function columnsOf({
  statement,
  skills,
  ties,
  tiedProjects,
  tiedOrganisations,
  loadLimit,
  rate,
}: PoolProfile): unknown[] {
  const said = [statement, skills, ties, tiedProjects, tiedOrganisations, loadLimit];
  return [...said, rate?.minor ?? null, rate?.currency ?? null];
}
