import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { ERASURE, type ErasureAction, type ErasureStatus } from './erasure.states.js';

/** The wish of a person to be erased. */
@Entity({ name: 'erasure' })
export class Erasure {
  @PrimaryColumn('uuid') readonly id!: Id<'ers'>;
  @Column('uuid', { name: 'person_id' }) readonly personId!: Id<'usr'>;
  @Column('text') status!: ErasureStatus;
  @Column('timestamptz', { name: 'requested_at' }) readonly requestedAt!: Date;
  @Column('timestamptz', { name: 'due_at' }) readonly dueAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  /** Names of what stood in the way; see ErasureObstacles. */
  @Column('text', { array: true }) obstacles!: string[];
  @Column('int') version!: number;

  apply(action: ErasureAction): StatusChange<ErasureStatus> {
    const change = nextState(ERASURE, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
