import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { securityNoticeDue, type SecurityNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { Clock, uuidv7, type Id } from '#platform/kernel';
import { pauseEnd, pausesDecisions, type AuthenticatorChange } from './authenticator-change.rules.js';

/** What the person is told; a changed address has a notice of its own, to the old one. */
const NOTICES: Readonly<Record<AuthenticatorChange, SecurityNotice | null>> = {
  passkey_added: 'factor_added',
  passkey_removed: 'factor_removed',
  recovery_codes_made: 'factor_added',
  recovery_code_used: 'recovery_started',
  identity_linked: 'factor_added',
  identity_unlinked: 'factor_removed',
  mail_changed: null,
};

/** What changed about how people prove who they are, and until when that keeps them from deciding. */
@Injectable()
export class AuthenticatorChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction of the change itself. */
  async record(tx: Tx, personId: Id<'usr'>, change: AuthenticatorChange): Promise<void> {
    const rows = await tx.manager.query<{ createdAt: Date; isFirst: boolean }[]>(
      `SELECT created_at AS "createdAt",
              NOT EXISTS (SELECT 1 FROM authenticator_change WHERE person_id = person.id AND kind = $2) AS "isFirst"
         FROM person WHERE id = $1 FOR UPDATE`,
      [personId, change],
    );
    const { createdAt, isFirst } = rows[0]!;
    const pauses = pausesDecisions(change, { accountAgeMs: tx.now.getTime() - createdAt.getTime(), isFirst });
    await tx.manager.query(
      'INSERT INTO authenticator_change (id, person_id, kind, changed_at, pauses_decisions) VALUES ($1, $2, $3, $4, $5)',
      [uuidv7(tx.now.getTime()), personId, change, tx.now.toISOString(), pauses],
    );
    tx.audit('person', personId, 'changeAuthenticator', { change, pauses });
    // Who sets an account up knows about it.
    const notice = pauses ? NOTICES[change] : null;
    if (notice !== null) tx.emit(securityNoticeDue, { personId, notice });
  }

  /** When the person may decide again; null when that is now. */
  async pausedUntil(personId: Id<'usr'>): Promise<Date | null> {
    const rows = await this.dataSource.query<{ last: Date | null }[]>(
      'SELECT max(changed_at) AS last FROM authenticator_change WHERE person_id = $1 AND pauses_decisions',
      [personId],
    );
    return pauseEnd(rows[0]!.last, this.clock.now());
  }
}
