import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { Messages, asId, parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { SupportCasesQueries } from '../support/support-cases.queries.js';
import { SupportCasesService } from '../support/support-cases.service.js';
import {
  ChooseSupportInput,
  ChooseSupportPayload,
  CloseSupportInput,
  CloseSupportPayload,
  ReportOverloadInput,
  ReportOverloadPayload,
  SupportCaseType,
  TakeUpSupportInput,
  TakeUpSupportPayload,
  type SupportCasePayload,
} from './support-case.types.js';

/** Help for maintainers, before anything is asked of them. */
@Resolver(() => SupportCaseType)
export class SupportCasesResolver {
  constructor(
    private readonly queries: SupportCasesQueries,
    private readonly cases: SupportCasesService,
    private readonly people: PersonLoader,
    private readonly messages: Messages,
  ) {}

  @Query(() => SupportCaseType, {
    nullable: true,
    description:
      'The newest offer of help for a project, for those who speak for it and its stewards; null for all others.',
  })
  async supportCase(
    @Args('projectId', { type: () => ID }) projectId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<SupportCaseType | null> {
    return this.newest(asPerson(principal), parseId('prj', projectId));
  }

  @Mutation(() => ReportOverloadPayload, {
    description:
      'Says that it is too much, as somebody who speaks for the project or holds a scope in it. It is never public, speaks against nobody, and until it is closed the consent of an owner alone counts for less. Help is offered within one working day.',
  })
  @Refusals('ACTOR_NOT_ENTITLED')
  reportOverload(
    @Args('input') input: ReportOverloadInput,
    @Context() context: GraphqlContext,
  ): Promise<ReportOverloadPayload> {
    return this.answer(context, input, (principal, projectId) => this.cases.reportOverload(principal, projectId));
  }

  @Mutation(() => TakeUpSupportPayload, {
    description: 'Becomes the advocate of those who speak for a project, as a steward of it.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'SUPPORT_CASE_NOT_FOUND')
  takeUpSupport(
    @Args('input') input: TakeUpSupportInput,
    @Context() context: GraphqlContext,
  ): Promise<TakeUpSupportPayload> {
    return this.answer(context, input, (principal, projectId) => this.cases.takeUp(principal, projectId));
  }

  @Mutation(() => ChooseSupportPayload, {
    description: 'Says what of the help you would like, as somebody who speaks for the project. Nobody has to answer.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'SUPPORT_CASE_NOT_FOUND')
  chooseSupport(
    @Args('input') input: ChooseSupportInput,
    @Context() context: GraphqlContext,
  ): Promise<ChooseSupportPayload> {
    return this.answer(context, input, (principal, projectId) =>
      this.cases.choose(principal, projectId, input.choices),
    );
  }

  @Mutation(() => CloseSupportPayload, {
    description: 'Ends it, as somebody who speaks for the project or their advocate.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'SUPPORT_CASE_NOT_FOUND')
  closeSupport(
    @Args('input') input: CloseSupportInput,
    @Context() context: GraphqlContext,
  ): Promise<CloseSupportPayload> {
    return this.answer(context, input, (principal, projectId) => this.cases.close(principal, projectId));
  }

  @ResolveField(() => PersonType, { nullable: true })
  async advocate(
    @Parent() { advocateId }: SupportCaseType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    return advocateId === null ? null : PersonType.from(present(await this.people.load(context, asId(advocateId))));
  }

  private answer<Payload extends SupportCasePayload>(
    context: GraphqlContext,
    input: ReportOverloadInput,
    work: (principal: PersonPrincipal, projectId: Id<'prj'>) => Promise<void>,
  ): Promise<Payload> {
    return asPayload<SupportCasePayload>(context, input, { supportCase: null }, async () => {
      const principal = asPerson(context.principal);
      const projectId = parseId('prj', input.projectId);
      await work(principal, projectId);
      return { supportCase: await this.newest(principal, projectId) };
    }) as Promise<Payload>;
  }

  private async newest(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<SupportCaseType | null> {
    const row = await this.queries.newest(principal, projectId);
    return row && SupportCaseType.from(row, this.messages);
  }
}
