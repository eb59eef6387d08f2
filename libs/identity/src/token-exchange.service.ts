import { Injectable } from '@nestjs/common';
import {
  WorkloadTokenRefusal,
  WorkloadTokens,
  formatToken,
  hashSecret,
  newSecret,
  type WorkloadClaims,
} from '#platform/auth';
import { UnitOfWork, type Tx } from '#platform/database';
import { MINUTE_MS, SECOND_MS, addMs, newId, systemActor, type ApiScope } from '#platform/kernel';
import { WorkloadsQueries, type TrustedWorkload } from './workloads.queries.js';
import { workloadRefusal } from './workload.rules.js';

export const TOKEN_LIFETIME_MS = 10 * MINUTE_MS;
/** All that a build job may do. */
const WORKLOAD_SCOPE: ApiScope = 'inventory:write';
/** A token that came early by the tolerance of clocks must still be known when it ends late by it. */
const USE_MARGIN_MS = 2 * MINUTE_MS;

export interface ExchangedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scope: string;
}

/** RFC 8693: the identity of a build job for a short token that uploads. Each identity token is taken once. */
@Injectable()
export class TokenExchangeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: WorkloadTokens,
    private readonly workloads: WorkloadsQueries,
  ) {}

  /**
   * @param workloadId the outside id of the workload that is meant; needed where several trust the same job
   * @throws WorkloadTokenRefusal with the reason, for the log
   */
  async exchange(subjectToken: string, workloadId: string | null): Promise<ExchangedToken> {
    const issuer = this.tokens.claimedIssuer(subjectToken);
    // Nothing is fetched from an issuer that nobody has registered.
    const candidates = await this.workloads.ofIssuer(issuer);
    if (candidates.length === 0) throw new WorkloadTokenRefusal('an issuer that nobody trusts');
    const claims = await this.tokens.verify(subjectToken, issuer);
    const workload = chosen(candidates, claims, workloadId);
    return this.unitOfWork.run(systemActor('token-exchange'), async (tx) => {
      await takeOnce(tx, issuer, claims);
      return issue(tx, workload);
    });
  }
}

function chosen(
  candidates: readonly TrustedWorkload[],
  claims: WorkloadClaims,
  workloadId: string | null,
): TrustedWorkload {
  const named = candidates.filter(({ externalId }) => workloadId === null || externalId === workloadId);
  const fitting = named.filter((candidate) => workloadRefusal(claims, candidate) === null);
  if (fitting.length === 1) return fitting[0]!;
  const reason = named[0] ? workloadRefusal(claims, named[0])! : 'no such workload';
  throw new WorkloadTokenRefusal(
    fitting.length > 1 ? 'several workloads trust this job: name one as audience' : reason,
  );
}

/** A token id is good for one exchange, also when the same token comes twice at the same moment. */
async function takeOnce(tx: Tx, issuer: string, { jti, exp }: WorkloadClaims): Promise<void> {
  await tx.manager.query('DELETE FROM workload_token_use WHERE expires_at < $1', [tx.now.toISOString()]);
  const expiresAt = new Date(exp * SECOND_MS + USE_MARGIN_MS);
  const rows = await tx.manager.query<unknown[]>(
    'INSERT INTO workload_token_use (issuer, token_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
    [issuer, jti, expiresAt.toISOString()],
  );
  if (rows.length === 0) throw new WorkloadTokenRefusal('used before');
}

async function issue(tx: Tx, workload: TrustedWorkload): Promise<ExchangedToken> {
  const tokenId = newId<'api'>();
  const secretText = newSecret();
  await tx.manager.query(
    `INSERT INTO api_token (id, person_id, organisation_id, product_id, workload_id, name, scopes, secret_hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tokenId,
      workload.registeredBy,
      workload.organisationId,
      workload.productId,
      workload.id,
      workload.name,
      [WORKLOAD_SCOPE],
      hashSecret(secretText),
      tx.now.toISOString(),
      addMs(tx.now, TOKEN_LIFETIME_MS).toISOString(),
    ],
  );
  tx.audit('trustedWorkload', workload.id, 'exchangeToken', { tokenId });
  return {
    accessToken: formatToken(tokenId, secretText),
    expiresInSeconds: TOKEN_LIFETIME_MS / SECOND_MS,
    scope: WORKLOAD_SCOPE,
  };
}
