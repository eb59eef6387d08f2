import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HealthCheck } from '#platform/observability';

/** PostgreSQL answers. Without it nothing works, so the process is not ready. */
@Injectable()
export class DatabaseHealth implements HealthCheck {
  readonly name = 'postgres';
  readonly required = true;

  constructor(private readonly dataSource: DataSource) {}

  check = async (): Promise<void> => {
    await this.dataSource.query('SELECT 1');
  };
}
