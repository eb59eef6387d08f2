import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { Refusals, asPayload, type GraphqlContext, type MutationInput } from '#platform/graphql';
import { parseId, type Id, type PersonPrincipal } from '#platform/kernel';
import { AffiliationsQueries } from '../sponsors/affiliations.queries.js';
import { AffiliationsService } from '../sponsors/affiliations.service.js';
import {
  AffiliationType,
  DeclareAffiliationInput,
  DeclareAffiliationPayload,
  WithdrawAffiliationInput,
  WithdrawAffiliationPayload,
  type AffiliationPayload,
} from './affiliation.types.js';

/** What people say to belong to. */
@Resolver()
export class AffiliationsResolver {
  constructor(
    private readonly queries: AffiliationsQueries,
    private readonly affiliations: AffiliationsService,
  ) {}

  @Query(() => [AffiliationType], { description: 'What you have said to belong to, newest first; at most a hundred.' })
  async myAffiliations(@Context() { principal }: GraphqlContext): Promise<AffiliationType[]> {
    return this.ofPerson(asPerson(principal));
  }

  @Mutation(() => DeclareAffiliationPayload, {
    description:
      'Says that you belong to something. Nobody has to; of two sponsors of one request who say the same, one counts.',
  })
  @Refusals('AFFILIATION_EXISTS', 'TOO_MANY_AFFILIATIONS')
  declareAffiliation(
    @Args('input') input: DeclareAffiliationInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclareAffiliationPayload> {
    return this.answer(context, input, (principal) => this.affiliations.declare(principal, input.name));
  }

  @Mutation(() => WithdrawAffiliationPayload, { description: 'Says that it is over.' })
  @Refusals('AFFILIATION_NOT_FOUND')
  withdrawAffiliation(
    @Args('input') input: WithdrawAffiliationInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawAffiliationPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('aff', input.affiliationId);
      await this.affiliations.withdraw(principal, id);
      return id;
    });
  }

  private answer<Payload extends AffiliationPayload>(
    context: GraphqlContext,
    input: MutationInput,
    work: (principal: PersonPrincipal) => Promise<Id<'aff'>>,
  ): Promise<Payload> {
    return asPayload<AffiliationPayload>(context, input, { affiliationId: null, affiliations: null }, async () => {
      const principal = asPerson(context.principal);
      const affiliationId = await work(principal);
      return { affiliationId, affiliations: await this.ofPerson(principal) };
    }) as Promise<Payload>;
  }

  private async ofPerson({ personId }: PersonPrincipal): Promise<AffiliationType[]> {
    return (await this.queries.of(personId)).map((row) => AffiliationType.from(row));
  }
}
