import { Injectable } from '@nestjs/common';
import { RequestLoader } from '#platform/graphql';
import { CatalogQueries, type ProjectRow } from '../catalog.queries.js';

@Injectable()
export class ProjectLoader extends RequestLoader<ProjectRow> {
  constructor(private readonly queries: CatalogQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, ProjectRow>> {
    return new Map((await this.queries.projects(keys)).map((row) => [row.id, row]));
  }
}
