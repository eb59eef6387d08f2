import { Injectable } from '@nestjs/common';
import { ConfidentialReads, DataKeys, type StoredDataKey, type Tx } from '#platform/database';
import { clearanceForSubject, type Id } from '#platform/kernel';

/** What an address is sealed as, wherever it is kept. */
export const MAIL_FIELD = 'mail';

export interface MailAddressRow {
  readonly address: string | null;
  readonly confirmedAt: Date | null;
  /** When a confirmed address was last replaced. */
  readonly changedAt: Date | null;
  readonly previousAddress: string | null;
  readonly pendingAddress: string | null;
  readonly confirmationId: string | null;
}

export interface InvitationMailRow {
  readonly address: string;
  readonly organisation: string;
}

const SELECT = `SELECT confirmed_at AS "confirmedAt", changed_at AS "changedAt", confirmation_id AS "confirmationId",
       sealed_address AS address, sealed_previous_address AS "previousAddress", sealed_pending_address AS "pendingAddress",
       data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped
  FROM mail_address JOIN data_key ON data_key.subject_id = mail_address.person_id AND data_key.purpose = 'private'
 WHERE mail_address.person_id = $1`;

/** Where people are written to, and who has to be told. */
@Injectable()
export class MailAddressesQueries {
  constructor(
    private readonly reads: ConfidentialReads,
    private readonly keys: DataKeys,
  ) {}

  /** The address as its person sees it. */
  async find(personId: string): Promise<MailAddressRow | null> {
    return this.opened(await this.reads.query<SealedRow[]>(clearanceForSubject(personId), SELECT, [personId]));
  }

  /** Null without an address, and in a transaction that is not cleared for the person. */
  async findWithin(tx: Tx, personId: string): Promise<MailAddressRow | null> {
    return this.opened(await tx.manager.query<SealedRow[]>(SELECT, [personId]));
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

  /** An invitation that is open and has to go out by mail; the transaction has to be cleared for it. */
  async invitation(tx: Tx, invitationId: string): Promise<InvitationMailRow | null> {
    const rows = await tx.manager.query<(StoredDataKey & { address: Buffer; organisation: string })[]>(
      `SELECT mail.sealed_address AS address, organisation.name AS organisation,
              data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped
         FROM invitation_mail mail
         JOIN invitation ON invitation.id = mail.invitation_id
         JOIN organisation ON organisation.id = invitation.organisation_id
         JOIN data_key ON data_key.subject_id = invitation.id AND data_key.purpose = 'private'
        WHERE mail.invitation_id = $1 AND invitation.accepted_at IS NULL AND invitation.revoked_at IS NULL AND invitation.expires_at > $2`,
      [invitationId, tx.now.toISOString()],
    );
    const row = rows[0];
    if (!row) return null;
    return { organisation: row.organisation, address: this.keys.unwrap(row).open(MAIL_FIELD, row.address) };
  }

  private opened([row]: readonly SealedRow[]): MailAddressRow | null {
    if (!row) return null;
    const key = this.keys.unwrap(row);
    const open = (sealed: Buffer | null): string | null => sealed && key.open(MAIL_FIELD, sealed);
    const { confirmedAt, changedAt, confirmationId } = row;
    return {
      confirmedAt,
      changedAt,
      confirmationId,
      address: open(row.address),
      previousAddress: open(row.previousAddress),
      pendingAddress: open(row.pendingAddress),
    };
  }
}

interface SealedRow extends StoredDataKey {
  readonly confirmedAt: Date | null;
  readonly changedAt: Date | null;
  readonly confirmationId: string | null;
  readonly address: Buffer | null;
  readonly previousAddress: Buffer | null;
  readonly pendingAddress: Buffer | null;
}
