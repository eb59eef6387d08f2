import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { statusesOf } from '#platform/kernel';
import { ERASURE_OBSTACLES } from '../erasure-obstacles.js';
import { ERASURE } from '../erasure.states.js';
import type { ErasureRow } from '../erasures.queries.js';

const ErasureStatusEnum = Object.fromEntries(statusesOf(ERASURE).map((status) => [status.toUpperCase(), status]));
registerEnumType(ErasureStatusEnum, { name: 'ErasureStatus' });
const ErasureObstacleEnum = Object.fromEntries(ERASURE_OBSTACLES.map((name) => [name.toUpperCase(), name]));
registerEnumType(ErasureObstacleEnum, {
  name: 'ErasureObstacle',
  description: 'What others would lose if the person were gone.',
});

@ObjectType('Erasure', { description: 'Your wish to be erased, and what became of it.' })
export class ErasureType {
  @Field(() => ErasureStatusEnum)
  status!: string;

  @Field()
  requestedAt!: Date;

  @Field({ description: 'When it is carried out, unless you take it back before.' })
  dueAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => [ErasureObstacleEnum], { description: 'What stood in the way on that day.' })
  obstacles!: string[];

  static from({ status, requestedAt, dueAt, decidedAt, obstacles }: ErasureRow): ErasureType {
    return { status, requestedAt, dueAt, decidedAt, obstacles: [...obstacles] };
  }
}

@InputType()
export class RequestErasureInput extends SteppedUpInput {}

@InputType()
export class WithdrawErasureInput extends MutationInput {}

@ObjectType({ isAbstract: true })
abstract class ErasurePayload extends MutationPayload {
  @Field(() => ErasureType, { nullable: true })
  erasure!: ErasureType | null;
}

@ObjectType()
export class RequestErasurePayload extends ErasurePayload {}

@ObjectType()
export class WithdrawErasurePayload extends ErasurePayload {}
