import { Injectable } from '@nestjs/common';
import { WebAuthn, hashSecret, newSecret, type PasskeyQuestion } from '#platform/auth';
import { UnitOfWork, isDatabaseError } from '#platform/database';
import { clearanceForSubject, formatId, parseId, type Id, type PersonPrincipal } from '#platform/kernel';
import { actorOf } from './access.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { IdentityQueries } from './identity.queries.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { PasskeyInvalidError, PasskeyNotFoundError, TooManyPasskeysError } from './step-up.errors.js';
import { WebAuthnChallenges } from './webauthn-challenges.repository.js';

const MAX_PASSKEYS = 20;
const UNIQUE_VIOLATION = '23505';

export interface NewPasskey {
  readonly challengeId: string;
  /** The answer of `navigator.credentials.create` as JSON text. */
  readonly credential: string;
  readonly name: string;
}

/** A person's passkeys. Adding and removing one counts as a change of authenticators. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passkeys: PasskeysRepository,
    private readonly challenges: WebAuthnChallenges,
    private readonly changes: AuthenticatorChanges,
    private readonly webAuthn: WebAuthn,
    private readonly people: IdentityQueries,
  ) {}

  async beginRegistration({ personId, sessionId }: PersonPrincipal): Promise<PasskeyQuestion> {
    const existing = await this.passkeys.of(personId);
    if (existing.length >= MAX_PASSKEYS) throw new TooManyPasskeysError(MAX_PASSKEYS);
    const [person] = await this.people.people(clearanceForSubject(personId), [personId], personId);
    const challenge = hashSecret(newSecret());
    const id = await this.challenges.open({ purpose: 'register', challenge, sessionId });
    // The handle is random-looking bytes that name the person to the authenticator, and nobody to anybody else.
    const handle = Buffer.from(personId.replaceAll('-', ''), 'hex');
    const options = await this.webAuthn.creationOptions(
      { handle, name: person!.displayName ?? '' },
      challenge,
      existing,
    );
    return { challengeId: formatId('stp', id), options };
  }

  async add(principal: PersonPrincipal, { challengeId, credential, name }: NewPasskey): Promise<Id<'psk'>> {
    const id = parseId('stp', challengeId);
    const open = await this.challenges.take(id, 'register', principal.sessionId);
    const passkey = open && (await this.webAuthn.checkCreation(credential, open.challenge));
    if (!passkey) throw new PasskeyInvalidError();
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const passkeyId = await this.passkeys.insert(tx, principal.personId, name, passkey);
        await this.changes.record(tx, principal.personId, 'passkey_added');
        tx.audit('passkey', passkeyId, 'add', { personId: principal.personId });
        return passkeyId;
      });
    } catch (error) {
      // A key that is known already, here or with somebody else, is not taken again; nobody learns which.
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new PasskeyInvalidError();
      throw error;
    }
  }

  async rename(principal: PersonPrincipal, passkeyId: Id<'psk'>, name: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.passkeys.rename(tx, principal.personId, passkeyId, name))) throw new PasskeyNotFoundError();
      tx.audit('passkey', passkeyId, 'rename', {});
    });
  }

  async remove(principal: PersonPrincipal, passkeyId: Id<'psk'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // The change locks the person first, so that two removals at once do not take away the last way in together.
      await this.changes.record(tx, principal.personId, 'passkey_removed');
      if (!(await this.passkeys.remove(tx, principal.personId, passkeyId))) throw new PasskeyNotFoundError();
      await this.people.assertWayIn(tx, principal.personId);
      tx.audit('passkey', passkeyId, 'remove', {});
    });
  }
}
