import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { Config } from '#platform/config';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { organisationsOf, parseId, present, type Id } from '#platform/kernel';
import { PaymentsQueries } from '../payments.queries.js';
import { ChargesService } from '../saved/charges.service.js';
import { SavedMethodsQueries } from '../saved/saved-methods.queries.js';
import { SavedMethodsService } from '../saved/saved-methods.service.js';
import { PaymentType } from './payment.type.js';
import {
  RemovePaymentMethodInput,
  RemovePaymentMethodPayload,
  RetryPaymentInput,
  RetryPaymentPayload,
  SavePaymentMethodInput,
  SavePaymentMethodPayload,
  SavedMethodType,
} from './saved-method.type.js';

/** Cards that organisations are charged with later. */
@Resolver()
export class SavedMethodsResolver {
  constructor(
    private readonly methods: SavedMethodsService,
    private readonly charges: ChargesService,
    private readonly queries: SavedMethodsQueries,
    private readonly payments: PaymentsQueries,
    private readonly config: Config,
  ) {}

  @Query(() => [SavedMethodType], {
    description:
      'The card that your organisation is charged with, and the one that it is asked for: at most one of each.',
  })
  async savedPaymentMethods(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<SavedMethodType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    return this.listed(id);
  }

  @Mutation(() => SavePaymentMethodPayload, {
    description:
      'Opens a page of Stripe on which your organisation gives a card; its address appears within seconds. Needs FINANCE or ADMIN. The card that was used before is taken away when the new one is there.',
  })
  @Refusals('BILLING_DETAILS_MISSING', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  savePaymentMethod(
    @Args('input') input: SavePaymentMethodInput,
    @Context() context: GraphqlContext,
  ): Promise<SavePaymentMethodPayload> {
    return asPayload<SavePaymentMethodPayload>(context, input, { savedPaymentMethods: null }, async () => {
      const id = parseId('org', input.organisationId);
      await this.methods.request(context.principal, id);
      return { savedPaymentMethods: await this.listed(id) };
    });
  }

  @Mutation(() => RemovePaymentMethodPayload, {
    description:
      'Takes the saved card of your organisation away, here and at Stripe. Needs FINANCE or ADMIN. What is promised stays, and asks for another card when it is due.',
  })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND', 'SAVED_METHOD_NOT_FOUND')
  removePaymentMethod(
    @Args('input') input: RemovePaymentMethodInput,
    @Context() context: GraphqlContext,
  ): Promise<RemovePaymentMethodPayload> {
    return asPayload<RemovePaymentMethodPayload>(context, input, { savedPaymentMethods: null }, async () => {
      const id = parseId('org', input.organisationId);
      await this.methods.remove(context.principal, id);
      return { savedPaymentMethods: await this.listed(id) };
    });
  }

  @Mutation(() => RetryPaymentPayload, {
    description:
      'Charges the saved card again, or opens the page of your bank when it wants to hear from you. The third decline ends the payment, whoever asked for the try. Needs FINANCE or ADMIN.',
  })
  @Refusals('MISSING_ROLE', 'NOTHING_TO_RETRY', 'PAYMENT_NOT_FOUND')
  retryPayment(
    @Args('input') input: RetryPaymentInput,
    @Context() context: GraphqlContext,
  ): Promise<RetryPaymentPayload> {
    return asPayload<RetryPaymentPayload>(context, input, { payment: null }, async () => {
      const id = parseId('pay', input.paymentId);
      await this.charges.retry(context.principal, id);
      const row = present(await this.payments.find(id, organisationsOf(context.principal)));
      return { payment: PaymentType.from(row, this.config.get('BANK_DETAILS')) };
    });
  }

  private async listed(organisationId: Id<'org'>): Promise<SavedMethodType[]> {
    return (await this.queries.ofOrganisation(organisationId)).map((row) => SavedMethodType.from(row));
  }
}
