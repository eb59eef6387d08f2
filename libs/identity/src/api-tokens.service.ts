import { Injectable } from '@nestjs/common';
import { formatToken, hashSecret, newSecret } from '#platform/auth';
import { securityNoticeDue } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, addMs, newId, type ApiScope, type Id, type Principal } from '#platform/kernel';
import { actorOf, assertBelongs, personOf } from './access.js';
import { InvalidTokenLifetimeError, TokenNotFoundError } from './identity.errors.js';

export const MAX_LIFETIME_DAYS = 90;

export interface NewToken {
  readonly organisationId: Id<'org'>;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly expiresInDays: number;
}

export interface CreatedToken {
  readonly tokenId: Id<'api'>;
  /** The token itself; it cannot be shown again. */
  readonly token: string;
  readonly expiresAt: Date;
}

@Injectable()
export class ApiTokensService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Makes a token that acts for one person in one organisation, within its scopes. */
  async create(principal: Principal, input: NewToken): Promise<CreatedToken> {
    assertBelongs(principal, input.organisationId);
    if (input.expiresInDays < 1 || input.expiresInDays > MAX_LIFETIME_DAYS)
      throw new InvalidTokenLifetimeError(MAX_LIFETIME_DAYS);
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const tokenId = newId<'api'>();
      const secretText = newSecret();
      const expiresAt = addMs(tx.now, input.expiresInDays * DAY_MS);
      await tx.manager.query(
        `INSERT INTO api_token (id, person_id, organisation_id, name, scopes, secret_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tokenId,
          personOf(principal),
          input.organisationId,
          input.name,
          [...new Set(input.scopes)],
          hashSecret(secretText),
          tx.now.toISOString(),
          expiresAt.toISOString(),
        ],
      );
      tx.audit('apiToken', tokenId, 'create', { organisationId: input.organisationId, scopes: [...input.scopes] });
      tx.emit(securityNoticeDue, { personId: personOf(principal), notice: 'token_created' });
      return { tokenId, token: formatToken(tokenId, secretText), expiresAt };
    });
  }

  async revoke(principal: Principal, tokenId: Id<'api'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const [, affected] = await tx.manager.query<[unknown[], number]>(
        'UPDATE api_token SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND person_id = $2',
        [tokenId, personOf(principal), tx.now.toISOString()],
      );
      if (affected === 0) throw new TokenNotFoundError();
      tx.audit('apiToken', tokenId, 'revoke', {});
    });
  }
}
