import { Injectable } from '@nestjs/common';
import { hashSecret } from '#platform/auth';
import { Config } from '#platform/config';
import { mailAddressChanged, mailAddressEntered } from '#platform/contracts';
import { DataKeys, UnitOfWork, clear, type DataKey, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  clearanceForSubject,
  newId,
  present,
  systemActor,
  type Id,
  type Principal,
} from '#platform/kernel';
import { actorOf, personOf } from './access.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { linkCode } from './link-code.js';
import {
  InvalidMailAddressError,
  MailAddressTooSoonError,
  MailConfirmationNotFoundError,
} from './mail-address.errors.js';
import { mailAddressOf, ownHostOf } from './mail-address.rules.js';
import { MAIL_FIELD } from './mail-addresses.queries.js';

const CODE_LIFETIME_MS = DAY_MS;
const LEAST_INTERVAL_SECONDS = 60;

/** The address that a person is written to. Until the link in it was opened, only that link is sent there. */
@Injectable()
export class MailAddressesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
    private readonly authenticatorChanges: AuthenticatorChanges,
    private readonly keys: DataKeys,
  ) {}

  /** Takes an address down and asks for its confirmation. One that is confirmed already stays in use until then. */
  async enter(principal: Principal, text: string): Promise<void> {
    const address = mailAddressOf(text);
    if (address === null) throw new InvalidMailAddressError();
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const confirmationId = newId<'con'>();
      const hash = hashSecret(linkCode(this.config.get('LINK_SIGNING_KEY'), 'mail-address', confirmationId));
      const sealed = (await this.keyOf(tx, personId)).seal(MAIL_FIELD, address);
      const rows = await tx.manager.query<unknown[]>(
        `INSERT INTO mail_address AS known (person_id, sealed_pending_address, confirmation_id, code_hash, code_expires_at, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id) DO UPDATE SET sealed_pending_address = $2, confirmation_id = $3, code_hash = $4, code_expires_at = $5, entered_at = $6
           WHERE known.entered_at <= $7 RETURNING 1`,
        [
          personId,
          sealed,
          confirmationId,
          hash,
          addMs(tx.now, CODE_LIFETIME_MS).toISOString(),
          tx.now.toISOString(),
          addMs(tx.now, -LEAST_INTERVAL_SECONDS * 1_000).toISOString(),
        ],
      );
      if (rows.length === 0) throw new MailAddressTooSoonError(LEAST_INTERVAL_SECONDS);
      tx.audit('mailAddress', personId, 'enter', { confirmationId });
      tx.emit(mailAddressEntered, { personId, confirmationId });
    });
  }

  /**
   * Confirms the address of a code. Whoever reads the mailbox proves it by the code, so no session is asked for; a code
   * works once.
   * @throws MailConfirmationNotFoundError for a code that is unknown, used, replaced or too old
   */
  async confirm(code: string): Promise<Id<'usr'>> {
    return this.unitOfWork.run(systemActor('mail-address.confirm'), async (tx) => {
      const known = await tx.manager.query<StoredAddress[]>(
        `SELECT person_id AS "personId", sealed_address AS address, sealed_pending_address AS "pendingAddress" FROM mail_address
          WHERE code_hash = $1 AND code_expires_at > $2 FOR UPDATE`,
        [hashSecret(code), tx.now.toISOString()],
      );
      const row = known[0];
      if (!row) throw new MailConfirmationNotFoundError();
      const key = await this.keyOf(tx, row.personId);
      const address = key.open(MAIL_FIELD, row.pendingAddress);
      const isChange = row.address !== null && key.open(MAIL_FIELD, row.address) !== address;
      const host = ownHostOf(address);
      await tx.manager.query(
        `UPDATE mail_address
            SET sealed_previous_address = CASE WHEN $3 THEN sealed_address ELSE sealed_previous_address END,
                changed_at = CASE WHEN $3 THEN $2::timestamptz ELSE changed_at END,
                sealed_address = sealed_pending_address, confirmed_at = $2, host_digest = $4,
                sealed_pending_address = NULL, confirmation_id = NULL, code_hash = NULL, code_expires_at = NULL
          WHERE person_id = $1`,
        [row.personId, tx.now.toISOString(), isChange, host && this.keys.digest('mail host', host)],
      );
      tx.audit('mailAddress', row.personId, 'confirm', { isChange });
      // Whoever has the mailbox may get into the account, so a change of it counts like one of a passkey.
      if (isChange) {
        await this.authenticatorChanges.record(tx, row.personId, 'mail_changed');
        tx.emit(mailAddressChanged, { personId: row.personId });
      }
      return row.personId;
    });
  }

  private async keyOf(tx: Tx, personId: Id<'usr'>): Promise<DataKey> {
    await clear(tx, clearanceForSubject(personId));
    return present(await this.keys.find(tx, personId, 'private'));
  }
}

interface StoredAddress {
  readonly personId: Id<'usr'>;
  readonly address: Buffer | null;
  readonly pendingAddress: Buffer;
}
