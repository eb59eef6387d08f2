import { Args, Context, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { assertPageSize } from '#platform/database';
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
import { parseId, present, type Id } from '#platform/kernel';
import { BankQueries } from '../bank.queries.js';
import { BankService } from '../bank.service.js';
import {
  BankEntriesArgs,
  BankEntryConnection,
  BankEntryType,
  BankTransferType,
  ConfirmBankEntryInput,
  ConfirmBankEntryPayload,
  EnterBankPayoutInput,
  EnterBankPayoutPayload,
  EnterBankReceiptInput,
  EnterBankReceiptPayload,
  ExpectedBankPaymentType,
  RejectBankEntryInput,
  RejectBankEntryPayload,
} from './bank.types.js';

/** What goes over the platform's own bank. */
@Resolver()
export class BankResolver {
  constructor(
    private readonly bank: BankService,
    private readonly queries: BankQueries,
    versions: ObjectVersions,
  ) {
    versions.register('confirmBankEntry', (input) => queries.versionOf(parseId('bnk', String(input.bankEntryId))));
  }

  @Query(() => BankEntryConnection, {
    description: 'Lines of the bank statement, newest first. Needs FINANCE_OPERATOR.',
  })
  async bankEntries(@Args() args: BankEntriesArgs): Promise<ConnectionValue<BankEntryType>> {
    return connectionFrom(await this.queries.entries(args.status ?? null, pageOf(args)), (row) =>
      BankEntryType.from(row),
    );
  }

  @Query(() => [BankTransferType], {
    description: 'Transfers to order at the bank, oldest first. Needs FINANCE_OPERATOR.',
  })
  async transfersByBank(@Args('first', { type: () => Int }) first: number): Promise<BankTransferType[]> {
    assertPageSize(first);
    return (await this.queries.transfersToOrder(first)).map((row) => BankTransferType.from(row));
  }

  @Query(() => [ExpectedBankPaymentType], {
    description: 'Payments by bank that are waited for, oldest first. Needs FINANCE_OPERATOR.',
  })
  async expectedBankPayments(@Args('first', { type: () => Int }) first: number): Promise<ExpectedBankPaymentType[]> {
    assertPageSize(first);
    return (await this.queries.expectedPayments(first)).map((row) => ExpectedBankPaymentType.from(row));
  }

  @Mutation(() => EnterBankReceiptPayload, {
    description: 'Enters money that arrived at the bank. It counts when another finance operator has confirmed it.',
  })
  @Refusals(
    'BANK_AMOUNT_DIFFERS',
    'BANK_DATE_IN_FUTURE',
    'BANK_ENTRY_EXISTS',
    'CURRENCY_NOT_HELD',
    'PAYMENT_NOT_FOUND',
    'TERMS_NOT_ACCEPTED',
  )
  enterBankReceipt(
    @Args('input') input: EnterBankReceiptInput,
    @Context() context: GraphqlContext,
  ): Promise<EnterBankReceiptPayload> {
    return asPayload<EnterBankReceiptPayload>(context, input, { bankEntry: null }, async () => ({
      bankEntry: await this.found(
        await this.bank.enterReceipt(context.principal, {
          organisationId: parseId('org', input.organisationId),
          amount: moneyOf(input.amount),
          paymentId: input.paymentId == null ? null : parseId('pay', input.paymentId),
          reference: input.reference,
          bookedOn: input.bookedOn,
        }),
      ),
    }));
  }

  @Mutation(() => EnterBankPayoutPayload, {
    description:
      'Enters that a transfer was ordered at the bank. It counts when another finance operator has confirmed it.',
  })
  @Refusals('BANK_DATE_IN_FUTURE', 'BANK_ENTRY_EXISTS', 'TRANSFER_NOT_BY_BANK')
  enterBankPayout(
    @Args('input') input: EnterBankPayoutInput,
    @Context() context: GraphqlContext,
  ): Promise<EnterBankPayoutPayload> {
    return asPayload<EnterBankPayoutPayload>(context, input, { bankEntry: null }, async () => {
      const { reference, bookedOn } = input;
      const id = await this.bank.enterPayout(context.principal, parseId('trf', input.transferId), {
        reference,
        bookedOn,
      });
      return { bankEntry: await this.found(id) };
    });
  }

  @Mutation(() => ConfirmBankEntryPayload, {
    description: 'Confirms a line that another finance operator entered: the money counts from here on.',
  })
  @Refusals(
    'BANK_ENTRY_NOT_FOUND',
    'BANK_ENTRY_SAME_OPERATOR',
    'ILLEGAL_TRANSITION',
    'INSUFFICIENT_FUNDS',
    'TRANSFER_NOT_BY_BANK',
  )
  confirmBankEntry(
    @Args('input') input: ConfirmBankEntryInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmBankEntryPayload> {
    return asPayload<ConfirmBankEntryPayload>(context, input, { bankEntry: null }, async () => {
      const id = parseId('bnk', input.bankEntryId);
      await this.bank.confirm(context.principal, id);
      return { bankEntry: await this.found(id) };
    });
  }

  @Mutation(() => RejectBankEntryPayload, { description: 'Takes a line out that is wrong, also the own one.' })
  @Refusals('BANK_ENTRY_NOT_FOUND', 'ILLEGAL_TRANSITION')
  rejectBankEntry(
    @Args('input') input: RejectBankEntryInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectBankEntryPayload> {
    return asPayload<RejectBankEntryPayload>(context, input, { bankEntry: null }, async () => {
      const id = parseId('bnk', input.bankEntryId);
      await this.bank.reject(context.principal, id);
      return { bankEntry: await this.found(id) };
    });
  }

  private async found(id: Id<'bnk'>): Promise<BankEntryType> {
    return BankEntryType.from(present(await this.queries.entry(id)));
  }
}
