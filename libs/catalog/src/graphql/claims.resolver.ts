import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import {
  NodeRegistry,
  ConnectionArgs,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { Messages, asId, parseId, present, type Id } from '#platform/kernel';
import { ClaimsQueries } from '../claims.queries.js';
import { ClaimsService } from '../claims.service.js';
import { ClaimProofs } from '../proofs/claim-proofs.service.js';
import { ProjectLoader } from './catalog.loaders.js';
import {
  CheckClaimInput,
  CheckClaimPayload,
  ClaimConnection,
  ClaimProjectInput,
  ClaimProjectPayload,
  ClaimProofType,
  ClaimType,
  WithdrawClaimInput,
  WithdrawClaimPayload,
} from './claim.type.js';
import { ProjectType } from './project.type.js';

/** What a claimant sees and does. */
@Resolver(() => ClaimType)
export class ClaimsResolver {
  constructor(
    private readonly claims: ClaimsService,
    private readonly queries: ClaimsQueries,
    private readonly proofsOfClaims: ClaimProofs,
    private readonly messages: Messages,
    private readonly projectLoader: ProjectLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('clm', person, (id, { principal }) =>
      principal.kind === 'person' ? this.own(principal.personId, asId(id)) : Promise.resolve(null),
    );
  }

  @Query(() => ClaimType, { nullable: true, description: 'A claim of yours.' })
  claim(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<ClaimType | null> {
    return this.own(personOf(principal), parseId('clm', id));
  }

  @Query(() => ClaimConnection, {
    name: 'claims',
    description: 'Your claims, newest first, also those that have ended.',
  })
  async claimsOfViewer(
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ClaimType>> {
    return connectionFrom(await this.queries.ofPerson(personOf(principal), pageOf(args)), (claim) =>
      ClaimType.from(claim),
    );
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(@Parent() claim: ClaimType, @Context() context: GraphqlContext): Promise<ProjectType | null> {
    const row = await this.projectLoader.load(context, claim.projectId);
    return row && ProjectType.from(row);
  }

  @ResolveField(() => [ClaimProofType], {
    description:
      'The places that fit the project; one is enough. Leave the proof there: it is read again every 30 days.',
  })
  async proofs(@Parent() claim: ClaimType, @Context() context: GraphqlContext): Promise<ClaimProofType[]> {
    const project = await this.projectLoader.load(context, claim.projectId);
    if (!project) return [];
    return this.proofsOfClaims.offered(project, claim.line).map(({ method, place, text: line }) => ({
      method,
      place,
      line,
      instructions: this.messages.text(`catalog.proof.${method}`),
    }));
  }

  @Mutation(() => ClaimProjectPayload, {
    description: 'Opens a claim to a project. The payload says what proves it.',
  })
  @Refusals('CLAIM_EXISTS', 'CLAIM_REJECTED', 'PROJECT_NOT_FOUND', 'UNSUPPORTED_HOST')
  claimProject(
    @Args('input') input: ClaimProjectInput,
    @Context() context: GraphqlContext,
  ): Promise<ClaimProjectPayload> {
    return asPayload<ClaimProjectPayload>(context, input, { claim: null }, async () => {
      const id = await this.claims.open(context.principal, parseId('prj', input.projectId));
      return { claim: await this.own(personOf(context.principal), id) };
    });
  }

  @Mutation(() => CheckClaimPayload, {
    description: 'Asks for the proof to be looked for. The status changes within seconds.',
  })
  @Refusals('CLAIM_METHOD_NOT_OFFERED', 'CLAIM_NOT_FOUND', 'ILLEGAL_TRANSITION')
  checkClaim(@Args('input') input: CheckClaimInput, @Context() context: GraphqlContext): Promise<CheckClaimPayload> {
    return asPayload<CheckClaimPayload>(context, input, { claim: null }, async () => {
      const id = parseId('clm', input.claimId);
      await this.claims.requestCheck(context.principal, id, input.method ?? null);
      return { claim: present(await this.own(personOf(context.principal), id)) };
    });
  }

  @Mutation(() => WithdrawClaimPayload, {
    description: 'Takes a claim back. One that stands ends: you act for the project no longer.',
  })
  @Refusals('CLAIM_NOT_FOUND', 'ILLEGAL_TRANSITION')
  withdrawClaim(
    @Args('input') input: WithdrawClaimInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawClaimPayload> {
    return asPayload<WithdrawClaimPayload>(context, input, { claim: null }, async () => {
      const id = parseId('clm', input.claimId);
      await this.claims.withdraw(context.principal, id);
      return { claim: present(await this.own(personOf(context.principal), id)) };
    });
  }

  private async own(personId: Id<'usr'>, id: Id<'clm'>): Promise<ClaimType | null> {
    const claim = await this.queries.claim(id);
    return claim?.personId === personId ? ClaimType.from(claim) : null;
  }
}
