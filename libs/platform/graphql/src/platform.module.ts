import { Global, Module } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from './context.js';
import { anyone, asParent, type FieldPolicy } from './field-policy.js';
import { Node, NodeRegistry } from './node.js';
import { ObjectVersions } from './step-up.js';
import { RateBuckets } from './rate-buckets.repository.js';
import { RateLimitResolver } from './rate-limit.type.js';

@Resolver()
class NodeResolver {
  constructor(private readonly nodes: NodeRegistry) {}

  @Query(() => Node, { nullable: true, description: 'Any object by its id, if you may see it.' })
  node(@Args('id', { type: () => ID }) id: string, @Context() context: GraphqlContext): Promise<object | null> {
    return this.nodes.find(id, context);
  }
}

/** What the GraphQL parts of all contexts share. */
@Global()
@Module({
  providers: [NodeRegistry, NodeResolver, ObjectVersions, RateBuckets, RateLimitResolver],
  exports: [NodeRegistry, ObjectVersions, RateBuckets],
})
export class GraphqlPlatformModule {}

export const graphqlPolicy: FieldPolicy = {
  'Query.node': anyone,
  'Query.rateLimit': anyone,
  'RateLimit.*': asParent,
  'Money.*': asParent,
  'PageInfo.*': asParent,
  'UserError.*': asParent,
  'UserErrorDetail.*': asParent,
};
