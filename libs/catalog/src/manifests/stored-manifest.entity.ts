import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import type { FundingManifest, ManifestKind } from './funding-manifest.js';
import { FUNDING_MANIFEST, type FundingManifestAction, type FundingManifestStatus } from './funding-manifest.states.js';
import type { ManifestWarning } from './manifest-warnings.js';

@Entity({ name: 'funding_manifest' })
export class StoredManifest {
  @PrimaryColumn('uuid') readonly id!: Id<'fmn'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('text') readonly kind!: ManifestKind;
  @Column('text', { name: 'format_version', nullable: true }) readonly formatVersion!: string | null;
  @Column('text') status!: FundingManifestStatus;
  /** Null once it is discarded. */
  @Column('jsonb', { nullable: true }) content!: FundingManifest | null;
  @Column('jsonb') readonly warnings!: readonly ManifestWarning[];
  /** Of the bytes that were imported, in hexadecimal digits. */
  @Column('text') readonly sha256!: string;
  @Column('uuid', { name: 'imported_by' }) readonly importedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'imported_at' }) readonly importedAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;

  apply(action: FundingManifestAction, now: Date): StatusChange<FundingManifestStatus> {
    const change = nextState(FUNDING_MANIFEST, action, this.status, null);
    this.status = change.to;
    if (change.to === 'published') this.publishedAt = now;
    if (change.to === 'discarded') this.content = null;
    return change;
  }
}
