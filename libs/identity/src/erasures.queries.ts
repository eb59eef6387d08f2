import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ErasureStatus } from './erasure.states.js';

export interface ErasureRow {
  readonly status: ErasureStatus;
  readonly requestedAt: Date;
  readonly dueAt: Date;
  readonly decidedAt: Date | null;
  readonly obstacles: readonly string[];
}

@Injectable()
export class ErasuresQueries {
  constructor(private readonly dataSource: DataSource) {}

  async newestOf(personId: string): Promise<ErasureRow | null> {
    const rows = await this.dataSource.query<ErasureRow[]>(
      `SELECT status, requested_at AS "requestedAt", due_at AS "dueAt", decided_at AS "decidedAt", obstacles
         FROM erasure WHERE person_id = $1 ORDER BY requested_at DESC, id DESC LIMIT 1`,
      [personId],
    );
    return rows[0] ?? null;
  }
}
