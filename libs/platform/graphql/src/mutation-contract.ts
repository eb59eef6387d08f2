import { Extensions } from '@nestjs/graphql';
import {
  getNamedType,
  isInputObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { REFUSAL_CODES, type RefusalCode } from '#platform/contracts';
import { IDEMPOTENCY_REFUSALS } from '#platform/database';
import type { GraphqlContext } from './context.js';
import type { Access, FieldPolicy } from './field-policy.js';
import { MONEY_REFUSALS } from './money.type.js';
import { gateRefusals, type Protection, type ProtectionTable } from './step-up.js';

/**
 * Beside `@Mutation`: the codes with which this mutation can be refused. What follows from its input (amounts, an
 * idempotency key) and from its protection is added when the schema is built, and is not repeated here.
 */
export function Refusals(...refusals: readonly RefusalCode[]): MethodDecorator & PropertyDecorator {
  return Extensions({ refusals });
}

/** What a mutation promises to those who call it. */
export interface MutationContract {
  readonly access: Access;
  readonly protection: Protection | null;
  /** Every code that `userErrors` can carry, in alphabetical order. */
  readonly refusals: readonly RefusalCode[];
}

type Contracts = ReadonlyMap<string, MutationContract>;
type MutationField = GraphQLField<unknown, GraphqlContext>;

/** A refusal that a mutation gave and does not declare: a mistake of ours, which would surprise a client. */
export class UndeclaredRefusalError extends Error {
  constructor(mutation: string, code: string) {
    super(`${mutation} was refused with ${code}, which it does not declare`);
    this.name = 'UndeclaredRefusalError';
  }
}

/**
 * The contract of every mutation, from the rule that is enforced, the table of what is protected and the codes beside the
 * resolver. The start fails for a mutation that does not say who may call it or how it is refused.
 */
export function contractsOf(schema: GraphQLSchema, policy: FieldPolicy, table: ProtectionTable): Contracts {
  const contracts = new Map<string, MutationContract>();
  const problems: string[] = [];
  for (const field of mutationsOf(schema)) {
    const coordinate = `Mutation.${field.name}`;
    const access = policy[coordinate]?.access;
    const declared = field.extensions.refusals as readonly RefusalCode[] | undefined;
    const protection = table[coordinate] ?? null;
    const implied = [...impliedByInput(field), ...(protection ? gateRefusals(protection) : [])];
    problems.push(...problemsOf(declared, implied).map((problem) => `${coordinate} ${problem}`));
    if (access === undefined) problems.push(`${coordinate} has a rule that does not say whom it lets through`);
    else contracts.set(field.name, { access, protection, refusals: [...(declared ?? []), ...implied].sort() });
  }
  if (problems.length > 0) throw new Error(problems.join('; '));
  return contracts;
}

/** Writes each contract into the description of its mutation. */
export function describeContracts(schema: GraphQLSchema, contracts: Contracts): GraphQLSchema {
  for (const field of mutationsOf(schema)) {
    const lines = contractLines(contracts.get(field.name)!).join('\n');
    field.description = field.description ? `${field.description}\n${lines}` : lines;
  }
  return schema;
}

/** Hands every refusal that its mutation does not declare to `report`, which may throw it. */
export function watchRefusals(
  schema: GraphQLSchema,
  contracts: Contracts,
  report: (error: UndeclaredRefusalError) => void,
): GraphQLSchema {
  for (const field of mutationsOf(schema)) {
    const { refusals } = contracts.get(field.name)!;
    const resolve = field.resolve!;
    field.resolve = async (source, args: unknown, context, info) => {
      const payload = (await resolve(source, args, context, info)) as { readonly userErrors?: readonly Refusal[] };
      for (const { code } of payload.userErrors ?? [])
        if (!(refusals as readonly string[]).includes(code)) report(new UndeclaredRefusalError(field.name, code));
      return payload;
    };
  }
  return schema;
}

interface Refusal {
  readonly code: string;
}

function mutationsOf(schema: GraphQLSchema): MutationField[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}) as MutationField[];
}

function problemsOf(declared: readonly RefusalCode[] | undefined, implied: readonly RefusalCode[]): string[] {
  if (!declared) return ['has no list of refusals'];
  return [
    ...declared.filter((code) => !REFUSAL_CODES.includes(code)).map((code) => `lists ${code}, which is no code`),
    ...declared.filter((code, at) => declared.indexOf(code) !== at).map((code) => `lists ${code} twice`),
    ...declared.filter((code) => implied.includes(code)).map((code) => `lists ${code}, which follows from its input`),
  ];
}

/** An amount can be none, and a key can be taken, wherever an input has one. */
function impliedByInput(field: MutationField): RefusalCode[] {
  const types = inputTypesOf(field.args.map(({ type }) => type));
  const hasKey = types.some((type) => isInputObjectType(type) && type.getFields().idempotencyKey !== undefined);
  const hasMoney = types.some(({ name }) => name === 'MoneyInput');
  return [...(hasKey ? IDEMPOTENCY_REFUSALS : []), ...(hasMoney ? MONEY_REFUSALS : [])];
}

/** The named types of an input, with those of its fields at every depth. */
function inputTypesOf(types: readonly GraphQLInputType[]): GraphQLNamedType[] {
  const found = new Set<GraphQLNamedType>();
  for (const waiting = [...types]; waiting.length > 0;) {
    const type = getNamedType(waiting.pop()!);
    if (found.has(type)) continue;
    found.add(type);
    if (isInputObjectType(type)) waiting.push(...Object.values(type.getFields()).map((field) => field.type));
  }
  return [...found];
}

function contractLines({ access, protection, refusals }: MutationContract): string[] {
  return [
    `- Access: ${accessText(access)}.`,
    `- Passkey: ${protection ? protectionText(protection) : 'not asked for'}.`,
    `- Refusals: ${refusals.length === 0 ? 'none' : quoted(refusals)}.`,
  ];
}

function accessText(access: Access): string {
  if (access === 'anyone') return 'anybody, also without a session';
  if (access === 'signedIn') return 'a signed-in session, or any API token';
  if (typeof access === 'object' && 'operator' in access)
    return `a signed-in session with the operator right \`${access.operator.toUpperCase()}\``;
  if (access === 'person') return 'a signed-in session; no API token can';
  return `a signed-in session, or an API token with the scope ${access.map((scope) => `\`${scope}\``).join(' or ')}`;
}

function protectionText({ passkey, when, decision, recoverable }: Protection): string {
  return [
    passkey === 'always' ? 'has to confirm' : 'has to confirm as soon as you have one',
    ...(when ? [` ${when.text}`] : []),
    ...(recoverable ? [', except shortly after useRecoveryCode'] : []),
    ...(decision ? ['; refused for some days after a change of authenticators'] : []),
  ].join('');
}

function quoted(codes: readonly string[]): string {
  return codes.map((code) => `\`${code}\``).join(', ');
}
