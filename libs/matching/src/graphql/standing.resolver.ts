import { Injectable } from '@nestjs/common';
import { Context, Field, Float, ObjectType, Parent, ResolveField, Resolver, registerEnumType } from '@nestjs/graphql';
import { SIGNALS, type SignalRow } from '#libs/catalog';
import { ProjectType } from '#libs/catalog/graphql';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { asId, parseId, present } from '#platform/kernel';
import type { FragilityBand } from '../fragility-band.js';
import { StandingService, type ProjectStanding } from '../standing.service.js';

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

  static from({ signal, packageKey, value, source, observedAt }: SignalRow): ProjectSignalType {
    const unit = Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal as keyof typeof SIGNALS].unit : '0 to 10';
    return { signal, packageUrl: packageKey && `pkg:${packageKey}`, value, unit, source, observedAt };
  }
}

@ObjectType('ProjectStanding', { description: 'What is known about a project, as far as you may see it.' })
export class ProjectStandingType {
  @Field(() => bands, { description: 'How easily it could break.' })
  fragility!: FragilityBand;

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
    const { fragility, signals, isFull } = present(await this.standings.load(context, parseId('prj', id)));
    return { fragility, isFull, signals: signals.map((row) => ProjectSignalType.from(row)) };
  }
}
