import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  PrincipalDirectory,
  type ExternalIdentity,
  type NewSession,
  type PasskeyQuestion,
  type StoredToken,
} from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import { Clock, asId, newId, systemActor, type ApiScope, type Id, type PersonPrincipal } from '#platform/kernel';
import { IdentitiesService } from './identities.service.js';
import { LinkedIdentities } from './linked-identities.repository.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { PersonNames } from './person-names.js';
import { SessionsRepository } from './sessions.repository.js';

/** Who sessions and tokens belong to. Secrets are only ever compared by their hash. */
@Injectable()
export class PrincipalsRepository extends PrincipalDirectory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly sessions: SessionsRepository,
    private readonly passkeys: PasskeySignIn,
    private readonly identities: IdentitiesService,
    private readonly linked: LinkedIdentities,
    private readonly names: PersonNames,
  ) {
    super();
  }

  async signIn(identity: ExternalIdentity, session: NewSession): Promise<Id<'usr'>> {
    return this.unitOfWork.run(systemActor('sign-in'), async (tx) => {
      const known = await this.linked.ownerOf(tx, identity);
      const personId = known ?? newId<'usr'>();
      if (known === null) {
        await this.names.register(tx, personId, identity.displayName);
        // Two first sign-ins at once: the second one fails here, and the person tries again.
        if (!(await this.linked.insert(tx, personId, identity)))
          throw new Error('the same identity signed in twice at once');
        tx.audit('person', personId, 'register', {});
      }
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

  async findToken(tokenId: Id<'api'>): Promise<StoredToken | null> {
    const now = this.clock.now();
    // The person must still be a member: leaving an organisation ends its tokens.
    const rows = await this.dataSource.query<TokenRow[]>(
      `SELECT token.person_id, token.organisation_id, token.product_id, token.scopes, token.secret_hash
         FROM api_token token
         JOIN membership ON membership.person_id = token.person_id AND membership.organisation_id = token.organisation_id
        LEFT JOIN trusted_workload workload ON workload.id = token.workload_id
        WHERE token.id = $1 AND token.revoked_at IS NULL AND token.expires_at > $2 AND workload.removed_at IS NULL`,
      [tokenId, now.toISOString()],
    );
    const row = rows[0];
    if (!row) return null;
    const principal = {
      kind: 'token' as const,
      tokenId,
      personId: asId<'usr'>(row.person_id),
      organisationId: asId<'org'>(row.organisation_id),
      productId: row.product_id === null ? null : asId<'prd'>(row.product_id),
      scopes: row.scopes,
    };
    return { principal, secretHash: row.secret_hash };
  }
}

interface TokenRow {
  readonly person_id: string;
  readonly organisation_id: string;
  readonly product_id: string | null;
  readonly scopes: readonly ApiScope[];
  readonly secret_hash: Buffer;
}
