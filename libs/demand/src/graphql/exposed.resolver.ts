import { Injectable } from '@nestjs/common';
import { Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AdoptionCallType } from '#libs/offers/graphql';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { DemandQueries } from '../demand.queries.js';
import { BANDS } from './demand.resolver.js';

@Injectable()
export class ExposedLoader extends RequestLoader<number> {
  constructor(private readonly queries: DemandQueries) {
    super();
  }

  protected async batch(keys: readonly string[], { principal }: GraphqlContext): Promise<ReadonlyMap<string, number>> {
    const rows = principal.kind === 'person' ? await this.queries.ofCalled(principal.personId, keys) : [];
    return new Map(rows.map(({ projectId, organisations }) => [projectId, organisations]));
  }
}

@Resolver(() => AdoptionCallType)
export class ExposedResolver {
  constructor(private readonly exposed: ExposedLoader) {}

  @ResolveField(() => Int, {
    nullable: true,
    description: `At least so many organisations ship the project: ${BANDS}. Counted once a week, as Project.demand. For people who are signed in while the call is open; null when fewer than five are counted.`,
  })
  exposedOrganisationsAtLeast(
    @Parent() { projectId }: AdoptionCallType,
    @Context() context: GraphqlContext,
  ): Promise<number | null> {
    return this.exposed.load(context, projectId);
  }
}
