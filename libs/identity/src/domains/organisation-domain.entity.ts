import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import {
  ORGANISATION_DOMAIN,
  type OrganisationDomainAction,
  type OrganisationDomainStatus,
} from './organisation-domain.states.js';

@Entity({ name: 'organisation_domain' })
export class OrganisationDomain {
  @PrimaryColumn('uuid') readonly id!: Id<'odm'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('text') readonly domain!: string;
  @Column('text') readonly token!: string;
  @Column('text') status!: OrganisationDomainStatus;
  /** Why the last look found nothing; null when it did, and before the first. */
  @Column('text', { nullable: true }) failure!: DomainFailure | null;
  @Column('timestamptz', { name: 'added_at' }) readonly addedAt!: Date;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt!: Date | null;
  @Column('timestamptz', { name: 'next_check_at', nullable: true }) nextCheckAt!: Date | null;
  @Column('timestamptz', { name: 'missing_since', nullable: true }) missingSince!: Date | null;
  @Column('int') version!: number;

  apply(action: OrganisationDomainAction): StatusChange<OrganisationDomainStatus> {
    const change = nextState(ORGANISATION_DOMAIN, action, this.status, null);
    this.status = change.to;
    return change;
  }
}

/** `TAKEN`: another organisation has shown that it is its own, and still does. */
export type DomainFailure = 'NOT_FOUND' | 'UNREACHABLE' | 'TAKEN';
