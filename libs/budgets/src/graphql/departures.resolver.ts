import { Context, Field, ID, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RecurringPledgeType } from '#libs/commitments/graphql';
import type { GraphqlContext } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { DepartureRow } from '../departures/departures.queries.js';
import { DeparturesLoader } from './departures.loader.js';

@ObjectType('RecurringPledgeDeparture', { description: 'That no product ships the supported project any more.' })
export class RecurringPledgeDepartureType {
  @Field()
  leftAt!: Date;

  @Field(() => ID, { description: 'The product that had it last.' })
  productId!: string;

  @Field()
  productName!: string;

  @Field(() => ID, { description: 'The inventory that had it last.' })
  inventoryId!: string;

  static from({ leftAt, productId, productName, inventoryId }: DepartureRow): RecurringPledgeDepartureType {
    return {
      leftAt,
      productId: formatId('prd', productId),
      productName,
      inventoryId: formatId('inv', inventoryId),
    };
  }
}

@Resolver(() => RecurringPledgeType)
export class DeparturesResolver {
  constructor(private readonly loader: DeparturesLoader) {}

  @ResolveField(() => RecurringPledgeDepartureType, {
    nullable: true,
    description:
      'Set while the project is in no current inventory of the organisation, and was in one before. The support goes on.',
  })
  async departure(
    @Parent() { recurringPledgeId }: RecurringPledgeType,
    @Context() context: GraphqlContext,
  ): Promise<RecurringPledgeDepartureType | null> {
    const row = await this.loader.load(context, recurringPledgeId);
    return row && RecurringPledgeDepartureType.from(row);
  }
}
