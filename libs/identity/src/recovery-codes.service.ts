import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hashSecret } from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import { MINUTE_MS, addMs, type PersonPrincipal } from '#platform/kernel';
import { actorOf } from './access.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { RecoveryCodeInvalidError } from './step-up.errors.js';

const CODE_COUNT = 10;
/** 80 random bits: too many to guess, so a plain hash is enough; few enough to write on paper. */
const CODE_BYTES = 10;
/** For so long a session with a used code may put passkeys in order without one. */
const RECOVERY_MS = 10 * MINUTE_MS;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** One-use codes for somebody who has lost every passkey. They open nothing but the change of passkeys. */
@Injectable()
export class RecoveryCodesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: AuthenticatorChanges,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Ten new codes; those from before stop working. They are stored as hashes and cannot be shown again. */
  async create(principal: PersonPrincipal): Promise<string[]> {
    const codes = Array.from({ length: CODE_COUNT }, newCode);
    const { personId } = principal;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.changes.record(tx, personId, 'recovery_codes_made');
      await tx.manager.query(
        'UPDATE recovery_code SET replaced_at = $2 WHERE person_id = $1 AND used_at IS NULL AND replaced_at IS NULL',
        [personId, tx.now.toISOString()],
      );
      await tx.manager.query(
        'INSERT INTO recovery_code (code_hash, person_id, created_at) SELECT hash, $2, $3 FROM unnest($1::bytea[]) AS hash',
        [codes.map(hashOf), personId, tx.now.toISOString()],
      );
    });
    return codes;
  }

  /** Uses up a code. @returns until when this session may change passkeys without one */
  async use(principal: PersonPrincipal, code: string): Promise<Date> {
    const { personId, sessionId } = principal;
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [, affected] = await tx.manager.query<[unknown[], number]>(
        `UPDATE recovery_code SET used_at = $3
          WHERE code_hash = $1 AND person_id = $2 AND used_at IS NULL AND replaced_at IS NULL`,
        [hashOf(code), personId, tx.now.toISOString()],
      );
      if (affected === 0) throw new RecoveryCodeInvalidError();
      await this.changes.record(tx, personId, 'recovery_code_used');
      const until = addMs(tx.now, RECOVERY_MS);
      await this.sessions.recover(tx, sessionId, until);
      return until;
    });
  }
}

/** Four groups of four letters and digits, without those that look alike. */
function newCode(): string {
  let value = BigInt(`0x${randomBytes(CODE_BYTES).toString('hex')}`);
  let text = '';
  for (let place = 0; place < (CODE_BYTES * 8) / 5; place += 1) {
    text += ALPHABET[Number(value & 31n)]!;
    value >>= 5n;
  }
  return text.match(/.{4}/g)!.join('-');
}

/** As people type it: capitals, blanks and dashes do not matter. */
function hashOf(code: string): Buffer {
  return hashSecret(code.toLowerCase().replace(/[\s-]/g, ''));
}
