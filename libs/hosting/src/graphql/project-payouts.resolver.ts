import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { assertRole, personOf } from '#libs/identity';
import {
  ObjectVersions,
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { hasRole, organisationsOf, parseId, parsePayee, present, type Id } from '#platform/kernel';
import { HostingQueries } from '../hosting.queries.js';
import { ProjectPayoutsService } from '../project-payouts.service.js';
import { OfHostArgs, OfProjectArgs } from './hosting.types.js';
import {
  ApproveProjectPayoutInput,
  ApproveProjectPayoutPayload,
  ProjectPayoutConnection,
  ProjectPayoutInput,
  ProjectPayoutType,
  RejectProjectPayoutPayload,
  RequestProjectPayoutInput,
  RequestProjectPayoutPayload,
  WithdrawProjectPayoutPayload,
} from './project-payout.types.js';

/** What is paid out of the money of hosted projects. */
@Resolver()
export class ProjectPayoutsResolver {
  constructor(
    private readonly payouts: ProjectPayoutsService,
    private readonly queries: HostingQueries,
    versions: ObjectVersions,
  ) {
    versions.register(
      'approveProjectPayout',
      async (input) => (await queries.payout(parseId('ppo', String(input.projectPayoutId))))?.status ?? null,
    );
  }

  @Query(() => ProjectPayoutConnection, {
    description:
      'Requests for a project, newest first: for its maintainers, and for the finance of the host they were made to.',
  })
  async projectPayouts(
    @Args() args: OfProjectArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ProjectPayoutType>> {
    const hostIds = organisationsOf(principal).filter((id) => hasRole(principal, id, ['finance', 'admin']));
    const viewer = { personId: personOf(principal), hostIds };
    const page = await this.queries.payouts(parseId('prj', args.projectId), viewer, pageOf(args));
    return connectionFrom(page, (row) => ProjectPayoutType.from(row));
  }

  @Query(() => ProjectPayoutConnection, {
    description: 'Requests that wait for a decision of a host of yours, oldest first. Needs FINANCE or ADMIN.',
  })
  async projectPayoutsAwaitingApproval(
    @Args() args: OfHostArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ProjectPayoutType>> {
    const hostId = parseId('org', args.organisationId);
    assertRole(principal, hostId, ['finance', 'admin']);
    return connectionFrom(await this.queries.awaiting(hostId, pageOf(args)), (row) => ProjectPayoutType.from(row));
  }

  @Mutation(() => RequestProjectPayoutPayload, {
    description: 'Asks the host of your project to pay somebody out of the money that is held for it.',
  })
  @Refusals('NOT_MAINTAINER', 'PAYEE_WITHOUT_ACCOUNT', 'PROJECT_NOT_HOSTED')
  requestProjectPayout(
    @Args('input') input: RequestProjectPayoutInput,
    @Context() context: GraphqlContext,
  ): Promise<RequestProjectPayoutPayload> {
    return asPayload<RequestProjectPayoutPayload>(context, input, { projectPayout: null }, async () => {
      const { resultId } = await this.payouts.request(context.principal, {
        projectId: parseId('prj', input.projectId),
        payee: parsePayee(input.payeeId),
        amount: moneyOf(input.amount),
        purpose: input.purpose,
        idempotencyKey: input.idempotencyKey,
      });
      return { projectPayout: await this.found(resultId as Id<'ppo'>) };
    });
  }

  @Mutation(() => WithdrawProjectPayoutPayload, { description: 'Takes back what you have asked for.' })
  @Refusals('ILLEGAL_TRANSITION', 'PROJECT_PAYOUT_NOT_FOUND')
  withdrawProjectPayout(
    @Args('input') input: ProjectPayoutInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawProjectPayoutPayload> {
    return asPayload<WithdrawProjectPayoutPayload>(context, input, { projectPayout: null }, async () => {
      const id = parseId('ppo', input.projectPayoutId);
      await this.payouts.withdraw(context.principal, id);
      return { projectPayout: await this.found(id) };
    });
  }

  @Mutation(() => ApproveProjectPayoutPayload, {
    description: 'Needs FINANCE or ADMIN of the host, and somebody who neither asked nor is paid. The money leaves.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'INSUFFICIENT_FUNDS',
    'MISSING_ROLE',
    'PROJECT_NOT_HOSTED',
    'PROJECT_PAYOUT_NOT_FOUND',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
  )
  approveProjectPayout(
    @Args('input') input: ApproveProjectPayoutInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveProjectPayoutPayload> {
    return asPayload<ApproveProjectPayoutPayload>(context, input, { projectPayout: null }, async () => {
      const id = parseId('ppo', input.projectPayoutId);
      await this.payouts.approve(context.principal, id);
      return { projectPayout: await this.found(id) };
    });
  }

  @Mutation(() => RejectProjectPayoutPayload, { description: 'Needs FINANCE or ADMIN of the host.' })
  @Refusals('ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'PROJECT_PAYOUT_NOT_FOUND')
  rejectProjectPayout(
    @Args('input') input: ProjectPayoutInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectProjectPayoutPayload> {
    return asPayload<RejectProjectPayoutPayload>(context, input, { projectPayout: null }, async () => {
      const id = parseId('ppo', input.projectPayoutId);
      await this.payouts.reject(context.principal, id);
      return { projectPayout: await this.found(id) };
    });
  }

  private async found(id: Id<'ppo'>): Promise<ProjectPayoutType> {
    return ProjectPayoutType.from(present(await this.queries.payout(id)));
  }
}
