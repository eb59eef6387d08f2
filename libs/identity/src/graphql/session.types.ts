import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { SessionListRow } from '../sessions.repository.js';

@ObjectType('Session', { description: 'A browser in which you are signed in.' })
export class SessionType {
  @Field(() => ID)
  id!: string;

  @Field()
  createdAt!: Date;

  @Field({ description: 'To the minute.' })
  lastSeenAt!: Date;

  @Field({ description: 'The family of the browser, for example Firefox. Nothing else of it is kept.' })
  client!: string;

  @Field({ description: 'The session that asks.' })
  isCurrent!: boolean;

  static from(row: SessionListRow, currentId: string): SessionType {
    return Object.assign(new SessionType(), { ...row, id: formatId('ses', row.id), isCurrent: row.id === currentId });
  }
}

@InputType()
export class RevokeSessionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  sessionId!: string;
}

@ObjectType()
export class RevokeSessionPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  revokedId!: string | null;
}

@InputType()
export class RevokeOtherSessionsInput extends SteppedUpInput {}

@ObjectType()
export class RevokeOtherSessionsPayload extends MutationPayload {
  @Field(() => Int, { nullable: true, description: 'How many were ended.' })
  revokedCount!: number | null;
}
