import { Injectable } from '@nestjs/common';
import {
  PrincipalDirectory,
  type ExternalIdentity,
  type NewSession,
  type PasskeyQuestion,
  type StoredToken,
} from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import { systemActor, type Id, type PersonPrincipal } from '#platform/kernel';
import { IdentitiesService } from './identities.service.js';
import { LinkedIdentities } from './linked-identities.repository.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { StoredTokens } from './stored-tokens.repository.js';

/** Who sessions and tokens belong to. Secrets are only ever compared by their hash. */
@Injectable()
export class PrincipalsRepository extends PrincipalDirectory {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly passkeys: PasskeySignIn,
    private readonly identities: IdentitiesService,
    private readonly linked: LinkedIdentities,
    private readonly tokens: StoredTokens,
  ) {
    super();
  }

  async signIn(identity: ExternalIdentity, session: NewSession): Promise<Id<'usr'>> {
    return this.unitOfWork.run(systemActor('sign-in'), async (tx) => {
      const personId = (await this.linked.ownerOf(tx, identity)) ?? (await this.linked.register(tx, identity));
      await this.sessions.open(tx, personId, session);
      return personId;
    });
  }

  beginPasskeySignIn(): Promise<PasskeyQuestion> {
    return this.passkeys.begin();
  }

  signInWithPasskey(challengeId: string, assertion: string, session: NewSession): Promise<boolean> {
    return this.passkeys.finish(challengeId, assertion, session);
  }

  linkIdentity(person: PersonPrincipal, identity: ExternalIdentity): Promise<void> {
    return this.identities.link(person, identity);
  }

  findSession(sessionHash: Buffer): Promise<PersonPrincipal | null> {
    return this.sessions.find(sessionHash);
  }

  async endSession(sessionHash: Buffer): Promise<void> {
    await this.unitOfWork.run(systemActor('sign-out'), (tx) => this.sessions.end(tx, { secretHash: sessionHash }));
  }

  findToken(tokenId: Id<'api'>): Promise<StoredToken | null> {
    return this.tokens.find(tokenId);
  }
}
