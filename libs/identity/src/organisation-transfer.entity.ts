import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import {
  ORGANISATION_TRANSFER,
  type OrganisationTransferAction,
  type OrganisationTransferStatus,
} from './organisation-transfer.states.js';

/** The offer of one administrator to hand an organisation over to another person. */
@Entity({ name: 'organisation_transfer' })
export class OrganisationTransfer {
  @PrimaryColumn('uuid') readonly id!: Id<'otr'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'from_person_id' }) readonly fromPersonId!: Id<'usr'>;
  @Column('uuid', { name: 'to_person_id' }) readonly toPersonId!: Id<'usr'>;
  @Column('text') status!: OrganisationTransferStatus;
  @Column('timestamptz', { name: 'proposed_at' }) readonly proposedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: OrganisationTransferAction): StatusChange<OrganisationTransferStatus> {
    const change = nextState(ORGANISATION_TRANSFER, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
