import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import {
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { isOperator, packageKey, parseId, parsePackageUrl, present, type Id } from '#platform/kernel';
import { NotMaintainerError } from '../catalog.errors.js';
import { CatalogQueries } from '../catalog.queries.js';
import { SignalContestsQueries } from '../contests/signal-contests.queries.js';
import { SignalContests } from '../contests/signal-contests.service.js';
import { StabilityConfirmations } from '../contests/stability-confirmations.service.js';
import { ProjectLoader } from './catalog.loaders.js';
import { ProjectType } from './project.type.js';
import {
  ConfirmStableInput,
  ConfirmStablePayload,
  ContestSignalInput,
  ContestSignalPayload,
  DecideSignalContestInput,
  DecideSignalContestPayload,
  SignalContestConnection,
  SignalContestType,
  SignalContestsArgs,
  WithdrawSignalContestInput,
  WithdrawSignalContestPayload,
} from './signal-contest.types.js';

/** What maintainers say about the figures of their project. */
@Resolver(() => SignalContestType)
export class SignalContestsResolver {
  constructor(
    private readonly contests: SignalContests,
    private readonly stability: StabilityConfirmations,
    private readonly queries: SignalContestsQueries,
    private readonly catalogue: CatalogQueries,
    private readonly projects: ProjectLoader,
  ) {}

  @Query(() => SignalContestConnection, {
    description: 'Contested figures, newest first: of a project for its maintainers, of all for OPERATOR_ADMIN.',
  })
  async signalContests(
    @Args() args: SignalContestsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<SignalContestType>> {
    const projectId = args.projectId == null ? null : parseId('prj', args.projectId);
    const isAllowed =
      isOperator(principal, ['operator_admin']) ||
      (projectId !== null && (await this.catalogue.isMaintainer(personOf(principal), projectId)));
    if (!isAllowed) throw new NotMaintainerError();
    const page = await this.queries.page({ projectId, status: args.status ?? null }, pageOf(args));
    return connectionFrom(page, (row) => SignalContestType.from(row));
  }

  @ResolveField(() => ProjectType)
  async project(@Parent() { projectId }: SignalContestType, @Context() context: GraphqlContext): Promise<ProjectType> {
    return ProjectType.from(present(await this.projects.load(context, projectId)));
  }

  @Mutation(() => ContestSignalPayload, {
    description:
      'Says that a figure about your project is wrong. Your note stands beside it until an operator has decided.',
  })
  @Refusals('INVALID_PURL', 'NOT_MAINTAINER', 'SIGNAL_CONTESTED', 'SIGNAL_NOT_FOUND')
  contestSignal(
    @Args('input') input: ContestSignalInput,
    @Context() context: GraphqlContext,
  ): Promise<ContestSignalPayload> {
    return asPayload<ContestSignalPayload>(context, input, { signalContest: null }, async () => {
      const { projectId, signal, packageUrl, note } = input;
      const id = await this.contests.contest(context.principal, {
        projectId: parseId('prj', projectId),
        signal,
        packageKey: packageUrl == null ? null : packageKey(parsePackageUrl(packageUrl)),
        note,
      });
      return { signalContest: await this.found(id) };
    });
  }

  @Mutation(() => WithdrawSignalContestPayload, { description: 'Takes a contest back that is not decided.' })
  @Refusals('ILLEGAL_TRANSITION', 'SIGNAL_CONTEST_NOT_FOUND')
  withdrawSignalContest(
    @Args('input') input: WithdrawSignalContestInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawSignalContestPayload> {
    return asPayload<WithdrawSignalContestPayload>(context, input, { signalContest: null }, async () => {
      const id = parseId('sct', input.signalContestId);
      await this.contests.withdraw(context.principal, id);
      return { signalContest: await this.found(id) };
    });
  }

  @Mutation(() => DecideSignalContestPayload, {
    description: 'Decides a contest. Whoever maintains the project cannot.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'OWN_PROJECT', 'SIGNAL_CONTEST_NOT_FOUND')
  decideSignalContest(
    @Args('input') input: DecideSignalContestInput,
    @Context() context: GraphqlContext,
  ): Promise<DecideSignalContestPayload> {
    return asPayload<DecideSignalContestPayload>(context, input, { signalContest: null }, async () => {
      const id = parseId('sct', input.signalContestId);
      const { isUpheld, answer } = input;
      await this.contests.decide(context.principal, id, { isUpheld, answer });
      return { signalContest: await this.found(id) };
    });
  }

  @Mutation(() => ConfirmStablePayload, {
    description: 'A maintainer says that the project is quiet because it is finished, or takes that back.',
  })
  @Refusals('NOT_MAINTAINER')
  confirmStable(
    @Args('input') input: ConfirmStableInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmStablePayload> {
    return asPayload<ConfirmStablePayload>(context, input, { project: null }, async () => {
      const id = parseId('prj', input.projectId);
      if (input.isStable) await this.stability.confirm(context.principal, id);
      else await this.stability.withdraw(context.principal, id);
      return { project: ProjectType.from(present(await this.projects.load(context, id))) };
    });
  }

  private async found(id: Id<'sct'>): Promise<SignalContestType> {
    return SignalContestType.from(present(await this.queries.find(id)));
  }
}
