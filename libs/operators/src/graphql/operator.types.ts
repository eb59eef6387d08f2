import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsDate, IsIn, IsString, Length } from 'class-validator';
import {
  ConnectionArgs,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { OPERATOR_RIGHTS, formatId, type OperatorRight } from '#platform/kernel';
import type { OperatorGrantRow, OperatorProposalRow } from '../operators.queries.js';

export const OperatorRightEnum = Object.fromEntries(OPERATOR_RIGHTS.map((right) => [right.toUpperCase(), right]));
registerEnumType(OperatorRightEnum, {
  name: 'OperatorRight',
  description:
    'What an operator may do; no right includes another one. OPERATOR_ADMIN: propose, approve, decline and revoke rights of operators. FINANCE_OPERATOR: see the invariants of the ledger.',
});

const OperatorProposalStatusEnum = {
  PROPOSED: 'proposed',
  APPROVED: 'approved',
  DECLINED: 'declined',
  WITHDRAWN: 'withdrawn',
  EXPIRED: 'expired',
} as const;
registerEnumType(OperatorProposalStatusEnum, { name: 'OperatorProposalStatus' });

@ObjectType('OperatorProposal', {
  implements: () => [Node],
  description: 'A right that one operator asks for, for somebody else. A second person gives it.',
})
export class OperatorProposalType extends Node {
  readonly beneficiaryId!: string;
  readonly proposerId!: string;
  readonly deciderId!: string | null;

  @Field(() => OperatorRightEnum)
  right!: string;

  @Field({ description: 'When the right would end.' })
  rightExpiresAt!: Date;

  @Field()
  reason!: string;

  @Field(() => OperatorProposalStatusEnum)
  status!: string;

  @Field()
  proposedAt!: Date;

  @Field({ description: 'Until then somebody can decide.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  static from(row: OperatorProposalRow): OperatorProposalType {
    const { beneficiaryId, right, rightExpiresAt, reason, status, proposedAt, expiresAt, decidedAt } = row;
    return Object.assign(new OperatorProposalType(), {
      id: formatId('opp', row.id),
      beneficiaryId,
      proposerId: row.proposedBy,
      deciderId: row.decidedBy,
      ...{ right, rightExpiresAt, reason, status, proposedAt, expiresAt, decidedAt },
    });
  }
}

@ObjectType('OperatorGrant', { description: 'A right of an operator that somebody holds, or held.' })
export class OperatorGrantType {
  readonly personId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => OperatorRightEnum)
  right!: string;

  @Field()
  grantedAt!: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'The proposal that it stands by. Null for the first administrator, who was made from the machine.',
  })
  proposalId!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null for the first administrator.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true })
  endReason!: string | null;

  static from({ id, personId, right, grantedAt, grantedThrough, ...end }: OperatorGrantRow): OperatorGrantType {
    return Object.assign(new OperatorGrantType(), {
      id: formatId('ogr', id),
      personId,
      right,
      grantedAt,
      proposalId: grantedThrough && formatId('opp', grantedThrough),
      ...end,
    });
  }
}

export const OperatorGrantConnection = connectionType(OperatorGrantType, 'OperatorGrant');
export const OperatorProposalConnection = connectionType(OperatorProposalType, 'OperatorProposal');

@ArgsType()
export class OperatorProposalsArgs extends ConnectionArgs {
  @Field({ defaultValue: false, description: 'Only those that wait for a decision.' })
  @IsBoolean()
  openOnly!: boolean;
}

@InputType()
export class ProposeOperatorRightInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  personId!: string;

  @Field(() => OperatorRightEnum)
  @IsIn(OPERATOR_RIGHTS)
  right!: OperatorRight;

  @Field({ description: 'When the right ends; at most 366 days from now.' })
  @IsDate()
  expiresAt!: Date;

  @Field({ description: 'For the one who decides. Do not write about people.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

@InputType()
export class ApproveOperatorRightInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  proposalId!: string;
}

@InputType()
export class AnswerOperatorProposalInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  proposalId!: string;
}

@InputType()
export class RevokeOperatorRightInput extends SteppedUpInput {
  @Field(() => ID, { description: 'Of the OperatorGrant.' })
  @IsString()
  grantId!: string;

  @Field()
  @IsString()
  @Length(1, 500)
  reason!: string;
}

@ObjectType({ isAbstract: true })
abstract class ProposalPayload extends MutationPayload {
  @Field(() => OperatorProposalType, { nullable: true })
  proposal!: OperatorProposalType | null;
}

@ObjectType()
export class ProposeOperatorRightPayload extends ProposalPayload {}

@ObjectType()
export class ApproveOperatorRightPayload extends ProposalPayload {}

@ObjectType()
export class DeclineOperatorRightPayload extends ProposalPayload {}

@ObjectType()
export class WithdrawOperatorRightPayload extends ProposalPayload {}

@ObjectType()
export class RevokeOperatorRightPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  revokedId!: string | null;
}
