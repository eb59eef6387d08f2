import { Injectable } from '@nestjs/common';
import {
  Context,
  Extensions,
  Field,
  Float,
  ObjectType,
  Parent,
  ResolveField,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { ProjectType, SignalContestType } from '#libs/catalog/graphql';
import { PART_OF_ROW, RequestLoader, type GraphqlContext } from '#platform/graphql';
import { asId, parseId, present } from '#platform/kernel';
import type { FragilityBand } from '../fragility-band.js';
import { StandingService, type ProjectStanding, type ShownSignal } from '../standing.service.js';
import { ProjectScoreType, WhatIfType, unitOf } from './score.types.js';

const bands: Record<FragilityBand, FragilityBand> = { LOW: 'LOW', MEDIUM: 'MEDIUM', HIGH: 'HIGH', UNRATED: 'UNRATED' };
registerEnumType(bands, { name: 'FragilityBand', description: 'UNRATED: too little is known to say.' });

@ObjectType('ProjectSignal', { description: 'A public figure about a project or one of its packages.' })
export class ProjectSignalType {
  @Field({ description: 'Stable name of the signal; scorecard.* is one check of OpenSSF Scorecard.' })
  signal!: string;

  @Field(() => String, { nullable: true, description: 'The package that it is about; null for the whole project.' })
  packageUrl!: string | null;

  @Field(() => Float)
  value!: number;

  @Field({ description: 'What one is of it.' })
  unit!: string;

  @Field()
  source!: string;

  @Field()
  observedAt!: Date;

  @Field({ description: 'Too old to count: nothing newer was seen for four times as long as it should take.' })
  isStale!: boolean;

  @Field({ description: 'Does not count, since a contest of it was upheld.' })
  isLeftOut!: boolean;

  @Field(() => SignalContestType, { nullable: true, description: 'What a maintainer says against it.' })
  contest!: SignalContestType | null;

  static from({ signal, packageKey, contest: against, ...row }: ShownSignal): ProjectSignalType {
    const { value, source, observedAt, isStale, isLeftOut } = row;
    const contest = against && SignalContestType.from(against);
    const packageUrl = packageKey && `pkg:${packageKey}`;
    return { signal, packageUrl, value, unit: unitOf(signal), source, observedAt, isStale, isLeftOut, contest };
  }
}

@ObjectType('ProjectStanding', { description: 'What is known about a project, as far as you may see it.' })
export class ProjectStandingType {
  @Field(() => bands, { description: 'How easily it could break.' })
  fragility!: FragilityBand;

  @Extensions(PART_OF_ROW)
  @Field(() => [ProjectScoreType], {
    description:
      'Stored scores, under every method; fragility, and `openssf-2021`, which takes figures about people and activity, only where `isFull`.',
  })
  scores!: ProjectScoreType[];

  @Extensions(PART_OF_ROW)
  @Field(() => [WhatIfType], { description: 'What would help it, most first; only where `isFull`.' })
  whatIfs!: WhatIfType[];

  @Field(() => [ProjectSignalType])
  signals!: ProjectSignalType[];

  @Field({
    description:
      'Whether figures about people, activity and weaknesses are among the signals: for maintainers of the project, and for members of organisations with a verified domain that have funded a need.',
  })
  isFull!: boolean;
}

@Injectable()
export class StandingLoader extends RequestLoader<ProjectStanding> {
  constructor(private readonly standing: StandingService) {
    super();
  }

  protected batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, ProjectStanding>> {
    return this.standing.of(
      principal,
      keys.map((key) => asId<'prj'>(key)),
    );
  }
}

@Resolver(() => ProjectType)
export class StandingResolver {
  constructor(private readonly standings: StandingLoader) {}

  @ResolveField(() => ProjectStandingType, {
    nullable: true,
    description: 'For people who are signed in; null for others.',
  })
  async standing(@Parent() { id }: ProjectType, @Context() context: GraphqlContext): Promise<ProjectStandingType> {
    const { fragility, scores, signals, isFull } = present(await this.standings.load(context, parseId('prj', id)));
    const full = scores.find(({ axis }) => axis === 'fragility');
    return {
      fragility,
      isFull,
      scores: scores.map((row) => ProjectScoreType.from(row, context.messages)),
      whatIfs: WhatIfType.of(full?.terms ?? [], context.messages),
      signals: signals.map((row) => ProjectSignalType.from(row)),
    };
  }
}
