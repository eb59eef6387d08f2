import { Extensions, Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SIGNALS } from '#libs/catalog';
import type { Exposure } from '#libs/inventory';
import { PART_OF_ROW } from '#platform/graphql';
import { formatId, asId, type Messages } from '#platform/kernel';
import type { ScoreAxis, ScoreTerm } from '../scores/project-scores.js';
import type { StoredProjectScore } from '../scores/scores.queries.js';
import type { SignalTerm, WeightedScore } from '../weighted-score.js';
import { whatIfs, type WhatIf } from '../what-if.js';

const axes: Record<Uppercase<ScoreAxis>, Uppercase<ScoreAxis>> = { CRITICALITY: 'CRITICALITY', FRAGILITY: 'FRAGILITY' };
registerEnumType(axes, {
  name: 'ScoreAxis',
  description: 'How much the world depends on a project, and how easily it could break.',
});

@ObjectType('ScoreTerm', { description: 'A signal as a score has taken it, and the figure that it came from.' })
export class ScoreTermType {
  @Field({ description: 'Stable name of the signal.' })
  signal!: string;

  @Field()
  label!: string;

  @Field(() => Float)
  weight!: number;

  @Field(() => Float, { description: '0 to 1; of fragility, 1 is fragile.' })
  value!: number;

  @Field(() => Float, { nullable: true, description: 'The figure itself; null where only a band may be known.' })
  figure!: number | null;

  @Field(() => String, { nullable: true, description: 'What one is of the figure.' })
  unit!: string | null;

  @Field(() => String, { nullable: true, description: 'The package that it is about; null for the whole project.' })
  packageUrl!: string | null;

  @Field(() => String, { nullable: true })
  source!: string | null;

  @Field(() => Date, { nullable: true })
  observedAt!: Date | null;

  static from(term: SignalTerm<string> | ScoreTerm, messages: Messages): ScoreTermType {
    const { signal, weight, value } = term;
    const own = { signal, weight, value, label: messages.text(`matching.term.${signal}`) };
    if (!('figure' in term))
      return { ...own, figure: null, unit: null, packageUrl: null, source: null, observedAt: null };
    const { figure, origin, packageKey, source, observedAt } = term;
    const packageUrl = packageKey === null ? null : `pkg:${packageKey}`;
    return { ...own, figure, unit: unitOf(origin), packageUrl, source, observedAt: new Date(observedAt) };
  }
}

/** What one is of a stored figure; checks of Scorecard have no entry of their own. */
export function unitOf(signal: string): string {
  return Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal as keyof typeof SIGNALS].unit : '0 to 10';
}

@ObjectType('Score', {
  description: 'A weighted mean of signals and a neutral prior. What is missing counts neither for nor against.',
})
export class ScoreType {
  @Field(() => Float, { description: '0 to 1.' })
  value!: number;

  @Field(() => Float, { description: 'Share of the whole weight for which there is a signal, 0 to 1.' })
  confidence!: number;

  @Extensions(PART_OF_ROW)
  @Field(() => [ScoreTermType])
  terms!: ScoreTermType[];

  @Field(() => [String], { description: 'Signals that are not known, or too old to count.' })
  missing!: string[];

  static from({ value, confidence, terms, missing }: WeightedScore<string>, messages: Messages): ScoreType {
    return { value, confidence, terms: terms.map((term) => ScoreTermType.from(term, messages)), missing: [...missing] };
  }
}

@ObjectType('ProjectScore', { description: 'A stored score of a project under one method.' })
export class ProjectScoreType {
  @Field({ description: 'The method and its version.' })
  methodId!: string;

  @Field(() => axes)
  axis!: Uppercase<ScoreAxis>;

  @Field(() => ScoreType)
  score!: ScoreType;

  @Field({ description: 'Silence is not held against it, since a maintainer says that it is finished.' })
  isFinished!: boolean;

  @Field(() => String, { nullable: true, description: 'The day on which it changes by age alone, ISO 8601.' })
  staleOn!: string | null;

  @Field()
  scoredAt!: Date;

  static from(row: StoredProjectScore, messages: Messages): ProjectScoreType {
    const { methodId, axis, isFinished, staleOn, scoredAt } = row;
    const shown = axis === 'criticality' ? axes.CRITICALITY : axes.FRAGILITY;
    return { methodId, axis: shown, score: ScoreType.from(row, messages), isFinished, staleOn, scoredAt };
  }
}

@ObjectType('WhatIf', { description: 'A step that would make a project less fragile.' })
export class WhatIfType {
  @Field({ description: 'Stable name of the signal.' })
  signal!: string;

  @Field({ description: 'In words.' })
  label!: string;

  @Field(() => Float, { description: 'The figure as it is.' })
  from!: number;

  @Field(() => Float, { description: 'The figure after the step.' })
  to!: number;

  @Field(() => Float, { description: 'By how much fragility, from 0 to 1, would fall.' })
  lowersFragilityBy!: number;

  static of(terms: readonly (ScoreTerm | SignalTerm<string>)[], messages: Messages): WhatIfType[] {
    const traced = terms.filter((term): term is ScoreTerm => 'figure' in term);
    return whatIfs(traced).map((step: WhatIf) => ({ ...step, label: messages.text(`matching.whatIf.${step.signal}`) }));
  }
}

@ObjectType('ProductExposure', { description: 'What one product adds to how a company depends on a project.' })
export class ProductExposureType {
  @Field(() => ID)
  productId!: string;

  @Field(() => Float, { description: '0 to 1.' })
  value!: number;

  @Field(() => Float, { nullable: true, description: '1 for a direct dependency; null where the file does not tell.' })
  depthFactor!: number | null;

  @Field(() => Float, { nullable: true, description: 'How many of the direct dependencies bring it in, 0 to 1.' })
  gatewayFactor!: number | null;

  @Field(() => Float, { description: '1 at run time, less for optional and development.' })
  scopeFactor!: number;

  @Field(() => Float, { description: 'Weight of the product, relative to the heaviest of the company.' })
  relativeWeight!: number;

  static from({ productId, value, ...factors }: Exposure['products'][number]): ProductExposureType {
    const { depthFactor, gatewayFactor, scopeFactor, relativeWeight } = factors;
    const id = formatId('prd', asId(productId));
    return { productId: id, value, depthFactor, gatewayFactor, scopeFactor, relativeWeight };
  }
}
