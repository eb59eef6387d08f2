import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped } from '#platform/kernel';
import type { Id, Principal } from '#platform/kernel';
import { CatalogQueries, type ProjectRow } from '../catalog.queries.js';
import { ManifestsQueries } from '../manifests/manifests.queries.js';
import type { StoredManifest } from '../manifests/stored-manifest.entity.js';

@Injectable()
export class ProjectLoader extends RequestLoader<ProjectRow> {
  constructor(private readonly queries: CatalogQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, ProjectRow>> {
    return new Map((await this.queries.projects(keys)).map((row) => [row.id, row]));
  }
}

/** A token is nobody here: what only maintainers see is for people. */
export function personIdOf(principal: Principal): Id<'usr'> | null {
  return principal.kind === 'person' ? principal.personId : null;
}

/** Manifests by project, as far as whoever asks may see them. */
@Injectable()
export class FundingManifestsLoader extends RequestLoader<readonly StoredManifest[]> {
  constructor(private readonly queries: ManifestsQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, readonly StoredManifest[]>> {
    return grouped(await this.queries.visible(keys, personIdOf(principal)), ({ projectId }) => projectId);
  }
}
