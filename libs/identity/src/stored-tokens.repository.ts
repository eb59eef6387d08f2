import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredToken } from '#platform/auth';
import { Clock, asId, type ApiScope, type Id } from '#platform/kernel';

/** API tokens that work now, with whom they stand for. */
@Injectable()
export class StoredTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async find(tokenId: Id<'api'>): Promise<StoredToken | null> {
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
