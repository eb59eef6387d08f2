import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

export interface MailAddressRow {
  readonly address: string | null;
  readonly confirmedAt: Date | null;
  /** When a confirmed address was last replaced. */
  readonly changedAt: Date | null;
  readonly previousAddress: string | null;
  readonly pendingAddress: string | null;
  readonly confirmationId: string | null;
}

const COLUMNS = `address, confirmed_at AS "confirmedAt", changed_at AS "changedAt", previous_address AS "previousAddress",
  pending_address AS "pendingAddress", confirmation_id AS "confirmationId"`;

export interface InvitationMailRow {
  readonly address: string;
  readonly organisation: string;
  readonly isOpen: boolean;
}

/** Where people are written to, and who has to be told. */
@Injectable()
export class MailAddressesQueries {
  constructor(private readonly dataSource: DataSource) {}

  async find(personId: string): Promise<MailAddressRow | null> {
    const rows = await this.dataSource.query<MailAddressRow[]>(
      `SELECT ${COLUMNS} FROM mail_address WHERE person_id = $1`,
      [personId],
    );
    return rows[0] ?? null;
  }

  async findWithin(tx: Tx, personId: string): Promise<MailAddressRow | null> {
    const rows = await tx.manager.query<MailAddressRow[]>(`SELECT ${COLUMNS} FROM mail_address WHERE person_id = $1`, [
      personId,
    ]);
    return rows[0] ?? null;
  }

  /** People of the organisation with one of the roles, in a stable order. */
  async peopleWithRoles(tx: Tx, organisationId: string, roles: readonly string[]): Promise<Id<'usr'>[]> {
    const rows = await tx.manager.query<{ personId: Id<'usr'> }[]>(
      `SELECT DISTINCT person_id AS "personId" FROM membership_role WHERE organisation_id = $1 AND role = ANY($2) ORDER BY person_id`,
      [organisationId, roles],
    );
    return rows.map(({ personId }) => personId);
  }

  async organisationName(tx: Tx, organisationId: string): Promise<string> {
    const rows = await tx.manager.query<{ name: string }[]>('SELECT name FROM organisation WHERE id = $1', [
      organisationId,
    ]);
    return rows[0]?.name ?? '';
  }

  /** An invitation that was to go out by mail; null for one that was made without an address. */
  async invitation(tx: Tx, invitationId: string): Promise<InvitationMailRow | null> {
    const rows = await tx.manager.query<InvitationMailRow[]>(
      `SELECT mail.address, organisation.name AS organisation,
              invitation.accepted_at IS NULL AND invitation.revoked_at IS NULL AND invitation.expires_at > $2 AS "isOpen"
         FROM invitation_mail mail
         JOIN invitation ON invitation.id = mail.invitation_id
         JOIN organisation ON organisation.id = invitation.organisation_id
        WHERE mail.invitation_id = $1`,
      [invitationId, tx.now.toISOString()],
    );
    return rows[0] ?? null;
  }
}
