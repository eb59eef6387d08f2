import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { clearanceForOrganisations, type Clearance, type Id } from '#platform/kernel';

/**
 * What a job needs to find rows about a project in whatever organisation they are. The one place that reaches across the wall
 * between organisations (ADR 0023): whoever asks keeps or tells nothing of one of them that it has not agreed to.
 */
@Injectable()
export class ProjectClearance {
  constructor(private readonly dataSource: DataSource) {}

  async everybody(): Promise<Clearance> {
    const rows = await this.dataSource.query<{ id: Id<'org'> }[]>('SELECT id FROM organisation');
    return clearanceForOrganisations(rows.map(({ id }) => id));
  }
}
