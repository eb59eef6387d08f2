import { Injectable } from '@nestjs/common';
import { WebAuthn, hashSecret, newSecret, type NewSession, type PasskeyQuestion } from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import { parseId, systemActor, type Id } from '#platform/kernel';
import { PasskeyAnswers } from './passkey-answers.js';
import { SessionsRepository } from './sessions.repository.js';

/** Sign-in by a passkey alone. The authenticator says which one it is; nobody types a name. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly answers: PasskeyAnswers,
    private readonly sessions: SessionsRepository,
    private readonly webAuthn: WebAuthn,
  ) {}

  async begin(): Promise<PasskeyQuestion> {
    const challenge = hashSecret(newSecret());
    const challengeId = await this.answers.ask({ purpose: 'sign_in', challenge, sessionId: null });
    return { challengeId, options: await this.webAuthn.requestOptions(challenge, []) };
  }

  async finish(challengeText: string, assertion: string, session: NewSession): Promise<boolean> {
    const challengeId = idOrNull(challengeText);
    const open = challengeId && (await this.answers.take(challengeId, 'sign_in', null));
    const answer = open && (await this.answers.check(assertion, open.challenge));
    if (!challengeId || !answer) return false;
    return this.unitOfWork.run(systemActor('sign-in'), async (tx) => {
      if (!(await this.answers.keep(tx, challengeId, answer, assertion))) return false;
      await this.sessions.open(tx, answer.passkey.personId, session);
      return true;
    });
  }
}

function idOrNull(text: string): Id<'stp'> | null {
  try {
    return parseId('stp', text);
  } catch {
    return null;
  }
}
