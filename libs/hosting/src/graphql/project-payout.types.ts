import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import {
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, formatPayee, statusesOf } from '#platform/kernel';
import type { ProjectPayoutRow } from '../hosting.queries.js';
import { PROJECT_PAYOUT } from '../project-payout.states.js';
import { upper } from './hosting.types.js';

const ProjectPayoutStatusEnum = upper(statusesOf(PROJECT_PAYOUT));
registerEnumType(ProjectPayoutStatusEnum, { name: 'ProjectPayoutStatus' });

@ObjectType('ProjectPayout', { description: 'A request to pay somebody out of the money that is held for a project.' })
export class ProjectPayoutType {
  readonly hostId!: string;
  readonly projectId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => ProjectPayoutStatusEnum)
  status!: string;

  @Field(() => ID, { description: 'The id of the person or organisation that is paid.' })
  payeeId!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  purpose!: string;

  @Field()
  requestedAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  static from({ id, payee, amount, ...row }: ProjectPayoutRow): ProjectPayoutType {
    const shown = { id: formatId('ppo', id), payeeId: formatPayee(payee), amount: MoneyType.from(amount) };
    return Object.assign(new ProjectPayoutType(), { ...row, ...shown });
  }
}

export const ProjectPayoutConnection = connectionType(ProjectPayoutType, 'ProjectPayout');

@InputType()
export class RequestProjectPayoutInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { description: 'A person or an organisation with a payout account.' })
  @IsString()
  payeeId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field({ description: 'What it is for. The host reads it, and the project.' })
  @IsString()
  @Length(1, 500)
  purpose!: string;

  @Field({ description: 'Made by the client before sending; the same key gives the same request.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class ProjectPayoutInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectPayoutId!: string;
}

@InputType()
export class ApproveProjectPayoutInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  projectPayoutId!: string;
}

@ObjectType({ isAbstract: true })
abstract class PayoutPayload extends MutationPayload {
  @Field(() => ProjectPayoutType, { nullable: true })
  projectPayout!: ProjectPayoutType | null;
}

@ObjectType()
export class RequestProjectPayoutPayload extends PayoutPayload {}

@ObjectType()
export class WithdrawProjectPayoutPayload extends PayoutPayload {}

@ObjectType()
export class ApproveProjectPayoutPayload extends PayoutPayload {}

@ObjectType()
export class RejectProjectPayoutPayload extends PayoutPayload {}
