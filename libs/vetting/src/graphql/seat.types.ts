import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { SEAT_KINDS, type SeatKind } from '../pool/pool-member.states.js';
import { SKILLS, type Skill } from '../pool/pool-members.repository.js';
import { OFFER_STATUSES, type OfferStatus } from '../pool/seat-offer.states.js';
import type { SeatOfferRow, SeatRow } from '../pool/seats.queries.js';
import type { OfferStep } from '../pool/seats.service.js';
import { SeatKindEnum, SkillEnum } from './pool-member.types.js';
import { named } from './role-grant.types.js';

const OfferStatusEnum = named(OFFER_STATUSES);
registerEnumType(OfferStatusEnum, {
  name: 'SeatOfferStatus',
  description: 'TAKEN: whoever was drawn wants it, and those who speak for the project have not answered yet.',
});

const STEPS = ['take', 'decline', 'seat', 'refuse'] as const satisfies OfferStep[];
const SeatAnswerEnum = Object.fromEntries(STEPS.map((step) => [step.toUpperCase(), step]));
registerEnumType(SeatAnswerEnum, {
  name: 'SeatAnswer',
  description: 'TAKE and DECLINE are for whoever was drawn, SEAT and REFUSE for those who speak for the project.',
});

@ObjectType('ProjectSeat', {
  description: 'Somebody who sits for a project, and neither pays for it nor is paid by it.',
})
export class ProjectSeatType {
  readonly personId!: string;

  @Field(() => SeatKindEnum)
  kind!: SeatKind;

  @Field()
  since!: Date;

  static from(row: SeatRow): ProjectSeatType {
    return Object.assign(new ProjectSeatType(), row);
  }
}

@ObjectType('SeatOffer', {
  implements: () => [Node],
  description: 'A seat that somebody was drawn for. They see it, and those who speak for the project.',
})
export class SeatOfferType extends Node {
  constructor(private readonly row: SeatOfferRow) {
    super();
    this.id = formatId('sfr', row.id);
  }

  get offerId(): string {
    return this.row.id;
  }

  get memberId(): string {
    return this.row.memberId;
  }

  get projectId(): string {
    return this.row.projectId;
  }

  @Field(() => SeatKindEnum)
  get kind(): SeatKind {
    return this.row.kind;
  }

  @Field(() => OfferStatusEnum)
  get status(): OfferStatus {
    return this.row.status;
  }

  @Field()
  get drawnAt(): Date {
    return this.row.drawnAt;
  }

  @Field({ description: 'Without both answers it ends then.' })
  get lapsesAt(): Date {
    return this.row.lapsesAt;
  }
}

export const SeatOfferConnection = connectionType(SeatOfferType, 'SeatOffer');

@InputType()
export class DrawSeatsInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => SeatKindEnum)
  @IsIn(SEAT_KINDS)
  kind!: SeatKind;

  @Field(() => SkillEnum, { nullable: true, description: 'Only people with this skill; all of them by default.' })
  @IsOptional()
  @IsIn(SKILLS)
  skill?: Skill | null;
}

@InputType()
export class AnswerSeatOfferInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  seatOfferId!: string;

  @Field(() => SeatAnswerEnum)
  @IsIn(STEPS)
  answer!: OfferStep;
}

@InputType()
export class LeaveSeatInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => SeatKindEnum)
  @IsIn(SEAT_KINDS)
  kind!: SeatKind;
}

@ObjectType()
export class DrawSeatsPayload extends MutationPayload {
  projectId!: string | null;

  @Field(() => [SeatOfferType], { nullable: true, description: 'One for each who was drawn.' })
  seatOffers!: SeatOfferType[] | null;
}

@ObjectType()
export class AnswerSeatOfferPayload extends MutationPayload {
  @Field(() => SeatOfferType, { nullable: true })
  seatOffer!: SeatOfferType | null;
}

@ObjectType()
export class LeaveSeatPayload extends MutationPayload {
  projectId!: string | null;

  @Field(() => [ProjectSeatType], { nullable: true, description: 'Who still sits for the project.' })
  seats!: ProjectSeatType[] | null;
}
