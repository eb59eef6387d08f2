import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import {
  ConnectionArgs,
  MoneyType,
  MutationInput,
  MutationPayload,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { HOST_AGREEMENT } from '../host-agreement.states.js';
import type { HostAgreementRow, HostRow, ProjectBalance } from '../hosting.queries.js';

export const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const HostAgreementStatusEnum = upper(statusesOf(HOST_AGREEMENT));
registerEnumType(HostAgreementStatusEnum, { name: 'HostAgreementStatus' });
@ObjectType('FiscalHost', {
  description: 'An organisation that keeps the money of projects, and what it asks for that.',
})
export class FiscalHostType {
  readonly hostId!: string;

  @Field(() => Int, { description: 'Of what is released for a project, in basis points: 500 are 5 %.' })
  feeBasisPoints!: number;

  @Field({ description: 'Whether new projects may ask.' })
  isAccepting!: boolean;

  static from({ hostId, feeBasisPoints, isAccepting }: HostRow): FiscalHostType {
    return Object.assign(new FiscalHostType(), { hostId, feeBasisPoints, isAccepting });
  }
}

@ObjectType('HostAgreement', { description: 'What a project and a fiscal host have agreed on.' })
export class HostAgreementType {
  readonly hostId!: string;
  readonly projectId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => HostAgreementStatusEnum)
  status!: string;

  @Field(() => Int, { description: 'The fee of the day on which the project asked; it stays.' })
  feeBasisPoints!: number;

  @Field()
  appliedAt!: Date;

  @Field(() => Date, { nullable: true })
  beganAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the project gave notice. The host has 30 days to confirm.' })
  noticeAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  static from(row: HostAgreementRow): HostAgreementType {
    return Object.assign(new HostAgreementType(), { ...row, id: formatId('hag', row.id) });
  }
}

@ObjectType('ProjectBalance', { description: 'Where the money of a hosted project stands, in one currency.' })
export class ProjectBalanceType {
  @Field(() => MoneyType, { description: 'Held for the project.' })
  held!: MoneyType;

  @Field(() => MoneyType, {
    description: 'Asked for by requests that the host has not decided on; a part of what is held.',
  })
  requested!: MoneyType;

  @Field(() => MoneyType, { description: 'Approved and on its way.' })
  onTheWay!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid out for the project so far.' })
  paidOut!: MoneyType;

  static from({ held, requested, onTheWay, paidOut }: ProjectBalance): ProjectBalanceType {
    return {
      held: MoneyType.from(held),
      requested: MoneyType.from(requested),
      onTheWay: MoneyType.from(onTheWay),
      paidOut: MoneyType.from(paidOut),
    };
  }
}

export const FiscalHostConnection = connectionType(FiscalHostType, 'FiscalHost');
export const HostAgreementConnection = connectionType(HostAgreementType, 'HostAgreement');
@ArgsType()
export class OfHostArgs extends ConnectionArgs {
  @Field(() => ID, { description: 'A host whose finance you keep.' })
  @IsString()
  organisationId!: string;
}

@ArgsType()
export class OfProjectArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class SetHostTermsInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => Int, { description: 'In basis points, from 0 to 5000.' })
  @IsInt()
  @Min(0)
  @Max(5_000)
  feeBasisPoints!: number;

  @Field()
  @IsBoolean()
  isAccepting!: boolean;
}

@InputType()
export class ApplyToHostInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { description: 'The id of the organisation.' })
  @IsString()
  hostId!: string;
}

@InputType()
export class HostAgreementInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  agreementId!: string;
}

@InputType()
export class DecideHostApplicationInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  agreementId!: string;

  @Field({ description: 'True accepts, false declines.' })
  @IsBoolean()
  accept!: boolean;
}

@InputType()
export class LeaveHostInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  agreementId!: string;

  @Field(() => ID, { nullable: true, description: 'An accepted agreement of the project with the host it goes to.' })
  @IsOptional()
  @IsString()
  nextAgreementId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Or a person or organisation with a payout account that gets the money.',
  })
  @IsOptional()
  @IsString()
  nextPayeeId?: string | null;
}

@InputType()
export class ConfirmLeavingHostInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  agreementId!: string;
}

@ObjectType()
export class SetHostTermsPayload extends MutationPayload {
  @Field(() => FiscalHostType, { nullable: true })
  fiscalHost!: FiscalHostType | null;
}

@ObjectType({ isAbstract: true })
abstract class AgreementPayload extends MutationPayload {
  @Field(() => HostAgreementType, { nullable: true })
  hostAgreement!: HostAgreementType | null;
}

@ObjectType()
export class ApplyToHostPayload extends AgreementPayload {}

@ObjectType()
export class WithdrawHostApplicationPayload extends AgreementPayload {}

@ObjectType()
export class DecideHostApplicationPayload extends AgreementPayload {}

@ObjectType()
export class LeaveHostPayload extends AgreementPayload {}

@ObjectType()
export class StayWithHostPayload extends AgreementPayload {}

@ObjectType()
export class ConfirmLeavingHostPayload extends AgreementPayload {}
