import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, payeeOfColumns, type Id, type Money, type Payee, type StatusChange } from '#platform/kernel';
import { PROJECT_PAYOUT, type ProjectPayoutAction, type ProjectPayoutStatus } from './project-payout.states.js';

/** A request to pay somebody out of the money that a host holds for a project. */
@Entity({ name: 'project_payout' })
export class ProjectPayout {
  @PrimaryColumn('uuid') readonly id!: Id<'ppo'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('uuid', { name: 'host_id' }) readonly hostId!: Id<'org'>;
  @Column('uuid', { name: 'requested_by' }) readonly requestedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'requested_at' }) readonly requestedAt!: Date;
  @Column('uuid', { name: 'person_id', nullable: true }) readonly personId!: Id<'usr'> | null;
  @Column('uuid', { name: 'organisation_id', nullable: true }) readonly organisationId!: Id<'org'> | null;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly purpose!: string;
  @Column('text') status!: ProjectPayoutStatus;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  get payee(): Payee {
    return payeeOfColumns(this);
  }

  apply(action: ProjectPayoutAction): StatusChange<ProjectPayoutStatus> {
    const change = nextState(PROJECT_PAYOUT, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
