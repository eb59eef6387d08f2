import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';
import { Clock, MINUTE_MS, addMs, newId, type Id } from '#platform/kernel';

export const CHALLENGE_LIFETIME_MS = 5 * MINUTE_MS;

export interface NewChallenge {
  readonly purpose: 'register' | 'sign_in' | 'step_up';
  readonly challenge: Buffer;
  /** The session that may answer; null for a sign-in. */
  readonly sessionId: Id<'ses'> | null;
  /** What is confirmed, for a step-up. */
  readonly action?: { readonly nonce: Buffer; readonly text: string };
}

export interface OpenChallenge {
  readonly challenge: Buffer;
  readonly nonce: Buffer | null;
}

/** Questions to authenticators. Each is answered once, within five minutes, by the session that it was made for. */
@Injectable()
export class WebAuthnChallenges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async open({ purpose, challenge, sessionId, action }: NewChallenge): Promise<Id<'stp'>> {
    const id = newId<'stp'>();
    const now = this.clock.now();
    // Questions that nobody answered say nothing; answered ones are evidence and stay.
    await this.dataSource.query('DELETE FROM webauthn_challenge WHERE expires_at < $1 AND assertion IS NULL', [
      now.toISOString(),
    ]);
    await this.dataSource.query(
      `INSERT INTO webauthn_challenge (id, purpose, session_id, challenge, nonce, action, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        purpose,
        sessionId,
        challenge,
        action?.nonce ?? null,
        action?.text ?? null,
        now.toISOString(),
        addMs(now, CHALLENGE_LIFETIME_MS).toISOString(),
      ],
    );
    return id;
  }

  /** Takes a question off the list while reading it, right answer or wrong, so that nobody answers twice. */
  async take(
    id: Id<'stp'>,
    purpose: NewChallenge['purpose'],
    sessionId: Id<'ses'> | null,
  ): Promise<OpenChallenge | null> {
    const [rows] = await this.dataSource.query<[OpenChallenge[], number]>(
      `UPDATE webauthn_challenge SET used_at = $4
        WHERE id = $1 AND purpose = $2 AND session_id IS NOT DISTINCT FROM $3::uuid AND used_at IS NULL AND expires_at > $4
       RETURNING challenge, nonce`,
      [id, purpose, sessionId, this.clock.now().toISOString()],
    );
    return rows[0] ?? null;
  }

  /** Keeps the answer as evidence. */
  async answered(tx: Tx, id: Id<'stp'>, passkeyId: Id<'psk'>, assertion: string): Promise<void> {
    await tx.manager.query('UPDATE webauthn_challenge SET passkey_id = $2, assertion = $3 WHERE id = $1', [
      id,
      passkeyId,
      assertion,
    ]);
  }
}
