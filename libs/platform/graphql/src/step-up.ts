import { Injectable } from '@nestjs/common';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import {
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { RefusalCode } from '#platform/contracts';
import { DomainError, type Canonical, type PersonPrincipal } from '#platform/kernel';
import type { GraphqlContext } from './context.js';
import { MutationInput, refusalPayload } from './payload.js';

/** Fields of an input that say nothing of the action: the proof itself, and the caller's own mark. */
const APART = ['stepUp', 'clientMutationId'];

@InputType({ description: 'The answer of a passkey to the options of beginStepUp for this very call.' })
export class StepUpInput {
  @Field(() => ID)
  @IsString()
  challengeId!: string;

  @Field({ description: 'What the browser gave (an AuthenticationResponseJSON), as JSON text.' })
  @IsString()
  @MaxLength(20_000)
  assertion!: string;
}

/** Input of a mutation that a passkey may have to confirm. */
@InputType({ isAbstract: true })
export abstract class SteppedUpInput extends MutationInput {
  @Field(() => StepUpInput, {
    nullable: true,
    description: 'When the call is refused with STEP_UP_REQUIRED: the answer of a passkey to beginStepUp.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => StepUpInput)
  stepUp?: StepUpInput | null;
}

export interface ProtectedArguments {
  /** Goes on from "a passkey has to confirm", in the description of the mutation. */
  readonly text: string;
  readonly holds: (input: Readonly<Record<string, unknown>>) => boolean;
}

/** How one mutation is protected. */
export interface Protection {
  /** `always`: nobody passes without a passkey. `onceEnrolled`: asked of those who have a passkey. */
  readonly passkey: 'always' | 'onceEnrolled';
  /** Which arguments are protected; all are, when it is left out. */
  readonly when?: ProtectedArguments;
  /** A decision over others: refused for some days after a change of authenticators. */
  readonly decision?: true;
  /** Open for a short time after a recovery code was used, since the passkey is lost then. */
  readonly recoverable?: true;
}

/** Protected mutations by coordinate, `Mutation.field`. */
export type ProtectionTable = Readonly<Record<string, Protection>>;

/** One call of a protected mutation, as it arrived. */
export interface ProtectedCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly protection: Protection;
}

export interface Admission {
  /** The same person, with the proof when a passkey has confirmed. */
  readonly principal: PersonPrincipal;
  /** The session's new secret; a confirmed session does not go on with the old one. */
  readonly sessionSecret: string | null;
}

/** The policy asks whether a protected call may go on, and `identity` knows; so the arrow between them keeps its direction. */
export abstract class StepUpGate {
  /** @throws DomainError with what is missing */
  abstract admit(principal: PersonPrincipal, call: ProtectedCall): Promise<Admission>;
}

/** Contexts say in which version an object is, so that a confirmation is worth nothing once the object has changed. */
@Injectable()
export class ObjectVersions {
  private readonly readers = new Map<string, VersionReader>();

  register(operation: string, reader: VersionReader): void {
    if (this.readers.has(operation)) throw new Error(`two versions for ${operation}`);
    this.readers.set(operation, reader);
  }

  async of(operation: string, input: Readonly<Record<string, unknown>>): Promise<string | null> {
    return (await this.readers.get(operation)?.(input)) ?? null;
  }
}

type VersionReader = (input: Readonly<Record<string, unknown>>) => Promise<string | null>;

/** The codes with which the gate refuses. */
export function gateRefusals({ decision }: Protection): readonly RefusalCode[] {
  const codes: readonly RefusalCode[] = ['STEP_UP_INVALID', 'STEP_UP_REQUIRED'];
  return decision ? [...codes, 'DECISIONS_PAUSED'] : codes;
}

/** What of an input is signed: everything but the proof and the caller's mark. The order of fields does not matter. */
export function signedArguments(input: Readonly<Record<string, unknown>>): Canonical {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !APART.includes(name))) as Canonical;
}

/**
 * Puts the gate before every protected mutation. The start fails for a protected mutation that is not there, that has
 * no `stepUp` in its input, or whose payload cannot carry a refusal.
 */
export function enforceStepUp(schema: GraphQLSchema, table: ProtectionTable, gate: StepUpGate): GraphQLSchema {
  const problems: string[] = [];
  for (const [coordinate, protection] of Object.entries(table)) {
    const [type = '', operation = ''] = coordinate.split('.');
    const field = type === 'Mutation' ? schema.getMutationType()?.getFields()[operation] : undefined;
    const input = getNamedType(field?.args.find(({ name }) => name === 'input')?.type);
    const payload = getNamedType(field?.type);
    if (!field) problems.push(`${coordinate} is protected, and there is no such mutation`);
    else if (!isInputObjectType(input) || getNamedType(input.getFields().stepUp?.type)?.name !== 'StepUpInput')
      problems.push(`${coordinate} is protected, and its input has no stepUp`);
    else if (!isObjectType(payload) || !carriesRefusals(payload))
      problems.push(`${coordinate} is protected, and its payload cannot carry a refusal`);
    else guard(field as GraphQLField<unknown, GraphqlContext>, operation, protection, gate);
  }
  if (problems.length > 0) throw new Error(problems.join('; '));
  return schema;
}

function guard(
  field: GraphQLField<unknown, GraphqlContext>,
  operation: string,
  protection: Protection,
  gate: StepUpGate,
): void {
  const resolve = field.resolve!;
  field.resolve = async (source, args: { input: Record<string, unknown> }, context: GraphqlContext, info) => {
    const { input } = args;
    // Who is no person has been refused by the rule of the field before.
    if (context.principal.kind !== 'person' || protection.when?.holds(input) === false)
      return resolve(source, args, context, info);
    try {
      const { principal, sessionSecret } = await gate.admit(context.principal, { operation, input, protection });
      if (sessionSecret !== null) context.renewSession(sessionSecret);
      return await resolve(source, args, { ...context, principal }, info);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refusalPayload(context, input, error);
    }
  };
}

function carriesRefusals(payload: GraphQLObjectType): boolean {
  const { userErrors, ...others } = payload.getFields();
  return userErrors !== undefined && Object.values(others).every(({ type }) => !isNonNullType(type));
}
