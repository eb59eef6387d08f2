import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { formatId, type Id } from '#platform/kernel';
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
  /** Whether the page of the project with us is to be one of the channels. */
  readonly isWithPage: boolean;
}

@Injectable()
export class ManifestExports {
  constructor(
    private readonly catalogue: CatalogQueries,
    private readonly queries: ManifestsQueries,
    private readonly config: Config,
  ) {}

  /** @returns null without a project, and when there is nothing to write */
  async of({ projectId, format, personId, isWithPage }: ExportQuestion): Promise<ManifestExport | null> {
    const project = await this.catalogue.project(projectId);
    if (!project) return null;
    const stored = chosen(await this.queries.visible([projectId], personId), format);
    if (!stored && !isWithPage) return null;
    return exportManifest(stored?.content ?? null, format, project, isWithPage ? this.pageOf(projectId) : null);
  }

  /** The public address of a project in this installation. */
  private pageOf(projectId: Id<'prj'>): string {
    return new URL(`/projects/${formatId('prj', projectId)}`, this.config.get('PUBLIC_URL')).href;
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
