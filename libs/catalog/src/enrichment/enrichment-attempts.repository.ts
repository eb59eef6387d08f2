import type { DataSource } from 'typeorm';
import type { Tx } from '#platform/database';

export interface Attempt {
  /** Of the package. */
  readonly key: string;
  readonly status: 'found' | 'unknown' | 'failed';
  /** Why it failed; null unless it did. */
  readonly failure: string | null;
}

/** Which packages were asked about, so that a run goes on where another one ended. */
export class EnrichmentAttempts {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the packages that were asked about since then, and got an answer. */
  async since(keys: readonly string[], since: Date): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `SELECT purl_key AS key FROM package_enrichment WHERE purl_key = ANY($1) AND status <> 'failed' AND attempted_at >= $2`,
      [keys, since.toISOString()],
    );
    return new Set(rows.map(({ key }) => key));
  }
}

export async function keepAttempts(tx: Tx, attempts: readonly Attempt[], at: Date): Promise<void> {
  await tx.manager.query(
    `INSERT INTO package_enrichment (purl_key, status, failure, attempted_at)
     SELECT key, status, failure, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS entry (key, status, failure)
     ON CONFLICT ON CONSTRAINT package_enrichment_pk DO UPDATE
        SET status = excluded.status, failure = excluded.failure, attempted_at = excluded.attempted_at`,
    [
      attempts.map(({ key }) => key),
      attempts.map(({ status }) => status),
      attempts.map(({ failure }) => failure),
      at.toISOString(),
    ],
  );
}
