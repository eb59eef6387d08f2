import { Injectable } from '@nestjs/common';
import { Context, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectType } from '#libs/catalog/graphql';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { DemandQueries, type DemandRow } from '../demand.queries.js';
import { DEMAND_BANDS } from '../demand.rules.js';

/** As descriptions name them. */
export const BANDS = `${DEMAND_BANDS.slice(0, -1).join(', ')} or ${String(DEMAND_BANDS.at(-1))}`;

@ObjectType('ProjectDemand', {
  description: `In how many organisations packages of a project are used. Figures are lower bounds: ${BANDS}.`,
})
export class ProjectDemandType {
  @Field(() => Int, {
    description:
      'At least so many organisations have a package of the project in a current inventory of a product that is not archived. Counted are those with a verified domain that have funded a need of a project of others.',
  })
  organisationsAtLeast!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'In at least so many of them it is a direct dependency. Null: in fewer than five.',
  })
  directOrganisationsAtLeast!: number | null;

  @Field({ description: 'ISO 8601 day, UTC. Counted once a week.' })
  countedOn!: string;

  static from({ organisations, directOrganisations, countedOn }: DemandRow): ProjectDemandType {
    return { organisationsAtLeast: organisations, directOrganisationsAtLeast: directOrganisations, countedOn };
  }
}

@Injectable()
export class DemandLoader extends RequestLoader<DemandRow> {
  constructor(private readonly queries: DemandQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, DemandRow>> {
    const rows = principal.kind === 'person' ? await this.queries.ofMaintained(principal.personId, keys) : [];
    return new Map(rows.map((row) => [row.projectId, row]));
  }
}

@Resolver(() => ProjectType)
export class DemandResolver {
  constructor(private readonly demands: DemandLoader) {}

  @ResolveField(() => ProjectDemandType, {
    nullable: true,
    description:
      'How much the project is used, for its maintainers. Null for others, and as long as fewer than five organisations are counted: then nothing is told.',
  })
  async demand(@Parent() { id }: ProjectType, @Context() context: GraphqlContext): Promise<ProjectDemandType | null> {
    const row = await this.demands.load(context, parseId('prj', id));
    return row && ProjectDemandType.from(row);
  }
}
