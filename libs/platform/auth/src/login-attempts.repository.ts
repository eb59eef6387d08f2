import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, MINUTE_MS, addMs, type Id } from '#platform/kernel';

const ATTEMPT_LIFETIME_MS = 10 * MINUTE_MS;

export interface LoginAttempt {
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  readonly provider: string;
  /** The session that gets another way in; null for a sign-in. */
  readonly linkSessionId: Id<'ses'> | null;
}

/** Sign-ins under way, by the hash of their state. Each is used once and lives ten minutes. */
@Injectable()
export class LoginAttempts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async open(stateHash: Buffer, attempt: LoginAttempt): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.query('DELETE FROM login_attempt WHERE expires_at < $1', [now.toISOString()]);
    await this.dataSource.query(
      `INSERT INTO login_attempt (state_hash, code_verifier, nonce, return_to, expires_at, provider, link_session_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        stateHash,
        attempt.codeVerifier,
        attempt.nonce,
        attempt.returnTo,
        addMs(now, ATTEMPT_LIFETIME_MS).toISOString(),
        attempt.provider,
        attempt.linkSessionId,
      ],
    );
  }

  /** Takes the attempt away while reading it, so that a second use of the same state finds nothing. */
  async take(stateHash: Buffer): Promise<LoginAttempt | null> {
    const [rows] = await this.dataSource.query<[LoginAttempt[], number]>(
      `DELETE FROM login_attempt WHERE state_hash = $1 AND expires_at >= $2
       RETURNING code_verifier AS "codeVerifier", nonce, return_to AS "returnTo", provider,
                 link_session_id AS "linkSessionId"`,
      [stateHash, this.clock.now().toISOString()],
    );
    return rows[0] ?? null;
  }
}
