import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, money } from '#platform/kernel';
import {
  POOL_DECISIONS,
  POOL_STATUSES,
  SEAT_KINDS,
  type PoolDecision,
  type PoolStatus,
  type SeatKind,
} from '../pool/pool-member.states.js';
import type { PoolDecisionRow, PoolMemberRow } from '../pool/pool-members.queries.js';
import { SKILLS, type Skill } from '../pool/pool-members.repository.js';
import { named } from './role-grant.types.js';

export const SeatKindEnum = named(SEAT_KINDS);
registerEnumType(SeatKindEnum, {
  name: 'SeatKind',
  description:
    'STEWARD: votes and decides where a project has few people. REVIEWER: reports on requests and on probation.',
});
const PoolStatusEnum = named(POOL_STATUSES);
registerEnumType(PoolStatusEnum, { name: 'PoolStatus' });
const PoolDecisionEnum = named(POOL_DECISIONS);
registerEnumType(PoolDecisionEnum, { name: 'PoolDecisionKind', description: 'REMOVE ends all seats as well.' });
export const SkillEnum = named(SKILLS);
registerEnumType(SkillEnum, { name: 'PoolSkill' });

@ObjectType('PoolDecision', {
  description: 'What somebody said of a member of the pool. With the second voice it is done.',
})
export class PoolDecisionType {
  readonly personId!: string;

  @Field(() => PoolDecisionEnum)
  action!: PoolDecision;

  @Field()
  reason!: string;

  @Field()
  at!: Date;

  static from({ at, ...row }: PoolDecisionRow): PoolDecisionType {
    return Object.assign(new PoolDecisionType(), { ...row, at: new Date(at) });
  }
}

@ObjectType('PoolMember', {
  implements: () => [Node],
  description: 'Somebody who sits for projects, or would. What they say of themselves is public.',
})
export class PoolMemberType extends Node {
  constructor(private readonly row: PoolMemberRow) {
    super();
    this.id = formatId('plm', row.id);
  }

  get memberId(): string {
    return this.row.id;
  }

  get personId(): string {
    return this.row.personId;
  }

  @Field(() => SeatKindEnum)
  get kind(): SeatKind {
    return this.row.kind;
  }

  @Field(() => PoolStatusEnum)
  get status(): PoolStatus {
    return this.row.status;
  }

  @Field()
  get statement(): string {
    return this.row.statement;
  }

  @Field(() => [SkillEnum])
  get skills(): readonly Skill[] {
    return this.row.skills;
  }

  @Field({ description: 'What could make them partial, in words.' })
  get ties(): string {
    return this.row.ties;
  }

  @Field(() => [ID], { description: 'For these they are never drawn.' })
  get tiedProjectIds(): string[] {
    return this.row.tiedProjects.map((id) => formatId('prj', id));
  }

  @Field(() => [ID], { description: 'Nor for projects that these have funded.' })
  get tiedOrganisationIds(): string[] {
    return this.row.tiedOrganisations.map((id) => formatId('org', id));
  }

  @Field(() => Int, { description: 'How many seats they take at a time; 0 for none now.' })
  get loadLimit(): number {
    return this.row.loadLimit;
  }

  @Field(() => Int, { description: 'How many they have.' })
  get seats(): number {
    return this.row.seats;
  }

  @Field(() => MoneyType, { nullable: true, description: 'What an hour costs; null for nothing.' })
  get ratePerHour(): MoneyType | null {
    const { rate } = this.row;
    return rate && MoneyType.from(money(BigInt(rate.minor), rate.currency));
  }

  @Field()
  get appliedAt(): Date {
    return this.row.appliedAt;
  }

  @Field(() => [PoolDecisionType], { description: 'Oldest first.' })
  get decisions(): PoolDecisionType[] {
    return this.row.decisions.map((row) => PoolDecisionType.from(row));
  }
}

export const PoolMemberConnection = connectionType(PoolMemberType, 'PoolMember');

@ArgsType()
export class PoolMembersArgs extends ConnectionArgs {
  @Field(() => SeatKindEnum, { nullable: true })
  @IsOptional()
  @IsIn(SEAT_KINDS)
  kind?: SeatKind | null;

  @Field(() => PoolStatusEnum, { nullable: true, description: 'Of this status alone; all of them by default.' })
  @IsOptional()
  @IsIn(POOL_STATUSES)
  status?: PoolStatus | null;
}

@InputType()
export class PoolProfileInput {
  @Field({ description: 'What you have done, and what you would do, 20 to 4,000 characters, in public.' })
  @Length(20, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  statement!: string;

  @Field(() => [SkillEnum])
  @ArrayMinSize(1)
  @ArrayMaxSize(SKILLS.length)
  @ArrayUnique()
  @IsIn(SKILLS, { each: true })
  skills!: Skill[];

  @Field({
    description: 'What could make you partial, in words and in public; at most 2,000 characters, and may be empty.',
  })
  @IsString()
  @MaxLength(2_000)
  ties!: string;

  @Field(() => [ID], { description: 'Projects that you are tied to.' })
  @ArrayMaxSize(100)
  @IsString({ each: true })
  tiedProjectIds!: string[];

  @Field(() => [ID], { description: 'Organisations that you are tied to.' })
  @ArrayMaxSize(100)
  @IsString({ each: true })
  tiedOrganisationIds!: string[];

  @Field(() => Int, { description: 'How many seats you take at a time, 0 to 10.' })
  @IsInt()
  @Min(0)
  @Max(10)
  loadLimit!: number;

  @Field(() => MoneyInput, { nullable: true, description: 'What an hour costs; nothing by default.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  ratePerHour?: MoneyInput | null;
}

@InputType()
export class ApplyToPoolInput extends MutationInput {
  @Field(() => SeatKindEnum)
  @IsIn(SEAT_KINDS)
  kind!: SeatKind;

  @Field(() => PoolProfileInput)
  @ValidateNested()
  @Type(() => PoolProfileInput)
  profile!: PoolProfileInput;
}

@InputType()
export class UpdatePoolMembershipInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  poolMemberId!: string;

  @Field(() => PoolProfileInput)
  @ValidateNested()
  @Type(() => PoolProfileInput)
  profile!: PoolProfileInput;
}

@InputType()
export class LeavePoolInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  poolMemberId!: string;
}

@InputType()
export class DecideOnPoolMemberInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  poolMemberId!: string;

  @Field(() => PoolDecisionEnum)
  @IsIn(POOL_DECISIONS)
  decision!: PoolDecision;

  @Field({ description: '20 to 4,000 characters, in public; about the work, not about the person.' })
  @Length(20, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  reason!: string;
}

@ObjectType({ isAbstract: true })
export abstract class PoolMemberPayload extends MutationPayload {
  @Field(() => PoolMemberType, { nullable: true })
  poolMember!: PoolMemberType | null;
}

@ObjectType()
export class ApplyToPoolPayload extends PoolMemberPayload {}

@ObjectType()
export class UpdatePoolMembershipPayload extends PoolMemberPayload {}

@ObjectType()
export class LeavePoolPayload extends PoolMemberPayload {}

@ObjectType()
export class DecideOnPoolMemberPayload extends PoolMemberPayload {}

export const POOL_PAYLOADS = [
  ApplyToPoolPayload,
  UpdatePoolMembershipPayload,
  LeavePoolPayload,
  DecideOnPoolMemberPayload,
];
