import { Injectable } from '@nestjs/common';
import { hashSecret } from '#platform/auth';
import { Config } from '#platform/config';
import { memberInvited } from '#platform/contracts';
import { DataKeys, UnitOfWork, clear, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  clearanceForSubject,
  newId,
  systemActor,
  type Id,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';
import { actorOf, assertRole, personOf } from './access.js';
import { linkCode } from './link-code.js';
import { InvalidMailAddressError } from './mail-address.errors.js';
import { mailAddressOf } from './mail-address.rules.js';
import { MAIL_FIELD } from './mail-addresses.queries.js';

const INVITATION_LIFETIME_MS = 14 * DAY_MS;

export interface MailInvitation {
  readonly organisationId: Id<'org'>;
  readonly roles: readonly OrganisationRole[];
  readonly address: string;
}

/** Invitations whose code goes to a mail address and is shown to nobody else, not even to who invites. */
@Injectable()
export class MailInvitationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
    private readonly keys: DataKeys,
  ) {}

  async invite(principal: Principal, { organisationId, roles, address: text }: MailInvitation): Promise<Date> {
    assertRole(principal, organisationId, ['admin']);
    const address = mailAddressOf(text);
    if (address === null) throw new InvalidMailAddressError();
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const invitationId = newId<'inv'>();
      const expiresAt = addMs(tx.now, INVITATION_LIFETIME_MS);
      const hash = hashSecret(linkCode(this.config.get('LINK_SIGNING_KEY'), 'invitation', invitationId));
      await tx.manager.query(
        'INSERT INTO invitation (id, organisation_id, invited_by, roles, code_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [
          invitationId,
          organisationId,
          personOf(principal),
          [...new Set(roles)],
          hash,
          tx.now.toISOString(),
          expiresAt.toISOString(),
        ],
      );
      await clear(tx, clearanceForSubject(invitationId));
      const key = await this.keys.create(tx, invitationId, 'private');
      await tx.manager.query('INSERT INTO invitation_mail (invitation_id, sealed_address) VALUES ($1, $2)', [
        invitationId,
        key.seal(MAIL_FIELD, address),
      ]);
      tx.audit('organisation', organisationId, 'invite', { invitationId, roles: [...roles] });
      tx.emit(memberInvited, { invitationId });
      return expiresAt;
    });
  }

  /** Nobody is written to about it any more: the address goes, and with its key every copy of it. */
  async forget(tx: Tx, invitationId: string): Promise<void> {
    await clear(tx, clearanceForSubject(invitationId));
    await this.keys.destroy(tx, invitationId);
    await tx.manager.query('DELETE FROM invitation_mail WHERE invitation_id = $1', [invitationId]);
  }

  /** Forgets the addresses of invitations that nobody can accept any more. */
  async forgetExpired(): Promise<void> {
    await this.unitOfWork.run(systemActor('invitations.forget'), async (tx) => {
      const rows = await tx.manager.query<{ id: string }[]>(
        `SELECT invitation.id FROM invitation_mail mail JOIN invitation ON invitation.id = mail.invitation_id
          WHERE invitation.expires_at <= $1 OR invitation.accepted_at IS NOT NULL OR invitation.revoked_at IS NOT NULL ORDER BY invitation.id LIMIT 500`,
        [tx.now.toISOString()],
      );
      for (const { id } of rows) await this.forget(tx, id);
    });
  }
}
