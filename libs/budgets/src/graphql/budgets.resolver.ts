import { Args, Context, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { assertBelongs } from '#libs/identity';
import { PledgeLoader, PledgeType } from '#libs/pledges/graphql';
import {
  MutationPayload,
  ObjectVersions,
  SteppedUpInput,
  Refusals,
  asPayload,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { assertPageSize } from '#platform/database';
import { BudgetsQueries } from '../budgets.queries.js';
import { PledgeApprovalsService } from '../pledge-approvals.service.js';
import { PledgeSubjects } from '../pledge-subjects.js';

@InputType()
export class DecidePledgeInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  pledgeId!: string;
}

@ObjectType()
export class ApprovePledgePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true })
  pledge!: PledgeType | null;
}

@ObjectType()
export class RejectPledgePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true })
  pledge!: PledgeType | null;
}

@Resolver()
export class BudgetsResolver {
  constructor(
    private readonly approvals: PledgeApprovalsService,
    private readonly queries: BudgetsQueries,
    private readonly pledgeLoader: PledgeLoader,
    subjects: PledgeSubjects,
    versions: ObjectVersions,
  ) {
    versions.register('approvePledge', (input) => subjects.versionOf(parseId('plg', String(input.pledgeId))));
  }

  @Query(() => [PledgeType], { description: 'Pledges of the organisation that wait for an approval, oldest first.' })
  async pledgesAwaitingApproval(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Args('first', { type: () => Int }) first: number,
    @Context() context: GraphqlContext,
  ): Promise<PledgeType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(context.principal, id);
    assertPageSize(first);
    const ids = await this.queries.awaitingApproval(id, first);
    const rows = await Promise.all(ids.map((pledgeId) => this.pledgeLoader.load(context, pledgeId)));
    return rows.flatMap((row) => (row ? [PledgeType.from(row)] : []));
  }

  @Mutation(() => ApprovePledgePayload, {
    description:
      'Needs FINANCE or ADMIN, and somebody other than who pledged. Opens the payment, or pays out of the balance.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'INSUFFICIENT_FUNDS',
    'MISSING_ROLE',
    'PLEDGE_NOT_FOUND',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
    'TERMS_NOT_ACCEPTED',
  )
  approvePledge(
    @Args('input') input: DecidePledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<ApprovePledgePayload> {
    return asPayload<ApprovePledgePayload>(context, input, { pledge: null }, async () => {
      const id = parseId('plg', input.pledgeId);
      await this.approvals.approve(context.principal, id);
      return { pledge: await this.found(context, id) };
    });
  }

  @Mutation(() => RejectPledgePayload, { description: 'Needs FINANCE or ADMIN. The promise ends.' })
  @Refusals('ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'PLEDGE_NOT_FOUND')
  rejectPledge(
    @Args('input') input: DecidePledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectPledgePayload> {
    return asPayload<RejectPledgePayload>(context, input, { pledge: null }, async () => {
      const id = parseId('plg', input.pledgeId);
      await this.approvals.reject(context.principal, id);
      return { pledge: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'plg'>): Promise<PledgeType> {
    return PledgeType.from(present(await this.pledgeLoader.load(context, id)));
  }
}
