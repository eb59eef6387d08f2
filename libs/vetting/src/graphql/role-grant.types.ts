import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import {
  ConnectionArgs,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { RoleGrantRow } from '../cases/role-grants.queries.js';
import type { OpenGuard } from '../grants/views.js';
import { PARTIES } from '../guards/guard.js';
import { GRANT_STATUSES, type GrantStatus } from '../grants/grant-status.js';
import { SCOPES, SECURITY_CONTACT, TIERS, type Scope, type Tier } from '../policy/scopes.js';

const ALL_SCOPES: readonly Scope[] = [...SCOPES, SECURITY_CONTACT];

export const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Readonly<Record<Name, Name>>;

const RoleScopeEnum = named(ALL_SCOPES);
registerEnumType(RoleScopeEnum, {
  name: 'RoleScope',
  description:
    'What somebody may hold in a project, in the order in which it can be got; SECURITY_CONTACT is a part of ADMIN with a grant of its own.',
});

const RoleGrantStatusEnum = named(GRANT_STATUSES);
registerEnumType(RoleGrantStatusEnum, {
  name: 'RoleGrantStatus',
  description: 'The scope is held in PROBATION, ACTIVE and RECERT_DUE, and in no other.',
});

export const ProjectTierEnum = named(TIERS);
registerEnumType(ProjectTierEnum, {
  name: 'ProjectTier',
  description: 'How much leans on a project: T0 is critical, T3 is small.',
});

const VettingPartyEnum = named(PARTIES);
registerEnumType(VettingPartyEnum, { name: 'VettingParty' });

@ObjectType('VoteResult', { description: 'Of a secret vote that is closed.' })
export class VoteResultType {
  @Field(() => Int)
  yes!: number;

  @Field(() => Int)
  no!: number;
}

@ObjectType('RoleGrant', {
  implements: () => [Node],
  description:
    'A request for one scope of a project, and the scope that came of it. Public from the day on which it is submitted.',
})
export class RoleGrantType extends Node {
  constructor(private readonly row: RoleGrantRow) {
    super();
    this.id = formatId('rgr', row.id);
  }

  get grantId(): string {
    return this.row.id;
  }

  get projectId(): string {
    return this.row.projectId;
  }

  get candidateId(): string {
    return this.row.candidateId;
  }

  get sponsorships(): RoleGrantRow['sponsorships'] {
    return this.row.sponsorships;
  }

  get refusals(): readonly string[] {
    return this.row.refusals;
  }

  @Field(() => RoleScopeEnum)
  get scope(): Scope {
    return this.row.scope;
  }

  @Field(() => RoleGrantStatusEnum)
  get status(): GrantStatus {
    return this.row.status;
  }

  @Field(() => ProjectTierEnum, { nullable: true, description: 'Frozen when the request was submitted; null before.' })
  get tier(): Tier | null {
    return this.row.tier;
  }

  @Field(() => String, { nullable: true, description: 'The policy that it is decided by, whatever changes later.' })
  get policyVersion(): string | null {
    return this.row.policyVersion;
  }

  @Field()
  get createdAt(): Date {
    return this.row.createdAt;
  }

  @Field({ description: 'Since when it has its status.' })
  get enteredAt(): Date {
    return this.row.enteredAt;
  }

  @Field(() => Date, { nullable: true, description: 'When the clock of its status ends; null where none runs.' })
  get dueAt(): Date | null {
    return this.row.dueAt;
  }

  @Field(() => Date, { nullable: true, description: 'Since when the scope is held, probation included.' })
  get heldSince(): Date | null {
    return this.row.heldSince;
  }

  @Field(() => VoteResultType, { nullable: true, description: 'Null until the vote is closed.' })
  get result(): VoteResultType | null {
    return this.row.result;
  }
}

export const RoleGrantConnection = connectionType(RoleGrantType, 'RoleGrant');

@ObjectType('OpenGuard', {
  description: 'What stands between a request and its next step; nothing of it is a judgement of a person.',
})
export class OpenGuardType {
  @Field({ description: 'Stable name of the rule; docs/guards.md has those of the catalogue.' })
  rule!: string;

  @Field()
  title!: string;

  @Field({ description: 'Stable name of the reason.' })
  reason!: string;

  @Field(() => Date, { nullable: true, description: 'From when on waiting alone is enough; null where it is not.' })
  earliest!: Date | null;

  @Field(() => [VettingPartyEnum])
  whoCanAct!: string[];

  static from({ rule, title, reason, earliest, whoCanAct }: OpenGuard): OpenGuardType {
    const at = earliest === null ? null : new Date(earliest);
    return Object.assign(new OpenGuardType(), { rule, title, reason, earliest: at, whoCanAct: [...whoCanAct] });
  }
}

@ArgsType()
export class RoleGrantsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => RoleScopeEnum, { nullable: true })
  @IsOptional()
  @IsIn(ALL_SCOPES)
  scope?: Scope | null;

  @Field(() => RoleGrantStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(GRANT_STATUSES)
  status?: GrantStatus | null;
}

@InputType()
export class RequestRoleInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => RoleScopeEnum)
  @IsIn(ALL_SCOPES)
  scope!: Scope;
}

@InputType({ isAbstract: true })
export abstract class RoleGrantInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  roleGrantId!: string;
}

@InputType({ isAbstract: true })
export abstract class SteppedUpRoleGrantInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  roleGrantId!: string;
}

@InputType()
export class SubmitRoleRequestInput extends SteppedUpRoleGrantInput {}

@InputType()
export class ConsentToRoleRequestInput extends SteppedUpRoleGrantInput {}

@InputType()
export class GrantRoleInput extends SteppedUpRoleGrantInput {
  @Field({ description: 'Where the project says so in public, 1 to 500 characters.' })
  @Length(1, 500)
  publicEntry!: string;
}

@InputType()
export class WithdrawRoleRequestInput extends RoleGrantInput {}

@InputType()
export class StepDownFromRoleInput extends RoleGrantInput {}

@InputType()
export class SuspendRoleInput extends RoleGrantInput {}

@ObjectType({ isAbstract: true })
export abstract class RoleGrantPayload extends MutationPayload {
  @Field(() => RoleGrantType, { nullable: true })
  roleGrant!: RoleGrantType | null;
}

@ObjectType()
export class RequestRolePayload extends RoleGrantPayload {}

@ObjectType()
export class SubmitRoleRequestPayload extends RoleGrantPayload {}

@ObjectType()
export class ConsentToRoleRequestPayload extends RoleGrantPayload {}

@ObjectType()
export class GrantRolePayload extends RoleGrantPayload {}

@ObjectType()
export class WithdrawRoleRequestPayload extends RoleGrantPayload {}

@ObjectType()
export class StepDownFromRolePayload extends RoleGrantPayload {}

@ObjectType()
export class SuspendRolePayload extends RoleGrantPayload {}
