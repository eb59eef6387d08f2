import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsString } from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import { formatId, type Messages } from '#platform/kernel';
import { SUPPORT_STATUSES, type SupportStatus } from '../support/support-case.states.js';
import { SUPPORT_CHOICES, type SupportChoice } from '../support/support-cases.repository.js';
import type { SupportCaseRow } from '../support/support-cases.queries.js';
import { named } from './role-grant.types.js';

const SupportStatusEnum = named(SUPPORT_STATUSES);
registerEnumType(SupportStatusEnum, { name: 'SupportStatus', description: 'ADVISED: a steward is the advocate.' });
const SupportChoiceEnum = named(SUPPORT_CHOICES);
registerEnumType(SupportChoiceEnum, {
  name: 'SupportChoice',
  description:
    'Somebody moderates the thread; review hours are paid; independent co-maintainers are looked for; nothing. Silence is the same as NOTHING.',
});

@ObjectType('SupportCase', {
  description:
    'Help that is offered to those who speak for a project. They, and its stewards, see it; nobody else does.',
})
export class SupportCaseType {
  readonly supportCaseId!: string;
  readonly advocateId!: string | null;

  @Field(() => ID)
  id!: string;

  @Field(() => SupportStatusEnum)
  status!: SupportStatus;

  @Field()
  openedAt!: Date;

  @Field({ description: 'What is offered, and that nothing is decided.' })
  card!: string;

  @Field(() => [SupportChoiceEnum], { description: 'What was asked for until now.' })
  choices!: readonly SupportChoice[];

  @Field({ description: 'Signals of pressure have come up.' })
  isPressed!: boolean;

  @Field(() => Date, { nullable: true, description: 'When somebody of the team last said that it is too much.' })
  overloadedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  closedAt!: Date | null;

  static from({ id, ...row }: SupportCaseRow, messages: Messages): SupportCaseType {
    const card = messages.text(`vetting.card.${row.isPressed ? 'pressed' : 'overloaded'}`);
    return Object.assign(new SupportCaseType(), { id: formatId('sup', id), supportCaseId: id, card, ...row });
  }
}

@InputType({ isAbstract: true })
abstract class OfProjectInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class ReportOverloadInput extends OfProjectInput {}

@InputType()
export class TakeUpSupportInput extends OfProjectInput {}

@InputType()
export class ChooseSupportInput extends OfProjectInput {
  @Field(() => [SupportChoiceEnum])
  @ArrayMinSize(1)
  @ArrayMaxSize(SUPPORT_CHOICES.length)
  @ArrayUnique()
  @IsIn(SUPPORT_CHOICES, { each: true })
  choices!: SupportChoice[];
}

@InputType()
export class CloseSupportInput extends OfProjectInput {}

@ObjectType({ isAbstract: true })
export abstract class SupportCasePayload extends MutationPayload {
  @Field(() => SupportCaseType, { nullable: true, description: 'Null also for whoever may report and not see it.' })
  supportCase!: SupportCaseType | null;
}

@ObjectType()
export class ReportOverloadPayload extends SupportCasePayload {}

@ObjectType()
export class TakeUpSupportPayload extends SupportCasePayload {}

@ObjectType()
export class ChooseSupportPayload extends SupportCasePayload {}

@ObjectType()
export class CloseSupportPayload extends SupportCasePayload {}

export const SUPPORT_PAYLOADS = [
  ReportOverloadPayload,
  TakeUpSupportPayload,
  ChooseSupportPayload,
  CloseSupportPayload,
];
