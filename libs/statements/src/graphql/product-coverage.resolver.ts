import { Args, Context, Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import type { GraphqlContext } from '#platform/graphql';
import { periodOf } from '../period.rules.js';
import { ProductCoverages } from '../reports/product-coverages.service.js';
import { ProductPeriodArgs } from './compliance-report.type.js';

@ObjectType('ProductCoverage', {
  description: 'Shares of what a product stands on, by its exposure to each project; null when nothing is known.',
})
export class ProductCoverageType {
  @Field(() => Int)
  projects!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Of projects for which the organisation paid more in the period than came back, 0 to 1.',
  })
  funded!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of projects that nobody has claimed, as of today.' })
  unclaimed!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of projects whose work hangs on one person. Null for organisations that may not know it.',
  })
  onePerson!: number | null;
}

@Resolver()
export class ProductCoverageResolver {
  constructor(private readonly coverages: ProductCoverages) {}

  @Query(() => ProductCoverageType, { description: 'How much of what a product stands on its organisation cares for.' })
  productCoverage(
    @Args() { productId, from, to }: ProductPeriodArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ProductCoverageType> {
    return this.coverages.of(asPerson(principal), productId, periodOf(from, to));
  }
}
