import type { DataSource } from 'typeorm';

export interface StoredAnswer {
  /** Null when the service did not know. */
  readonly body: string | null;
  readonly fetchedAt: Date;
}

/** What public services answered, kept so that nothing is asked twice: not in the next run, and not after a crash. */
export class PublicAnswers {
  constructor(private readonly dataSource: DataSource) {}

  /** An answer that is not older than `since`. */
  async find(address: string, since: Date): Promise<StoredAnswer | undefined> {
    const [row] = await this.dataSource.query<StoredAnswer[]>(
      'SELECT body, fetched_at AS "fetchedAt" FROM public_answer WHERE address = $1 AND fetched_at >= $2',
      [address, since.toISOString()],
    );
    return row;
  }

  async keep(address: string, { body, fetchedAt }: StoredAnswer): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO public_answer (address, body, fetched_at) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT public_answer_pk DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at`,
      [address, body?.replaceAll('\0', '\uFFFD') ?? null, fetchedAt.toISOString()],
    );
  }
}
