import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { ConnectionArgs, connectionFrom, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { PartyStatementsQueries, type Party } from '../party-statements.queries.js';
import { periodOf } from '../period.rules.js';
import { StatementAccess } from '../statement-access.js';
import { StatementAddresses } from '../statement-addresses.js';
import type { Days, FileFormat } from '../statement-files.js';
import {
  AccountBalanceType,
  PayeeStatementArgs,
  PayerStatementArgs,
  StatementLineConnection,
  StatementLineType,
  StatementType,
  YearTotalType,
} from './statement.types.js';

@Resolver(() => StatementType)
export class PartyStatementsResolver {
  constructor(
    private readonly access: StatementAccess,
    private readonly queries: PartyStatementsQueries,
    private readonly addresses: StatementAddresses,
  ) {}

  @Query(() => StatementType, {
    description: 'What is held for an organisation that pays. Needs FINANCE or ADMIN in it, or FINANCE_OPERATOR.',
  })
  payerStatement(
    @Args() { organisationId, ...days }: PayerStatementArgs,
    @Context() { principal }: GraphqlContext,
  ): StatementType {
    return statementOf(this.access.payer(asPerson(principal), organisationId), organisationId, days);
  }

  @Query(() => StatementType, {
    description:
      'What is owed to you, or to an organisation whose money you keep. Needs FINANCE_OPERATOR for everybody else.',
  })
  payeeStatement(
    @Args() { payeeId, ...days }: PayeeStatementArgs,
    @Context() { principal }: GraphqlContext,
  ): StatementType {
    const person = asPerson(principal);
    const party = this.access.payee(person, payeeId ?? null);
    return statementOf(party, payeeId ?? formatId('usr', person.personId), days);
  }

  @ResolveField(() => [AccountBalanceType], { description: 'Before the first day.' })
  async opening(@Parent() { party, period }: StatementType): Promise<AccountBalanceType[]> {
    return (await this.queries.balancesAt(party, period.from)).map((row) => AccountBalanceType.from(row));
  }

  @ResolveField(() => [AccountBalanceType], { description: 'After the last day; opening and lines sum up to it.' })
  async closing(@Parent() { party, period }: StatementType): Promise<AccountBalanceType[]> {
    return (await this.queries.balancesAt(party, period.to)).map((row) => AccountBalanceType.from(row));
  }

  @ResolveField(() => StatementLineConnection, { description: 'In the order of booking.' })
  async lines(
    @Parent() { party, period }: StatementType,
    @Args() args: ConnectionArgs,
  ): Promise<ConnectionValue<StatementLineType>> {
    return connectionFrom(await this.queries.lines(party, period, pageOf(args)), (row) => StatementLineType.from(row));
  }

  @ResolveField(() => [YearTotalType], { description: 'Of a payee, over all years; empty for a payer.' })
  async years(@Parent() { party }: StatementType): Promise<YearTotalType[]> {
    if (party.kind === 'payer') return [];
    return (await this.queries.yearTotals(party.id)).map((row) => YearTotalType.from(row));
  }

  @ResolveField(() => String)
  pdfUrl(@Parent() statement: StatementType): string {
    return this.address(statement, 'pdf');
  }

  @ResolveField(() => String)
  csvUrl(@Parent() statement: StatementType): string {
    return this.address(statement, 'csv');
  }

  private address({ party, partyId, days }: StatementType, format: FileFormat): string {
    return this.addresses.statement(party.kind === 'payer' ? 'payers' : 'payees', partyId, days, format);
  }
}

function statementOf(party: Party, partyId: string, days: Days): StatementType {
  return { party, partyId, days, period: periodOf(days.from, days.to) };
}
