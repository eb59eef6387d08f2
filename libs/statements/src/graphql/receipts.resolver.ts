import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { connectionFrom, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { currency } from '#platform/kernel';
import { JournalQueries } from '../journal.queries.js';
import { InvalidPeriodError, periodOf, type Period } from '../period.rules.js';
import { ReceiptsQueries } from '../receipts.queries.js';
import { StatementAccess } from '../statement-access.js';
import { StatementAddresses } from '../statement-addresses.js';
import { JournalExportType, PeriodArgs, ReceiptConnection, ReceiptType, ReceiptsArgs } from './statement.types.js';

@Resolver(() => ReceiptType)
export class ReceiptsResolver {
  constructor(
    private readonly access: StatementAccess,
    private readonly queries: ReceiptsQueries,
    private readonly journals: JournalQueries,
    private readonly addresses: StatementAddresses,
  ) {}

  @Query(() => ReceiptConnection, {
    description: 'Receipts of an organisation. Needs FINANCE or ADMIN in it, or FINANCE_OPERATOR.',
  })
  async receipts(
    @Args() args: ReceiptsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ReceiptType>> {
    const { id } = this.access.payer(asPerson(principal), args.organisationId);
    const code = args.currency == null ? null : currency(args.currency);
    const filter = { ...periodIn(args), currency: code, order: args.order ?? 'newest' };
    return connectionFrom(await this.queries.list(id, filter, pageOf(args)), (row) => ReceiptType.from(row));
  }

  @Query(() => JournalExportType, {
    description: 'The whole journal of a period. Needs FINANCE_OPERATOR.',
  })
  async journalExport(@Args() days: PeriodArgs): Promise<JournalExportType> {
    const count = await this.journals.count(periodOf(days.from, days.to));
    return { ...count, csvUrl: this.addresses.journal(days) };
  }

  @ResolveField(() => String)
  pdfUrl(@Parent() { id }: ReceiptType): string {
    return this.addresses.receipt(id, 'pdf');
  }

  @ResolveField(() => String)
  csvUrl(@Parent() { id }: ReceiptType): string {
    return this.addresses.receipt(id, 'csv');
  }
}

/** Both days or neither. */
function periodIn({ from, to }: ReceiptsArgs): Partial<Period> {
  if (from == null && to == null) return {};
  if (from == null || to == null) throw new InvalidPeriodError(from == null ? 'from' : 'to');
  return periodOf(from, to);
}
