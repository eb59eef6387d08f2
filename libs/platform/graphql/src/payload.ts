import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { REFUSAL_CODES } from '#platform/contracts';
import { DomainError } from '#platform/kernel';
import type { GraphqlContext } from './context.js';

const codes = Object.fromEntries(REFUSAL_CODES.map((code) => [code, code]));
registerEnumType(codes, { name: 'UserErrorCode', description: 'Why a mutation was refused. Codes are never renamed.' });

@ObjectType({ description: 'What a message says, for programs.' })
export class UserErrorDetail {
  @Field({ description: 'For example `guard`, `earliest`, `limit`.' })
  name!: string;

  @Field({ description: 'Instants as ISO 8601, in UTC.' })
  value!: string;
}

@ObjectType({ description: 'A refusal that the caller can act on. Nothing was changed.' })
export class UserError {
  @Field(() => codes)
  code!: string;

  @Field({ description: 'What is wrong and what to do, for people.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path of the input field at fault.' })
  field!: string[] | null;

  @Field(() => [UserErrorDetail], { description: 'What the message was made of, by name.' })
  details!: UserErrorDetail[];
}

@ObjectType({ isAbstract: true })
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'Empty when the mutation was carried out.' })
  userErrors!: UserError[];

  @Field(() => String, { nullable: true })
  clientMutationId!: string | null;
}

@InputType({ isAbstract: true })
export abstract class MutationInput {
  @Field(() => String, { nullable: true, description: 'Comes back in the payload as it was given.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  clientMutationId?: string | null;
}

type Result<Payload extends MutationPayload> = Omit<Payload, keyof MutationPayload>;
type Nulled<Payload extends MutationPayload> = { readonly [Key in keyof Result<Payload>]: null };

/**
 * Runs a mutation and turns an expected refusal into `userErrors`; `empty` is the payload's own part for that case.
 * Anything else is a bug: it goes on, and the error formatter hides it.
 */
export async function asPayload<Payload extends MutationPayload>(
  context: GraphqlContext,
  input: MutationInput,
  empty: Nulled<Payload>,
  work: () => Promise<Result<Payload>>,
): Promise<Payload> {
  const clientMutationId = input.clientMutationId ?? null;
  try {
    return { ...(await work()), userErrors: [], clientMutationId } as unknown as Payload;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...empty, userErrors: [userError(context, error)], clientMutationId } as unknown as Payload;
  }
}

/** A payload that holds one refusal and nothing else, for what stands before the mutation itself. */
export function refusalPayload(
  context: GraphqlContext,
  input: Readonly<Record<string, unknown>>,
  error: DomainError,
): Pick<MutationPayload, 'userErrors' | 'clientMutationId'> {
  const { clientMutationId } = input;
  return {
    userErrors: [userError(context, error)],
    clientMutationId: typeof clientMutationId === 'string' ? clientMutationId : null,
  };
}

function userError({ messages }: GraphqlContext, error: DomainError): UserError {
  return {
    code: error.code,
    message: messages.text(error.messageKey, error.details),
    field: error.field === null ? null : [...error.field],
    details: Object.entries(error.details)
      .map(([name, value]) => ({ name, value: String(value) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}
