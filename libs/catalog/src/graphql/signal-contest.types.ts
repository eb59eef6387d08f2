import { ArgsType, Field, Float, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, connectionType } from '#platform/graphql';
import { formatId, statusesOf, type Id } from '#platform/kernel';
import { SIGNAL_CONTEST, type SignalContestStatus } from '../contests/signal-contest.states.js';
import type { ContestRow } from '../contests/signal-contests.queries.js';
import { upper } from './claim.type.js';
import { ProjectType } from './project.type.js';

const STATUSES = statusesOf(SIGNAL_CONTEST);
const SignalContestStatusEnum = upper(STATUSES);
registerEnumType(SignalContestStatusEnum, {
  name: 'SignalContestStatus',
  description:
    'UPHELD: the figure does not count in a score until a newer one is seen. OPEN and DISMISSED change nothing in it.',
});

@ObjectType('SignalContest', { description: 'A maintainer says that a figure about the project is wrong, and why.' })
export class SignalContestType {
  @Field(() => ID)
  id!: string;

  readonly projectId!: Id<'prj'>;

  @Field({ description: 'Stable name of the signal.' })
  signal!: string;

  @Field(() => String, { nullable: true, description: 'The package that it is about; null for the whole project.' })
  packageUrl!: string | null;

  @Field(() => Float, { description: 'The figure as it was contested.' })
  value!: number;

  @Field({ description: 'Where the figure came from.' })
  source!: string;

  @Field()
  observedAt!: Date;

  @Field({ description: 'In the words of the maintainer.' })
  note!: string;

  @Field(() => SignalContestStatusEnum)
  status!: SignalContestStatus;

  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  answer!: string | null;

  @Field()
  contestedAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  static from(row: ContestRow): SignalContestType {
    const { projectId, signal, packageKey, value, source, observedAt, note, status, answer } = row;
    const { contestedAt, decidedAt } = row;
    return Object.assign(new SignalContestType(), {
      ...{ id: formatId('sct', row.id), projectId, signal, value, source, observedAt, note, status, answer },
      ...{ packageUrl: packageKey === null ? null : `pkg:${packageKey}`, contestedAt, decidedAt },
    });
  }
}

export const SignalContestConnection = connectionType(SignalContestType, 'SignalContest');

@ArgsType()
export class SignalContestsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Without it, of all projects: for OPERATOR_ADMIN.' })
  @IsOptional()
  @IsString()
  projectId?: string | null;

  @Field(() => SignalContestStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(STATUSES)
  status?: SignalContestStatus | null;
}

@InputType()
export class ContestSignalInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'Name of the signal, as `ProjectStanding.signals` has it.' })
  @IsString()
  @Length(1, 100)
  signal!: string;

  @Field(() => String, { nullable: true, description: 'The package that the figure is about, as the signal has it.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  packageUrl?: string | null;

  @Field({ description: 'What is wrong with it, and how one can see that. Everybody who sees the figure reads it.' })
  @IsString()
  @Length(10, 2_000)
  note!: string;
}

@InputType()
export class WithdrawSignalContestInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  signalContestId!: string;
}

@InputType()
export class DecideSignalContestInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  signalContestId!: string;

  @Field({ description: 'Whether the maintainer is right, so that the figure does not count.' })
  @IsBoolean()
  isUpheld!: boolean;

  @Field({ description: 'Both sides read it.' })
  @IsString()
  @Length(1, 2_000)
  answer!: string;
}

@InputType()
export class ConfirmStableInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({
    description: 'True: it is finished and still maintained, for twelve months from now. False takes that back.',
  })
  @IsBoolean()
  isStable!: boolean;
}

@ObjectType({ isAbstract: true })
abstract class SignalContestPayload extends MutationPayload {
  @Field(() => SignalContestType, { nullable: true })
  signalContest!: SignalContestType | null;
}

@ObjectType()
export class ContestSignalPayload extends SignalContestPayload {}

@ObjectType()
export class WithdrawSignalContestPayload extends SignalContestPayload {}

@ObjectType()
export class DecideSignalContestPayload extends SignalContestPayload {}

@ObjectType()
export class ConfirmStablePayload extends MutationPayload {
  @Field(() => ProjectType, { nullable: true })
  project!: ProjectType | null;
}
