import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver, Extensions } from '@nestjs/graphql';
import { PART_OF_ROW, Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { Clock, organisationsOf, parseId } from '#platform/kernel';
import { personOf } from '../access.js';
import { SignUpQueries } from '../sign-up.queries.js';
import { SignUpService } from '../sign-up.service.js';
import { TermsQueries } from '../terms/terms.queries.js';
import { TERMS_NAMES, currentVersion } from '../terms/terms.rules.js';
import { TermsService } from '../terms/terms.service.js';
import { TERMS } from '../terms/terms.texts.js';
import { ViewerType } from './person.type.js';
import {
  AcceptTermsInput,
  AcceptTermsPayload,
  CompleteSignUpInput,
  CompleteSignUpPayload,
  SignUpType,
  TermsAcceptanceType,
  TermsType,
} from './terms.type.js';

@Resolver(() => ViewerType)
export class TermsResolver {
  constructor(
    private readonly terms: TermsService,
    private readonly termsQueries: TermsQueries,
    private readonly signUps: SignUpService,
    private readonly signUpQueries: SignUpQueries,
    private readonly clock: Clock,
  ) {}

  @Extensions(PART_OF_ROW)
  @Query(() => [TermsType], { name: 'terms', description: 'The texts that are asked for now, word for word.' })
  currentTerms(): TermsType[] {
    const now = this.clock.now();
    return TERMS_NAMES.map((name) => TermsType.from(name, currentVersion(TERMS[name], now)));
  }

  @ResolveField(() => [TermsAcceptanceType], { description: 'By you, and for your organisations; newest first.' })
  termsAcceptances(@Context() context: GraphqlContext): Promise<TermsAcceptanceType[]> {
    return this.acceptances(context);
  }

  @ResolveField(() => SignUpType, { nullable: true, description: 'Null until completeSignUp.' })
  async signUp(@Parent() { personId }: ViewerType): Promise<SignUpType | null> {
    const row = await this.signUpQueries.find(personId);
    return row && SignUpType.from(row);
  }

  @Mutation(() => AcceptTermsPayload, { description: 'For an organisation it needs the role ADMIN.' })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND', 'TERMS_NOT_FOUND')
  acceptTerms(@Args('input') input: AcceptTermsInput, @Context() context: GraphqlContext): Promise<AcceptTermsPayload> {
    return asPayload<AcceptTermsPayload>(context, input, { acceptances: null }, async () => {
      const { terms, version, sha256, organisationId: given } = input;
      const organisationId = given == null ? null : parseId('org', given);
      await this.terms.accept(context.principal, { terms, version, sha256, organisationId });
      return { acceptances: await this.acceptances(context) };
    });
  }

  @Mutation(() => CompleteSignUpPayload, { description: 'Says what you came for, and whether others see your name.' })
  @Refusals()
  completeSignUp(
    @Args('input') input: CompleteSignUpInput,
    @Context() context: GraphqlContext,
  ): Promise<CompleteSignUpPayload> {
    return asPayload<CompleteSignUpPayload>(context, input, { signUp: null }, async () => {
      await this.signUps.complete(context.principal, input);
      const row = await this.signUpQueries.find(personOf(context.principal));
      return { signUp: row && SignUpType.from(row) };
    });
  }

  private async acceptances({ principal }: GraphqlContext): Promise<TermsAcceptanceType[]> {
    const rows = await this.termsQueries.acceptances(personOf(principal), organisationsOf(principal));
    return rows.map((row) => TermsAcceptanceType.from(row));
  }
}
