import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId, type Id, type Principal } from '#platform/kernel';
import { BillingDetailsService } from '../billing/billing-details.service.js';
import {
  BillingDetailsArgs,
  BillingDetailsType,
  SetBillingDetailsInput,
  SetBillingDetailsPayload,
} from './billing-details.type.js';

@Resolver()
export class BillingDetailsResolver {
  constructor(private readonly billing: BillingDetailsService) {}

  @Query(() => BillingDetailsType, {
    nullable: true,
    description: 'Whom your organisation wants to be invoiced as. Needs FINANCE or ADMIN.',
  })
  billingDetails(
    @Args() args: BillingDetailsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<BillingDetailsType | null> {
    return this.of(principal, parseId('org', args.organisationId));
  }

  @Mutation(() => SetBillingDetailsPayload, {
    description: 'Replaces whom and where invoices go to. Needs FINANCE or ADMIN. Invoices of before stay as they are.',
  })
  @Refusals('INVALID_MAIL_ADDRESS', 'INVALID_VAT_ID', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  setBillingDetails(
    @Args('input') input: SetBillingDetailsInput,
    @Context() context: GraphqlContext,
  ): Promise<SetBillingDetailsPayload> {
    return asPayload<SetBillingDetailsPayload>(context, input, { billingDetails: null }, async () => {
      const id = parseId('org', input.organisationId);
      const { legalName, mail, language, vatId, address } = input;
      await this.billing.set(context.principal, id, {
        legalName,
        mail,
        language,
        vatId: vatId ?? null,
        address: { ...address, line2: address.line2 ?? null },
      });
      return { billingDetails: await this.of(context.principal, id) };
    });
  }

  private async of(principal: Principal, id: Id<'org'>): Promise<BillingDetailsType | null> {
    const details = await this.billing.find(principal, id);
    return details && BillingDetailsType.from(details);
  }
}
