import { Injectable } from '@nestjs/common';
import { Context, Field, ObjectType, Parent, ResolveField, Resolver, registerEnumType } from '@nestjs/graphql';
import { ProjectType } from '#libs/catalog/graphql';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { parseId, present } from '#platform/kernel';
import { UPKEEP_ADVICE, UPKEEP_EVIDENCE, type UpkeepJudgement } from '../upkeep.rules.js';
import { UpkeepService } from '../upkeep.service.js';
import { StandingLoader } from './standing.resolver.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));
const UpkeepEnum = enumOf(['MAINTAINED', 'UNKNOWN', 'UNMAINTAINED']);
registerEnumType(UpkeepEnum, {
  name: 'Upkeep',
  description: 'UNKNOWN: nothing says that somebody cares for it, and nothing that nobody does.',
});
const UpkeepEvidenceEnum = enumOf(UPKEEP_EVIDENCE);
registerEnumType(UpkeepEvidenceEnum, {
  name: 'UpkeepEvidence',
  description: 'INACTIVE: no commit or release for 24 months. MAINTAINER_HERE: somebody has shown control over it.',
});
const UpkeepAdviceEnum = enumOf(UPKEEP_ADVICE);
registerEnumType(UpkeepAdviceEnum, {
  name: 'UpkeepAdvice',
  description:
    'ADOPT: call for somebody who takes it on. SUPPORT: offer an amount to the first need. MIGRATE: replace it.',
});

@ObjectType('ProjectUpkeep', { description: 'Whether somebody cares for a project, and what that rests on.' })
export class ProjectUpkeepType {
  @Field(() => UpkeepEnum)
  upkeep!: string;

  @Field(() => [UpkeepEvidenceEnum])
  evidence!: readonly string[];

  @Field(() => [UpkeepAdviceEnum], {
    description: 'What to do, the first thing first; empty unless it is UNMAINTAINED.',
  })
  advice!: readonly string[];
}

@Injectable()
export class UpkeepLoader extends RequestLoader<UpkeepJudgement> {
  constructor(private readonly upkeep: UpkeepService) {
    super();
  }

  protected batch(keys: readonly string[]): Promise<ReadonlyMap<string, UpkeepJudgement>> {
    return this.upkeep.of(keys);
  }
}

@Resolver(() => ProjectType)
export class UpkeepResolver {
  constructor(
    private readonly upkeep: UpkeepLoader,
    private readonly standings: StandingLoader,
  ) {}

  @ResolveField(() => ProjectUpkeepType, {
    name: 'upkeep',
    nullable: true,
    description: 'For those who see all signals of the project (`standing.isFull`); null for others.',
  })
  async upkeepOf(@Parent() { id }: ProjectType, @Context() context: GraphqlContext): Promise<ProjectUpkeepType | null> {
    const projectId = parseId<'prj'>('prj', id);
    const { isFull } = present(await this.standings.load(context, projectId));
    return isFull ? present(await this.upkeep.load(context, projectId)) : null;
  }
}
