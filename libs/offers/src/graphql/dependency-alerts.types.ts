import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import type { DependencyAlertKind } from '#platform/contracts';
import { ConnectionArgs, MutationInput, MutationPayload, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { ALERT_KINDS } from '../alerts/alert-kinds.js';
import type { AlertsOff, DependencyAlertRow } from '../alerts/dependency-alerts.queries.js';

const DependencyAlertKindEnum = Object.fromEntries(ALERT_KINDS.map((kind) => [kind.toUpperCase(), kind]));
registerEnumType(DependencyAlertKindEnum, {
  name: 'DependencyAlertKind',
  description:
    'FIRST_CO_MAINTAINER_REQUEST: the first need of its kind of the project. MAINTAINER_LOST: nobody speaks for it here any more. HAND_OVER_BEGUN: somebody new speaks for it, after or beside others. ROLE_REQUEST_OPENED: a request for rights is open to comments. The last three are told to organisations with a verified domain that have funded a need.',
});

@ObjectType('DependencyAlert', { description: 'Something happened to a project that your organisation ships.' })
export class DependencyAlertType {
  readonly projectId!: string;
  readonly needId!: string | null;

  @Field(() => ID)
  id!: string;

  @Field(() => DependencyAlertKindEnum)
  kind!: string;

  @Field()
  createdAt!: Date;

  @Field({ description: 'Whether you have marked it as read.' })
  isRead!: boolean;

  static from({ id, ...shown }: DependencyAlertRow): DependencyAlertType {
    return Object.assign(new DependencyAlertType(), { ...shown, id: formatId('dal', id) });
  }
}

export const DependencyAlertConnection = connectionType(DependencyAlertType, 'DependencyAlert');

@ObjectType('DependencyAlertsOff', { description: 'Kinds of alerts that are switched off.' })
export class DependencyAlertsOffType {
  @Field(() => [DependencyAlertKindEnum], { description: 'Of these none is made for the organisation.' })
  offForOrganisation!: readonly string[];

  @Field(() => [DependencyAlertKindEnum], { description: 'Of these you are not told; the list has them.' })
  offForMe!: readonly string[];

  static from(off: AlertsOff): DependencyAlertsOffType {
    return off;
  }
}

@ArgsType()
export class DependencyAlertsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => DependencyAlertKindEnum, { nullable: true })
  @IsOptional()
  @IsIn(ALERT_KINDS)
  kind?: DependencyAlertKind | null;

  @Field(() => Boolean, { defaultValue: false })
  @IsBoolean()
  unreadOnly!: boolean;
}

@InputType()
export class SetDependencyAlertsOffInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => DependencyAlertKindEnum)
  @IsIn(ALERT_KINDS)
  kind!: DependencyAlertKind;

  @Field()
  @IsBoolean()
  isOff!: boolean;

  @Field({ defaultValue: false, description: 'For everybody of the organisation instead of you; needs ADMIN.' })
  @IsBoolean()
  forOrganisation!: boolean;
}

@ObjectType()
export class SetDependencyAlertsOffPayload extends MutationPayload {
  @Field(() => DependencyAlertsOffType, { nullable: true })
  dependencyAlertsOff!: DependencyAlertsOffType | null;
}

@InputType()
export class MarkDependencyAlertsReadInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID, { nullable: true, description: 'One of them; all of the organisation without it.' })
  @IsOptional()
  @IsString()
  dependencyAlertId?: string | null;
}

@ObjectType()
export class MarkDependencyAlertsReadPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true, description: 'True when it was done.' })
  isMarked!: boolean | null;
}
