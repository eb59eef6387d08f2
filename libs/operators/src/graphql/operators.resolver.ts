import { Args, Context, ID, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, parseId, type Id } from '#platform/kernel';
import { OperatorGrantsService } from '../operator-grants.service.js';
import { OperatorProposalsService } from '../operator-proposals.service.js';
import { OperatorsQueries } from '../operators.queries.js';
import {
  AnswerOperatorProposalInput,
  ApproveOperatorRightInput,
  ApproveOperatorRightPayload,
  DeclineOperatorRightPayload,
  OperatorGrantConnection,
  OperatorGrantType,
  OperatorProposalConnection,
  OperatorProposalType,
  OperatorProposalsArgs,
  OperatorRightEnum,
  ProposeOperatorRightInput,
  ProposeOperatorRightPayload,
  RevokeOperatorRightInput,
  RevokeOperatorRightPayload,
  WithdrawOperatorRightPayload,
} from './operator.types.js';
import { OperatorProposalLoader } from './operators.loaders.js';

@Resolver(() => ViewerType)
export class OperatorsResolver {
  constructor(
    private readonly proposals: OperatorProposalsService,
    private readonly grants: OperatorGrantsService,
    private readonly queries: OperatorsQueries,
    private readonly loader: OperatorProposalLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('opp', person, (id, context) => this.found(context, asId(id)));
  }

  @ResolveField('operatorRights', () => [OperatorRightEnum], {
    nullable: true,
    description: 'What you may do for this installation as a whole.',
  })
  ownRights(@Context() { principal }: GraphqlContext): readonly string[] {
    return principal.kind === 'person' ? principal.operatorRights : [];
  }

  @Query(() => OperatorGrantConnection, {
    description: 'Rights of operators, newest first. Operators see all of them, others their own.',
  })
  async operatorRights(
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<OperatorGrantType>> {
    return connectionFrom(await this.queries.grants(principal, pageOf(args)), (row) => OperatorGrantType.from(row));
  }

  @Query(() => OperatorProposalConnection, {
    description: 'Proposed rights of operators, newest first. Operators see all of them, others those for themselves.',
  })
  async operatorProposals(
    @Args() args: OperatorProposalsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<OperatorProposalType>> {
    const page = await this.queries.proposals(principal, args.openOnly, pageOf(args));
    return connectionFrom(page, (row) => OperatorProposalType.from(row));
  }

  @Query(() => OperatorProposalType, { nullable: true, description: 'For operators, and for the person it is about.' })
  operatorProposal(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<OperatorProposalType | null> {
    return this.found(context, parseId('opp', id));
  }

  @Mutation(() => ProposeOperatorRightPayload, {
    description:
      'Asks for a right for somebody else, or for more time for it. Needs OPERATOR_ADMIN. It is given when a second person approves within 14 days.',
  })
  @Refusals(
    'INVALID_OPERATOR_TERM',
    'MISSING_OPERATOR_RIGHT',
    'OPERATOR_PROPOSAL_OPEN',
    'OPERATOR_RIGHT_HELD',
    'PERSON_NOT_FOUND',
    'SEPARATION_OF_DUTIES',
  )
  proposeOperatorRight(
    @Args('input') input: ProposeOperatorRightInput,
    @Context() context: GraphqlContext,
  ): Promise<ProposeOperatorRightPayload> {
    return asPayload<ProposeOperatorRightPayload>(context, input, { proposal: null }, async () => {
      const { right, expiresAt, reason } = input;
      const beneficiaryId = parseId('usr', input.personId);
      const id = await this.proposals.propose(context.principal, { beneficiaryId, right, expiresAt, reason });
      return { proposal: await this.found(context, id) };
    });
  }

  @Mutation(() => ApproveOperatorRightPayload, {
    description:
      'Gives the right. Needs OPERATOR_ADMIN from before the proposal, and somebody who neither proposed it nor gets it. While there is only the first administrator, the one who gets OPERATOR_ADMIN approves.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVER_BENEFITS',
    'OPERATOR_PROPOSAL_NOT_FOUND',
    'OPERATOR_PROPOSAL_STALE',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
  )
  approveOperatorRight(
    @Args('input') input: ApproveOperatorRightInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveOperatorRightPayload> {
    return asPayload<ApproveOperatorRightPayload>(context, input, { proposal: null }, async () => {
      const id = parseId('opp', input.proposalId);
      await this.proposals.approve(context.principal, id);
      return { proposal: await this.found(context, id) };
    });
  }

  @Mutation(() => DeclineOperatorRightPayload, {
    description: 'Needs OPERATOR_ADMIN, or to be the one who would get the right.',
  })
  @Refusals('ALREADY_DECIDED', 'OPERATOR_PROPOSAL_NOT_FOUND')
  declineOperatorRight(
    @Args('input') input: AnswerOperatorProposalInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclineOperatorRightPayload> {
    return asPayload<DeclineOperatorRightPayload>(context, input, { proposal: null }, async () => {
      const id = parseId('opp', input.proposalId);
      await this.proposals.decline(context.principal, id);
      return { proposal: await this.found(context, id) };
    });
  }

  @Mutation(() => WithdrawOperatorRightPayload, { description: 'Takes your own proposal back.' })
  @Refusals('ALREADY_DECIDED', 'OPERATOR_PROPOSAL_NOT_FOUND')
  withdrawOperatorRight(
    @Args('input') input: AnswerOperatorProposalInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawOperatorRightPayload> {
    return asPayload<WithdrawOperatorRightPayload>(context, input, { proposal: null }, async () => {
      const id = parseId('opp', input.proposalId);
      await this.proposals.withdraw(context.principal, id);
      return { proposal: await this.found(context, id) };
    });
  }

  @Mutation(() => RevokeOperatorRightPayload, {
    description: 'Ends a right at once. Needs OPERATOR_ADMIN; all operators are told. The last OPERATOR_ADMIN stays.',
  })
  @Refusals('LAST_OPERATOR_ADMIN', 'MISSING_OPERATOR_RIGHT', 'OPERATOR_GRANT_NOT_FOUND')
  revokeOperatorRight(
    @Args('input') input: RevokeOperatorRightInput,
    @Context() context: GraphqlContext,
  ): Promise<RevokeOperatorRightPayload> {
    return asPayload<RevokeOperatorRightPayload>(context, input, { revokedId: null }, async () => {
      await this.grants.revoke(context.principal, parseId('ogr', input.grantId), input.reason);
      return { revokedId: input.grantId };
    });
  }

  private async found(context: GraphqlContext, id: Id<'opp'>): Promise<OperatorProposalType | null> {
    const row = await this.loader.load(context, id);
    return row && OperatorProposalType.from(row);
  }
}
