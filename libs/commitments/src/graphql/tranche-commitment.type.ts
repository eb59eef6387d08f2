import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import { MilestoneType } from '#libs/milestones/graphql';
import { PledgeType } from '#libs/pledges/graphql';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { TRANCHE_METHODS, type TrancheMethod } from '../tranches/tranche-commitment.entity.js';
import { TRANCHE_COMMITMENT, type TrancheCommitmentStatus } from '../tranches/tranche-commitment.states.js';
import type { TrancheCommitmentRow } from '../tranches/tranche-commitments.queries.js';

const TrancheCommitmentStatusEnum = Object.fromEntries(
  statusesOf(TRANCHE_COMMITMENT).map((status) => [status.toUpperCase(), status]),
);
registerEnumType(TrancheCommitmentStatusEnum, {
  name: 'TrancheCommitmentStatus',
  description:
    'PROMISED: waits for an approval. ACTIVE: its tranches are paid one after the other. ENDED: by the payer, or because a tranche was not paid.',
});
const TrancheMethodEnum = { INVOICE: 'invoice', SAVED_METHOD: 'saved_method' } as const;
registerEnumType(TrancheMethodEnum, {
  name: 'TrancheMethod',
  description:
    'INVOICE: one for each tranche, in time for its days to pay. SAVED_METHOD: charged to the card that the organisation keeps at Stripe.',
});

@ObjectType('Tranche', { description: 'The part of a commitment that pays for one milestone.' })
export class TrancheType {
  @Field(() => PledgeType, { description: 'SCHEDULED until it is asked for.' })
  pledge!: PledgeType;

  @Field(() => MilestoneType)
  milestone!: MilestoneType;

  @Field(() => Date, { nullable: true, description: 'When it is, or was, asked for; null before the approval.' })
  dueAt!: Date | null;
}

@ObjectType('TrancheCommitment', {
  implements: () => [Node],
  description:
    "An organisation's promise to fund a need milestone by milestone. It is promised and not held: each tranche is held from its payment on.",
})
export class TrancheCommitmentType extends Node {
  readonly commitmentId!: string;
  readonly needId!: string;
  readonly organisationId!: string;

  @Field(() => TrancheCommitmentStatusEnum)
  status!: string;

  @Field(() => MoneyType, { description: 'Of all tranches.' })
  amount!: MoneyType;

  @Field(() => TrancheMethodEnum)
  method!: string;

  @Field(() => String, { nullable: true, description: "The organisation's own reference." })
  purchaseOrder!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the payer ended it.' })
  endReason!: string | null;

  @Field()
  submittedAt!: Date;

  @Field(() => Date, { nullable: true })
  approvedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  static from({ id, amount, ...shown }: TrancheCommitmentRow): TrancheCommitmentType {
    return Object.assign(new TrancheCommitmentType(), {
      ...shown,
      id: formatId('tcm', id),
      commitmentId: id,
      amount: MoneyType.from(amount),
    });
  }
}

export const TrancheCommitmentConnection = connectionType(TrancheCommitmentType, 'TrancheCommitment');

@ArgsType()
export class TrancheCommitmentsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => TrancheCommitmentStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(statusesOf(TRANCHE_COMMITMENT))
  status?: TrancheCommitmentStatus | null;
}

@InputType()
export class CommitInTranchesInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput, { description: 'Of all tranches together; they follow the milestones that lack it.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => TrancheMethodEnum)
  @IsIn(TRANCHE_METHODS)
  method!: TrancheMethod;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on each invoice.' })
  @IsOptional()
  @IsString()
  @Length(1, 140)
  purchaseOrder?: string | null;

  @Field({ description: 'Made by the client before sending; the same key gives the same commitment.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType()
export class CommitInTranchesPayload extends MutationPayload {
  @Field(() => TrancheCommitmentType, { nullable: true })
  trancheCommitment!: TrancheCommitmentType | null;
}

@InputType()
export class EndTrancheCommitmentInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  trancheCommitmentId!: string;

  @Field(() => String, { nullable: true, description: 'For your organisation, and for the maintainer.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string | null;
}

@ObjectType()
export class EndTrancheCommitmentPayload extends MutationPayload {
  @Field(() => TrancheCommitmentType, { nullable: true })
  trancheCommitment!: TrancheCommitmentType | null;
}
