import { Injectable } from '@nestjs/common';
import { Context, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectType } from '#libs/catalog/graphql';
import { OrganisationLoader, OrganisationType } from '#libs/identity/graphql';
import { MoneyType, RequestLoader, type GraphqlContext } from '#platform/graphql';
import { parseId, type Money } from '#platform/kernel';
import {
  ProjectMoneyQueries,
  type ProjectInKind,
  type ProjectMoney,
  type ProjectPayer,
  type ProjectStatement,
} from '../project-money.queries.js';

@ObjectType('ProjectMoney', {
  description: 'Where the money of a project stands, in one currency. All after paid sums up to it.',
})
export class ProjectMoneyType {
  @Field(() => MoneyType, { description: 'Pledged, and neither paid nor ended.' })
  promised!: MoneyType;

  @Field(() => MoneyType, { description: 'All that was ever paid for its needs.' })
  paid!: MoneyType;

  @Field(() => MoneyType, { description: 'Not yet assigned to a milestone.' })
  heldUnassigned!: MoneyType;

  @Field(() => MoneyType)
  heldForMilestones!: MoneyType;

  @Field(() => MoneyType, { description: 'Released, and kept for the project by its fiscal host.' })
  heldByHost!: MoneyType;

  @Field(() => MoneyType, { description: 'Released to recipients, and not on its way yet.' })
  owed!: MoneyType;

  @Field(() => MoneyType, { description: 'On its way to recipients.' })
  inTransfer!: MoneyType;

  @Field(() => MoneyType, { description: 'Sent to recipients.' })
  paidOut!: MoneyType;

  @Field(() => MoneyType)
  platformFee!: MoneyType;

  @Field(() => MoneyType, { description: 'Back to the payers, or into their balance.' })
  returned!: MoneyType;

  static from(row: ProjectMoney): ProjectMoneyType {
    const entries = Object.entries({ ...row } as Readonly<Record<string, Money>>).map(([name, amount]) => [
      name,
      MoneyType.from(amount),
    ]);
    return Object.fromEntries(entries) as Record<keyof ProjectMoney, MoneyType>;
  }
}

@ObjectType('ProjectPayer', {
  description: 'Who has paid for a project, in one currency: a named organisation, or all others together.',
})
export class ProjectPayerType {
  organisationId!: string | null;

  @Field(() => Int, { description: 'How many it stands for: 1 for a named organisation.' })
  payers!: number;

  @Field(() => MoneyType)
  paid!: MoneyType;

  @Field(() => MoneyType, { description: 'What of it came back.' })
  returned!: MoneyType;

  static from({ organisation, payers, paid, returned }: ProjectPayer): ProjectPayerType {
    return {
      organisationId: organisation?.id ?? null,
      payers,
      paid: MoneyType.from(paid),
      returned: MoneyType.from(returned),
    };
  }
}

@ObjectType('ProjectInKind', {
  description: 'Help in kind in one unit: a currency, or XHR for hours. It is in no sum of the money.',
})
export class ProjectInKindType {
  @Field(() => MoneyType, { description: 'Offered, and neither delivered nor ended.' })
  promised!: MoneyType;

  @Field(() => MoneyType)
  delivered!: MoneyType;

  static from({ promised, delivered }: ProjectInKind): ProjectInKindType {
    return { promised: MoneyType.from(promised), delivered: MoneyType.from(delivered) };
  }
}

@ObjectType('ProjectMoneyStatement')
export class ProjectMoneyStatementType {
  @Field(() => [ProjectMoneyType], { description: 'One entry for each currency.' })
  currencies!: ProjectMoneyType[];

  @Field(() => [ProjectInKindType], { description: 'What was given in hours and things, beside the money.' })
  inKind!: ProjectInKindType[];

  @Field(() => [ProjectPayerType], {
    description: 'In each currency the hundred named organisations that paid most, and then one entry for all others.',
  })
  payers!: ProjectPayerType[];
}

@Injectable()
export class ProjectMoneyLoader extends RequestLoader<ProjectStatement> {
  constructor(private readonly queries: ProjectMoneyQueries) {
    super();
  }

  protected batch(keys: readonly string[]): Promise<ReadonlyMap<string, ProjectStatement>> {
    return this.queries.statementsOf(keys);
  }
}

@Resolver(() => ProjectType)
export class ProjectMoneyResolver {
  constructor(private readonly loader: ProjectMoneyLoader) {}

  @ResolveField(() => ProjectMoneyStatementType, {
    description: 'The money of the project by state, and who paid it, summed from the ledger.',
  })
  async moneyStatement(
    @Parent() { id }: ProjectType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectMoneyStatementType> {
    const statement = await this.loader.load(context, parseId('prj', id));
    return {
      currencies: (statement?.currencies ?? []).map((row) => ProjectMoneyType.from(row)),
      inKind: (statement?.inKind ?? []).map((row) => ProjectInKindType.from(row)),
      payers: (statement?.payers ?? []).map((row) => ProjectPayerType.from(row)),
    };
  }
}

@Resolver(() => ProjectPayerType)
export class ProjectPayerResolver {
  constructor(private readonly organisations: OrganisationLoader) {}

  @ResolveField(() => OrganisationType, { nullable: true, description: 'Null for those who are not named.' })
  async organisation(
    @Parent() { organisationId }: ProjectPayerType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = organisationId === null ? null : await this.organisations.load(context, organisationId);
    return row && OrganisationType.from(row);
  }
}
