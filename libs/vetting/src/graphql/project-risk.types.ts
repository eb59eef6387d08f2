import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ConnectionArgs, MutationPayload, Node, SteppedUpInput, connectionType } from '#platform/graphql';
import { DAY_MS, addMs, formatId, type Messages } from '#platform/kernel';
import type { HistorySource } from '../history/history-imports.repository.js';
import { REVIEW_DAYS } from '../risk/risk-changes.service.js';
import type { ProjectRisk, SignalRow, SubjectKind } from '../risk/signals.queries.js';
import { RISK_LEVELS, type RiskLevelName } from '../signals/risk-level.js';
import { SIGNAL_RULES } from '../signals/signal-rules.js';
import { HistorySourceEnum } from './history-import.types.js';
import { named } from './role-grant.types.js';

const RiskLevelEnum = named(RISK_LEVELS);
registerEnumType(RiskLevelEnum, {
  name: 'RiskLevel',
  description:
    'WATCH: a note for reviewers. REVIEW: somebody looks within five days, and everything goes on. HOLD: requests for more rights stop. Nothing is taken from anybody by any of them.',
});
const SubjectKindEnum = named(['PROJECT', 'PERSON', 'OBJECT'] as const satisfies SubjectKind[]);
registerEnumType(SubjectKindEnum, { name: 'SignalSubjectKind', description: 'OBJECT: a release, a path, a resource.' });

const RULES = new Map(SIGNAL_RULES.map((rule) => [rule.id, rule]));

@ObjectType('HistoryCoverage')
export class HistoryCoverageType {
  @Field(() => HistorySourceEnum)
  source!: HistorySource;

  @Field({ description: 'Until when all of it is known.' })
  until!: Date;
}

@ObjectType('ProjectRisk', {
  description:
    'What the open signals of a project come to: facts that speak for a closer look at what happens to it, and no judgement of anybody.',
})
export class ProjectRiskType {
  @Field(() => RiskLevelEnum)
  level!: RiskLevelName;

  @Field(() => Int)
  points!: number;

  @Field(() => [String], { description: 'Families that add points. One alone never alerts.' })
  families!: readonly string[];

  @Field({ description: 'One signal holds by itself.' })
  isHard!: boolean;

  @Field({ description: 'Signals of pressure on the maintainers are open.' })
  isPressed!: boolean;

  @Field(() => Date, {
    nullable: true,
    description: 'When the last of them ended; null when there was none, and while one is open.',
  })
  calmSince!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Of a level of REVIEW, by when somebody is to have looked.' })
  lookBy!: Date | null;

  @Field(() => [HistoryCoverageType], {
    description: 'What is known, in the order of the sources. Of what is missing nothing is known.',
  })
  coverage!: readonly HistoryCoverageType[];

  static from(risk: ProjectRisk): ProjectRiskType {
    const { level, points, families, isHard, calmSince, pressureEndsAt, changedAt, coverage } = risk;
    const isPressed = pressureEndsAt !== null;
    return Object.assign(new ProjectRiskType(), {
      ...{ level, points, families, isHard, isPressed, coverage },
      calmSince: isPressed || calmSince === 'NEVER' ? null : new Date(calmSince),
      lookBy: level === 'REVIEW' && changedAt !== null ? addMs(changedAt, REVIEW_DAYS * DAY_MS) : null,
    });
  }
}

@ObjectType('SignalClearing', { description: 'Why somebody says that a signal no longer counts.' })
export class SignalClearingType {
  readonly personId!: string;

  @Field()
  reason!: string;

  @Field()
  at!: Date;
}

@ObjectType('RiskSignal', {
  implements: () => [Node],
  description: 'One dated fact that speaks for a closer look, until its window ends or two people clear it.',
})
export class RiskSignalType extends Node {
  constructor(
    private readonly row: SignalRow,
    private readonly messages: Messages,
  ) {
    super();
    this.id = formatId('sig', row.id);
  }

  get signalId(): string {
    return this.row.id;
  }

  @Field({ description: 'As docs/vetting/signals.md numbers them.' })
  get rule(): string {
    return this.row.rule;
  }

  @Field({ description: 'What was found.' })
  get name(): string {
    return RULES.get(this.row.rule)!.name;
  }

  @Field()
  get family(): string {
    return this.row.family;
  }

  @Field({ description: 'Why it matters.' })
  get why(): string {
    return this.messages.text(`vetting.signal.why.${this.row.family}`);
  }

  @Field({ description: 'What to do.' })
  get advice(): string {
    return this.messages.text(`vetting.signal.advice.${this.row.family}`);
  }

  @Field({ description: 'What honest facts look the same.' })
  get benign(): string {
    return RULES.get(this.row.rule)!.benign;
  }

  @Field(() => Int)
  get points(): number {
    return this.row.points;
  }

  @Field({ description: 'It holds by itself.' })
  get isHard(): boolean {
    return this.row.isHard;
  }

  @Field(() => SubjectKindEnum)
  get subjectKind(): SubjectKind {
    return this.row.subjectKind;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'What it is about; of people the name, for those who speak for the project, its stewards and reviewers.',
  })
  get subject(): string | null {
    return this.row.subject;
  }

  @Field({ description: 'The day of the fact.' })
  get day(): Date {
    return dateOf(this.row.day);
  }

  @Field(() => Date, { nullable: true, description: 'From when on it counts no more; null until two people clear it.' })
  get endsAt(): Date | null {
    return this.row.endDay === null ? null : dateOf(this.row.endDay);
  }

  @Field()
  get foundAt(): Date {
    return this.row.foundAt;
  }

  @Field(() => [String], { description: 'Where to look it up; at most ten, for those who see whom it is about.' })
  get sources(): readonly string[] {
    return this.row.sources;
  }

  @Field(() => [SignalClearingType], { description: 'With the second it counts no more.' })
  get clearings(): readonly SignalClearingType[] {
    return this.row.clearings.map((clearing) => Object.assign(new SignalClearingType(), clearing));
  }
}

export const RiskSignalConnection = connectionType(RiskSignalType, 'RiskSignal');

@ArgsType()
export class RiskSignalsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Boolean, { nullable: true, description: 'True for those that count, false for those that do no more.' })
  @IsOptional()
  @IsBoolean()
  isOpen?: boolean | null;
}

@InputType()
export class ClearRiskSignalInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  signalId!: string;

  @Field({ description: 'What you looked at and found, 20 to 4,000 characters; about the facts, not about a person.' })
  @Length(20, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  reason!: string;
}

@ObjectType()
export class ClearRiskSignalPayload extends MutationPayload {
  @Field(() => RiskSignalType, { nullable: true })
  signal!: RiskSignalType | null;
}

function dateOf(day: number): Date {
  return new Date(day * DAY_MS);
}
