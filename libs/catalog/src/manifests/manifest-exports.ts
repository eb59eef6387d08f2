import { Injectable } from '@nestjs/common';
import type { Id } from '#platform/kernel';
import { CatalogQueries } from '../catalog.queries.js';
import { exportManifest, type ManifestExport } from './export-manifest.js';
import type { ManifestKind } from './funding-manifest.js';
import { ManifestsQueries } from './manifests.queries.js';
import type { StoredManifest } from './stored-manifest.entity.js';

/** What says most comes first, when the project has no manifest of the format that is asked for. */
const BY_CONTENT: readonly ManifestKind[] = ['funding_json', 'funding_yml', 'package_json'];

export interface ExportQuestion {
  readonly projectId: Id<'prj'>;
  readonly format: ManifestKind;
  /** Who asks: a maintainer gets the draft when there is one. */
  readonly personId: Id<'usr'> | null;
}

@Injectable()
export class ManifestExports {
  constructor(
    private readonly catalogue: CatalogQueries,
    private readonly queries: ManifestsQueries,
  ) {}

  /** @returns null without a project, and when there is nothing to write */
  async of({ projectId, format, personId }: ExportQuestion): Promise<ManifestExport | null> {
    const project = await this.catalogue.project(projectId);
    const stored = project && chosen(await this.queries.visible([projectId], personId), format);
    return project && stored ? exportManifest(stored.content!, format, project) : null;
  }
}

function chosen(visible: readonly StoredManifest[], format: ManifestKind): StoredManifest | undefined {
  const kinds = [format, ...BY_CONTENT.filter((kind) => kind !== format)];
  // A draft is among them for maintainers only, and is what they are about to publish.
  const ofKind = (kind: ManifestKind): StoredManifest | undefined => {
    const both = visible.filter((stored) => stored.kind === kind);
    return both.find(({ status }) => status === 'draft') ?? both[0];
  };
  return kinds.map(ofKind).find((stored) => stored !== undefined);
}
