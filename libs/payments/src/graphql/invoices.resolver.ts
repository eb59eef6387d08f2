import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { LedgerQueries } from '#libs/ledger';
import {
  MoneyType,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { addMoney, formatId, organisationsOf, parseId, present, type Money } from '#platform/kernel';
import { InvoicesQueries } from '../invoices.queries.js';
import { OverpaymentsService } from '../overpayments.service.js';
import {
  InvoiceConnection,
  InvoiceType,
  InvoicesArgs,
  KeepOverpaymentInput,
  KeepOverpaymentPayload,
} from './invoice.type.js';
import { InvoicesLoader } from './invoices.loader.js';
import { PaymentType } from './payment.type.js';

@Resolver(() => PaymentType)
export class InvoicesResolver {
  constructor(
    private readonly queries: InvoicesQueries,
    private readonly invoices: InvoicesLoader,
    private readonly ledger: LedgerQueries,
    private readonly overpayments: OverpaymentsService,
  ) {}

  @ResolveField(() => InvoiceType, { nullable: true, description: 'For a payment by invoice.' })
  async invoice(@Parent() { id }: PaymentType, @Context() context: GraphqlContext): Promise<InvoiceType | null> {
    const row = await this.invoices.load(context, parseId('pay', id));
    return row && InvoiceType.from(row);
  }

  @Query(() => InvoiceConnection, { name: 'invoices', description: 'Invoices to your organisation, newest first.' })
  async ofOrganisation(
    @Args() args: InvoicesArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<InvoiceType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.ofOrganisation(id, pageOf(args)), (row) => InvoiceType.from(row));
  }

  @Mutation(() => KeepOverpaymentPayload, {
    description:
      'Moves what was paid above an invoice into the balance of your organisation, to be pledged. Needs FINANCE or ADMIN.',
  })
  @Refusals('INVOICE_NOT_FOUND', 'MISSING_ROLE', 'NOTHING_OVERPAID')
  keepOverpayment(
    @Args('input') input: KeepOverpaymentInput,
    @Context() context: GraphqlContext,
  ): Promise<KeepOverpaymentPayload> {
    return asPayload<KeepOverpaymentPayload>(context, input, { invoice: null }, async () => {
      const id = parseId('ivc', input.invoiceId);
      await this.overpayments.keep(context.principal, id);
      const row = await this.queries.find(id, organisationsOf(context.principal));
      return { invoice: InvoiceType.from(present(row)) };
    });
  }

  @Query(() => [MoneyType], {
    description:
      'What came from your organisation and has paid nothing yet: parts of open invoices, what was too much, and what waits at Stripe for the next invoice. One amount for each currency.',
  })
  async unappliedMoney(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<MoneyType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    const amounts = [
      ...(await this.ledger.heldBy('unapplied', formatId('org', id))),
      ...(await this.queries.cashOf(id)),
    ];
    return sumsOf(amounts).map((amount) => MoneyType.from(amount));
  }
}

function sumsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const amount of amounts) {
    const known = sums.get(amount.currency);
    sums.set(amount.currency, known ? addMoney(known, amount) : amount);
  }
  return [...sums.values()].sort((left, right) => left.currency.localeCompare(right.currency));
}
