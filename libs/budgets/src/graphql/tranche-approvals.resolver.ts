import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { TrancheCommitmentLoader, TrancheCommitmentType } from '#libs/commitments/graphql';
import {
  MutationPayload,
  ObjectVersions,
  Refusals,
  SteppedUpInput,
  asPayload,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { SpendingApprovals } from '../spending-approvals.service.js';
import { TrancheSpending } from '../spending-kinds.js';

@InputType()
export class DecideTrancheCommitmentInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  trancheCommitmentId!: string;
}

@ObjectType()
export class ApproveTrancheCommitmentPayload extends MutationPayload {
  @Field(() => TrancheCommitmentType, { nullable: true })
  trancheCommitment!: TrancheCommitmentType | null;
}

@ObjectType()
export class RejectTrancheCommitmentPayload extends MutationPayload {
  @Field(() => TrancheCommitmentType, { nullable: true })
  trancheCommitment!: TrancheCommitmentType | null;
}

/** The same two decisions, for what is paid in tranches. */
@Resolver()
export class TrancheApprovalsResolver {
  constructor(
    private readonly approvals: SpendingApprovals,
    private readonly spending: TrancheSpending,
    private readonly loader: TrancheCommitmentLoader,
    versions: ObjectVersions,
  ) {
    versions.register('approveTrancheCommitment', (input) =>
      approvals.versionOf(spending, parseId('tcm', String(input.trancheCommitmentId))),
    );
  }

  @Mutation(() => ApproveTrancheCommitmentPayload, {
    description: 'Needs FINANCE or ADMIN, and somebody other than who made it. Each tranche then waits for its day.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'MISSING_ROLE',
    'TRANCHE_COMMITMENT_NOT_FOUND',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
    'TERMS_NOT_ACCEPTED',
  )
  approveTrancheCommitment(
    @Args('input') input: DecideTrancheCommitmentInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveTrancheCommitmentPayload> {
    return asPayload<ApproveTrancheCommitmentPayload>(context, input, { trancheCommitment: null }, async () => {
      const id = parseId('tcm', input.trancheCommitmentId);
      await this.approvals.approve(context.principal, this.spending, id);
      return { trancheCommitment: await this.found(context, id) };
    });
  }

  @Mutation(() => RejectTrancheCommitmentPayload, { description: 'Needs FINANCE or ADMIN. All of it ends.' })
  @Refusals('ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'TRANCHE_COMMITMENT_NOT_FOUND')
  rejectTrancheCommitment(
    @Args('input') input: DecideTrancheCommitmentInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectTrancheCommitmentPayload> {
    return asPayload<RejectTrancheCommitmentPayload>(context, input, { trancheCommitment: null }, async () => {
      const id = parseId('tcm', input.trancheCommitmentId);
      await this.approvals.reject(context.principal, this.spending, id);
      return { trancheCommitment: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'tcm'>): Promise<TrancheCommitmentType> {
    return TrancheCommitmentType.from(present(await this.loader.load(context, id)));
  }
}
