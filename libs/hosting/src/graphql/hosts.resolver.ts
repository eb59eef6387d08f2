import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotMaintainerError, CatalogQueries } from '#libs/catalog';
import { assertRole, personOf } from '#libs/identity';
import {
  ObjectVersions,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { ConnectionArgs } from '#platform/graphql';
import { parseId, parsePayee, present, type Id } from '#platform/kernel';
import { NextHomeInvalidError } from '../hosting.errors.js';
import { HostingQueries } from '../hosting.queries.js';
import { HostsService } from '../hosts.service.js';
import { LeavingService, type NextHome } from '../leaving.service.js';
import {
  ApplyToHostInput,
  ApplyToHostPayload,
  ConfirmLeavingHostInput,
  ConfirmLeavingHostPayload,
  DecideHostApplicationInput,
  DecideHostApplicationPayload,
  FiscalHostConnection,
  FiscalHostType,
  HostAgreementConnection,
  HostAgreementInput,
  HostAgreementType,
  LeaveHostInput,
  LeaveHostPayload,
  OfHostArgs,
  OfProjectArgs,
  SetHostTermsInput,
  SetHostTermsPayload,
  StayWithHostPayload,
  WithdrawHostApplicationPayload,
} from './hosting.types.js';

/** Fiscal hosts, and the way of a project to one, from one to the next, and out. */
@Resolver()
export class HostsResolver {
  constructor(
    private readonly hosts: HostsService,
    private readonly leaving: LeavingService,
    private readonly queries: HostingQueries,
    private readonly catalog: CatalogQueries,
    versions: ObjectVersions,
  ) {
    const versionOf = async (input: Readonly<Record<string, unknown>>): Promise<string | null> =>
      (await this.queries.agreement(parseId('hag', String(input.agreementId))))?.status ?? null;
    for (const operation of ['decideHostApplication', 'confirmLeavingHost']) versions.register(operation, versionOf);
  }

  @Query(() => FiscalHostConnection, { description: 'Hosts that have published their terms, newest terms first.' })
  async fiscalHosts(@Args() args: ConnectionArgs): Promise<ConnectionValue<FiscalHostType>> {
    return connectionFrom(await this.queries.hosts(pageOf(args)), (row) => FiscalHostType.from(row));
  }

  @Query(() => HostAgreementConnection, {
    description:
      'What projects have asked of a host of yours and agreed with it, newest first. Needs FINANCE or ADMIN.',
  })
  async hostAgreements(
    @Args() args: OfHostArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<HostAgreementType>> {
    const hostId = parseId('org', args.organisationId);
    assertRole(principal, hostId, ['finance', 'admin']);
    return connectionFrom(await this.queries.agreements({ hostId }, pageOf(args)), (row) =>
      HostAgreementType.from(row),
    );
  }

  @Query(() => HostAgreementConnection, { description: 'The same for a project that you maintain.' })
  async projectHostAgreements(
    @Args() args: OfProjectArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<HostAgreementType>> {
    const projectId = parseId('prj', args.projectId);
    if (!(await this.catalog.isMaintainer(personOf(principal), projectId))) throw new NotMaintainerError();
    const page = await this.queries.agreements({ projectId }, pageOf(args));
    return connectionFrom(page, (row) => HostAgreementType.from(row));
  }

  @Mutation(() => SetHostTermsPayload, {
    description: 'Publishes what a fiscal host asks for. Needs ADMIN. Agreements that stand keep their fee.',
  })
  @Refusals('MISSING_ROLE', 'NOT_FISCAL_HOST', 'ORGANISATION_NOT_FOUND')
  setHostTerms(
    @Args('input') input: SetHostTermsInput,
    @Context() context: GraphqlContext,
  ): Promise<SetHostTermsPayload> {
    return asPayload<SetHostTermsPayload>(context, input, { fiscalHost: null }, async () => {
      const hostId = parseId('org', input.organisationId);
      await this.hosts.setTerms(context.principal, hostId, input);
      return { fiscalHost: FiscalHostType.from(present(await this.queries.host(hostId))) };
    });
  }

  @Mutation(() => ApplyToHostPayload, {
    description: 'Asks a fiscal host to keep the money of your project, on the terms that it shows now.',
  })
  @Refusals('HOST_AGREEMENT_EXISTS', 'HOST_NOT_ACCEPTING', 'HOST_NOT_FOUND', 'NOT_MAINTAINER')
  applyToHost(@Args('input') input: ApplyToHostInput, @Context() context: GraphqlContext): Promise<ApplyToHostPayload> {
    return asPayload<ApplyToHostPayload>(context, input, { hostAgreement: null }, async () => {
      const [projectId, hostId] = [parseId('prj', input.projectId), parseId('org', input.hostId)];
      return { hostAgreement: await this.found(await this.hosts.apply(context.principal, projectId, hostId)) };
    });
  }

  @Mutation(() => WithdrawHostApplicationPayload, { description: 'Takes back what your project has asked of a host.' })
  @Refusals('HOST_AGREEMENT_NOT_FOUND', 'ILLEGAL_TRANSITION')
  withdrawHostApplication(
    @Args('input') input: HostAgreementInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawHostApplicationPayload> {
    return asPayload<WithdrawHostApplicationPayload>(context, input, { hostAgreement: null }, async () => {
      const id = parseId('hag', input.agreementId);
      await this.hosts.withdraw(context.principal, id);
      return { hostAgreement: await this.found(id) };
    });
  }

  @Mutation(() => DecideHostApplicationPayload, {
    description: 'Accepts a project, or declines. Needs ADMIN of the host, and the accepted terms of receivers.',
  })
  @Refusals('HOST_AGREEMENT_NOT_FOUND', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'TERMS_NOT_ACCEPTED')
  decideHostApplication(
    @Args('input') input: DecideHostApplicationInput,
    @Context() context: GraphqlContext,
  ): Promise<DecideHostApplicationPayload> {
    return asPayload<DecideHostApplicationPayload>(context, input, { hostAgreement: null }, async () => {
      const id = parseId('hag', input.agreementId);
      await this.hosts.decide(context.principal, id, input.accept);
      return { hostAgreement: await this.found(id) };
    });
  }

  @Mutation(() => LeaveHostPayload, {
    description: 'Your project gives notice to its host and says where its money goes. The host confirms.',
  })
  @Refusals('HOST_AGREEMENT_NOT_FOUND', 'ILLEGAL_TRANSITION', 'NEXT_HOME_INVALID')
  leaveHost(@Args('input') input: LeaveHostInput, @Context() context: GraphqlContext): Promise<LeaveHostPayload> {
    return asPayload<LeaveHostPayload>(context, input, { hostAgreement: null }, async () => {
      const id = parseId('hag', input.agreementId);
      await this.leaving.giveNotice(context.principal, id, nextHome(input));
      return { hostAgreement: await this.found(id) };
    });
  }

  @Mutation(() => StayWithHostPayload, { description: 'Takes the notice of your project back.' })
  @Refusals('HOST_AGREEMENT_NOT_FOUND', 'ILLEGAL_TRANSITION')
  stayWithHost(
    @Args('input') input: HostAgreementInput,
    @Context() context: GraphqlContext,
  ): Promise<StayWithHostPayload> {
    return asPayload<StayWithHostPayload>(context, input, { hostAgreement: null }, async () => {
      const id = parseId('hag', input.agreementId);
      await this.leaving.stay(context.principal, id);
      return { hostAgreement: await this.found(id) };
    });
  }

  @Mutation(() => ConfirmLeavingHostPayload, {
    description:
      'Lets a project go, with all that is held for it. Needs FINANCE or ADMIN of the host; after 30 days a finance operator may do it. Not for whoever gave notice or gets the money.',
  })
  @Refusals(
    'HOST_AGREEMENT_NOT_FOUND',
    'HOST_NOTICE_RUNNING',
    'ILLEGAL_TRANSITION',
    'MISSING_ROLE',
    'NEXT_HOME_INVALID',
    'OWN_NOTICE',
  )
  confirmLeavingHost(
    @Args('input') input: ConfirmLeavingHostInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmLeavingHostPayload> {
    return asPayload<ConfirmLeavingHostPayload>(context, input, { hostAgreement: null }, async () => {
      const id = parseId('hag', input.agreementId);
      await this.leaving.confirm(context.principal, id);
      return { hostAgreement: await this.found(id) };
    });
  }

  private async found(id: Id<'hag'>): Promise<HostAgreementType> {
    return HostAgreementType.from(present(await this.queries.agreement(id)));
  }
}

/** One of the two, and not both. */
function nextHome({ nextAgreementId, nextPayeeId }: LeaveHostInput): NextHome {
  if (nextAgreementId != null && nextPayeeId == null) return { agreementId: parseId('hag', nextAgreementId) };
  if (nextPayeeId != null && nextAgreementId == null) return { payee: parsePayee(nextPayeeId) };
  throw new NextHomeInvalidError();
}
