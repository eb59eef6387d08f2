import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SignUpIntent } from './sign-up.service.js';

export interface SignUpRow {
  readonly intents: readonly SignUpIntent[];
  readonly isNamed: boolean;
  readonly completedAt: Date;
}

@Injectable()
export class SignUpQueries {
  constructor(private readonly dataSource: DataSource) {}

  async find(personId: string): Promise<SignUpRow | null> {
    const rows = await this.dataSource.query<SignUpRow[]>(
      'SELECT intents, is_named AS "isNamed", completed_at AS "completedAt" FROM sign_up WHERE person_id = $1',
      [personId],
    );
    return rows[0] ?? null;
  }
}
