import { Injectable } from '@nestjs/common';
import { WebAuthn, credentialIdOf } from '#platform/auth';
import type { Tx } from '#platform/database';
import { formatId, type Id } from '#platform/kernel';
import { PasskeysRepository, type PasskeyRow } from './passkeys.repository.js';
import { WebAuthnChallenges, type NewChallenge, type OpenChallenge } from './webauthn-challenges.repository.js';

/** A right answer, before it is noted. */
export interface PasskeyAnswer {
  readonly passkey: PasskeyRow;
  readonly newCount: number;
}

/** Questions to passkeys and their answers, for sign-in and step-up alike. */
@Injectable()
export class PasskeyAnswers {
  constructor(
    private readonly challenges: WebAuthnChallenges,
    private readonly passkeys: PasskeysRepository,
    private readonly webAuthn: WebAuthn,
  ) {}

  passkeysOf(personId: Id<'usr'>): Promise<PasskeyRow[]> {
    return this.passkeys.of(personId);
  }

  /** The outside id of a new question. */
  async ask(challenge: NewChallenge): Promise<string> {
    return formatId('stp', await this.challenges.open(challenge));
  }

  take(id: Id<'stp'>, purpose: NewChallenge['purpose'], sessionId: Id<'ses'> | null): Promise<OpenChallenge | null> {
    return this.challenges.take(id, purpose, sessionId);
  }

  /** The passkey that answered, or null when anything about the answer is wrong. */
  async check(assertion: string, challenge: Buffer): Promise<PasskeyAnswer | null> {
    const credentialId = credentialIdOf(assertion);
    const passkey = credentialId && (await this.passkeys.findByCredential(credentialId));
    if (!passkey) return null;
    const newCount = await this.webAuthn.checkAssertion(assertion, challenge, passkey);
    return newCount === null ? null : { passkey, newCount };
  }

  /** Notes the use and keeps the assertion; false when the key was removed or used elsewhere in between. */
  async keep(tx: Tx, id: Id<'stp'>, { passkey, newCount }: PasskeyAnswer, assertion: string): Promise<boolean> {
    if (!(await this.passkeys.used(tx, passkey, newCount))) return false;
    await this.challenges.answered(tx, id, passkey.id, assertion);
    return true;
  }
}
