import { Context, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from './context.js';

@ObjectType('RateLimit', {
  description: 'What you may still ask for. A point is an object that a document can return.',
})
export class RateLimitType {
  @Field(() => Int, { description: 'Points in one window.' })
  limit!: number;

  @Field(() => Int, { description: 'Points that this request costs; at least one.' })
  cost!: number;

  @Field(() => Int)
  remaining!: number;

  @Field({ description: 'When the window is over and the bucket is full again.' })
  resetAt!: Date;
}

@Resolver()
export class RateLimitResolver {
  @Query(() => RateLimitType, { nullable: true })
  rateLimit(@Context() { rateStanding }: GraphqlContext): RateLimitType | null {
    if (rateStanding === null) return null;
    const { limit, cost, remaining, resetAt } = rateStanding;
    return { limit, cost, remaining, resetAt };
  }
}
