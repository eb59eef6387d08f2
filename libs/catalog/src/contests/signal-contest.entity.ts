import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { SIGNAL_CONTEST, type SignalContestAction, type SignalContestStatus } from './signal-contest.states.js';

/** One contested figure, as it was when it was contested. */
@Entity({ name: 'signal_contest' })
export class SignalContest {
  @PrimaryColumn('uuid') readonly id!: Id<'sct'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('text') readonly signal!: string;
  /** Null when the figure is about the whole project. */
  @Column('text', { name: 'purl_key', nullable: true }) readonly packageKey!: string | null;
  @Column('double precision') readonly value!: number;
  @Column('text') readonly source!: string;
  @Column('timestamptz', { name: 'observed_at' }) readonly observedAt!: Date;
  @Column('text') readonly note!: string;
  @Column('uuid', { name: 'contested_by' }) readonly contestedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'contested_at' }) readonly contestedAt!: Date;
  @Column('text') status!: SignalContestStatus;
  /** Why it was decided so, for both sides. */
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: SignalContestAction): StatusChange<SignalContestStatus> {
    const change = nextState(SIGNAL_CONTEST, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
