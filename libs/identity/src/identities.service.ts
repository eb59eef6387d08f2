import { Injectable } from '@nestjs/common';
import { LoginProviders, hashSecret, newSecret, type ExternalIdentity } from '#platform/auth';
import { UnitOfWork, clear } from '#platform/database';
import { MINUTE_MS, addMs, clearanceOf, type Id, type PersonPrincipal } from '#platform/kernel';
import { actorOf } from './access.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { IdentityNotFoundError, IdentityTakenError, UnknownProviderError } from './identity.errors.js';
import { IdentityQueries } from './identity.queries.js';
import { LinkedIdentities } from './linked-identities.repository.js';

const LINK_LIFETIME_MS = 5 * MINUTE_MS;

/** Several ways in for one person. Each is a pair of issuer and subject; mail addresses never join anybody. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: AuthenticatorChanges,
    private readonly queries: IdentityQueries,
    private readonly providers: LoginProviders,
    private readonly linked: LinkedIdentities,
  ) {}

  /** A ticket with which the session that asked starts a sign-in that is linked to it. It works once. */
  async beginLink(principal: PersonPrincipal, provider: string): Promise<string> {
    if (!this.providers.has(provider)) throw new UnknownProviderError();
    const ticket = newSecret();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await tx.manager.query('DELETE FROM identity_link WHERE expires_at < $1', [tx.now.toISOString()]);
      await tx.manager.query(
        'INSERT INTO identity_link (ticket_hash, session_id, provider, expires_at) VALUES ($1, $2, $3, $4)',
        [hashSecret(ticket), principal.sessionId, provider, addMs(tx.now, LINK_LIFETIME_MS).toISOString()],
      );
    });
    return ticket;
  }

  /** The provider of a ticket of this session, or null; the ticket is used up. */
  async takeLink(principal: PersonPrincipal, ticket: string): Promise<string | null> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [rows] = await tx.manager.query<[{ provider: string }[], number]>(
        'DELETE FROM identity_link WHERE ticket_hash = $1 AND session_id = $2 AND expires_at > $3 RETURNING provider',
        [hashSecret(ticket), principal.sessionId, tx.now.toISOString()],
      );
      return rows[0]?.provider ?? null;
    });
  }

  async link(principal: PersonPrincipal, identity: ExternalIdentity): Promise<void> {
    const { personId } = principal;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      if (!(await this.linked.insert(tx, personId, identity))) {
        if ((await this.linked.ownerOf(tx, identity)) !== personId) throw new IdentityTakenError();
        return;
      }
      await this.changes.record(tx, personId, 'identity_linked');
      tx.audit('person', personId, 'linkIdentity', { issuer: identity.issuer });
    });
  }

  async unlink(principal: PersonPrincipal, identityId: Id<'ext'>): Promise<void> {
    const { personId } = principal;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // The change locks the person first, so that two removals at once do not take away the last way in together.
      await this.changes.record(tx, personId, 'identity_unlinked');
      const [rows] = await tx.manager.query<[{ issuer: string }[], number]>(
        'DELETE FROM external_identity WHERE id = $1 AND person_id = $2 RETURNING issuer',
        [identityId, personId],
      );
      if (!rows[0]) throw new IdentityNotFoundError();
      await this.queries.assertWayIn(tx, personId);
      tx.audit('person', personId, 'unlinkIdentity', { issuer: rows[0].issuer });
    });
  }
}
