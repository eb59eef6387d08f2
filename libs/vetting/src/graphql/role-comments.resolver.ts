import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  NodeRegistry,
  Refusals,
  anyone,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
  type MutationInput,
} from '#platform/graphql';
import { parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { RoleCommentsQueries } from '../comments/role-comments.queries.js';
import { RoleCommentsService } from '../comments/role-comments.service.js';
import {
  CommentOnRoleInput,
  CommentOnRolePayload,
  RoleCommentConnection,
  RoleCommentType,
  RoleCommentsArgs,
  WithdrawRoleCommentInput,
  WithdrawRoleCommentPayload,
  type RoleCommentPayload,
} from './role-comment.types.js';

/** What anybody says of a request, for everybody to read. */
@Resolver(() => RoleCommentType)
export class RoleCommentsResolver {
  constructor(
    private readonly queries: RoleCommentsQueries,
    private readonly comments: RoleCommentsService,
    private readonly people: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('rcm', anyone, async (id) => {
      const [row] = await queries.byIds([id]);
      return row === undefined ? null : new RoleCommentType(row);
    });
  }

  @Query(() => RoleCommentConnection, { description: 'Comments on a request, newest first.' })
  async roleComments(@Args() args: RoleCommentsArgs): Promise<ConnectionValue<RoleCommentType>> {
    const page = await this.queries.ofGrant(parseId('rgr', args.roleGrantId), pageOf(args));
    return connectionFrom(page, (row) => new RoleCommentType(row));
  }

  @Mutation(() => CommentOnRolePayload, {
    description:
      'Says something of a request in public, from the report of its reviewer to the end of the vote; at most ten times. An owner, holder or steward can make an objection of it.',
  })
  @Refusals('COMMENTS_CLOSED', 'ROLE_GRANT_NOT_FOUND', 'TOO_MANY_COMMENTS')
  commentOnRole(
    @Args('input') input: CommentOnRoleInput,
    @Context() context: GraphqlContext,
  ): Promise<CommentOnRolePayload> {
    return this.answer(context, input, (principal) =>
      this.comments.write(principal, { grantId: parseId('rgr', input.roleGrantId), text: input.text }),
    );
  }

  @Mutation(() => WithdrawRoleCommentPayload, {
    description: 'Takes back what you said; that you said something stays.',
  })
  @Refusals('ROLE_COMMENT_NOT_FOUND')
  withdrawRoleComment(
    @Args('input') input: WithdrawRoleCommentInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawRoleCommentPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('rcm', input.roleCommentId);
      await this.comments.withdraw(principal, id);
      return id;
    });
  }

  @ResolveField(() => PersonType)
  async author(@Parent() { authorId }: RoleCommentType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, authorId)));
  }

  private answer<Payload extends RoleCommentPayload>(
    context: GraphqlContext,
    input: MutationInput,
    work: (principal: PersonPrincipal) => Promise<Id<'rcm'>>,
  ): Promise<Payload> {
    return asPayload<RoleCommentPayload>(context, input, { roleComment: null }, async () => {
      const [row] = await this.queries.byIds([await work(asPerson(context.principal))]);
      return { roleComment: new RoleCommentType(present(row ?? null)) };
    }) as Promise<Payload>;
  }
}
