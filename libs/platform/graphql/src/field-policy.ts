import {
  defaultFieldResolver,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { isOperator, type ApiScope, type OperatorRight, type Principal } from '#platform/kernel';
import type { GraphqlContext } from './context.js';
import { ForbiddenRequestError, UnauthenticatedError } from './request-errors.js';

export interface FieldRequest {
  readonly principal: Principal;
  readonly source: unknown;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Why a field is denied, when the caller can do something about it. */
interface Denial {
  readonly messageKey: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Who passes a rule by what they are, whatever the object: anybody, whoever is signed in, people alone, people with a right
 * of operators, or scopes of a token too.
 */
export type Access =
  'anyone' | 'signedIn' | 'person' | { readonly operator: OperatorRight } | readonly [ApiScope, ...ApiScope[]];

/** Pure: may this principal resolve this field of this object? Objects themselves are scoped in SQL. */
export interface FieldRule {
  (request: FieldRequest): boolean | Denial;
  /** What the schema says of a mutation with this rule. The rule judges by this very value. */
  readonly access?: Access;
}

/** Rules by schema coordinate, `Type.field`; `Type.*` stands for all fields of a type that has no rule of their own. */
export type FieldPolicy = Readonly<Record<string, FieldRule>>;

export const anyone = ruleOf('anyone');
/** The object was reached by a path that had its own rule; its plain facts add nothing to it. */
export const asParent: FieldRule = () => true;
/** A person with a session. Tokens are refused: what moves money or changes access is done by people. */
export const person = ruleOf('person');
export const signedIn = ruleOf('signedIn');

/** A person, or a token that carries one of the scopes. A token without is told the first of them. */
export function scoped(...scopes: readonly [ApiScope, ...ApiScope[]]): FieldRule {
  return ruleOf(scopes);
}

/** Open to visitors without an account; for tokens and people the rule decides. */
export function publicOr(rule: FieldRule): FieldRule {
  return (request) => request.principal.kind === 'anonymous' || rule(request);
}

/** A person who holds the right of an operator. Somebody without is told which one it takes. */
export function operator(right: OperatorRight): FieldRule {
  return ruleOf({ operator: right });
}

/** Every rule has to allow; the first that does not says why. */
export function allOf(...rules: readonly FieldRule[]): FieldRule {
  return (request) => rules.map((rule) => rule(request)).find((answer) => answer !== true) ?? true;
}

function ruleOf(access: Access): FieldRule {
  return Object.assign(({ principal }: FieldRequest) => judge(access, principal), { access });
}

function judge(access: Access, principal: Principal): boolean | Denial {
  if (access === 'anyone') return true;
  if (principal.kind === 'anonymous') return false;
  if (typeof access === 'object' && 'operator' in access) return judgeOperator(access.operator, principal);
  if (principal.kind === 'person' || access === 'signedIn') return true;
  if (access === 'person') return { messageKey: 'graphql.peopleOnly', parameters: {} };
  if (access.some((scope) => principal.scopes.includes(scope))) return true;
  return { messageKey: 'graphql.missingScope', parameters: { scope: access[0] } };
}

function judgeOperator(right: OperatorRight, principal: Principal): boolean | Denial {
  const answer = judge('person', principal);
  if (answer !== true || isOperator(principal, [right])) return answer;
  return { messageKey: 'graphql.missingOperatorRight', parameters: { right } };
}

/** One policy out of the parts of all contexts; a coordinate that two of them claim is a mistake. */
export function mergePolicies(...parts: readonly FieldPolicy[]): FieldPolicy {
  const merged: Record<string, FieldRule> = {};
  for (const part of parts) {
    for (const [coordinate, rule] of Object.entries(part)) {
      if (coordinate in merged) throw new Error(`two rules for ${coordinate}`);
      merged[coordinate] = rule;
    }
  }
  return merged;
}

/**
 * Wraps every field of every object type with its rule. Deny is the default: a field without a rule stops the start,
 * and so does a rule without a field.
 */
export function enforcePolicy(schema: GraphQLSchema, policy: FieldPolicy): GraphQLSchema {
  const used = new Set<string>();
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const key = [`${type.name}.${field.name}`, `${type.name}.*`].find((candidate) => candidate in policy);
      if (key === undefined) missing.push(`${type.name}.${field.name}`);
      else {
        used.add(key);
        wrap(field as GraphQLField<unknown, GraphqlContext>, policy[key]!, isRootType(schema, type.name));
      }
    }
  }
  const stale = Object.keys(policy).filter((key) => !used.has(key));
  if (missing.length > 0) throw new Error(`schema fields without a policy rule: ${missing.join(', ')}`);
  if (stale.length > 0) throw new Error(`policy rules without a schema field: ${stale.join(', ')}`);
  return schema;
}

/**
 * Asks a rule outside of the field that it guards, for objects that are found by an id. The answer depends on the kind of
 * id and on the caller alone, so it says nothing about what exists.
 * @returns false for an anonymous visitor, to whom the object is not there
 * @throws ForbiddenRequestError for others, with the scope that is missing
 */
export function isAllowed(rule: FieldRule, principal: Principal): boolean {
  const answer = rule({ principal, source: null, args: {} });
  if (answer === true) return true;
  if (principal.kind === 'anonymous') return false;
  throw forbidden(answer);
}

/** The refusal of a rule, with its reason where it gives one. */
function forbidden(answer: false | Denial): ForbiddenRequestError {
  return answer === false
    ? new ForbiddenRequestError()
    : new ForbiddenRequestError(answer.messageKey, answer.parameters);
}

function isRootType(schema: GraphQLSchema, name: string): boolean {
  return [schema.getQueryType(), schema.getMutationType()].some((root) => root?.name === name);
}

function wrap(field: GraphQLField<unknown, GraphqlContext>, rule: FieldRule, isRoot: boolean): void {
  if (rule === anyone || rule === asParent) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args: Record<string, unknown>, context, info) => {
    const answer = rule({ principal: context.principal, source, args });
    if (answer === true) return resolve(source, args, context, info);
    if (isRoot && context.principal.kind === 'anonymous') throw new UnauthenticatedError();
    if (isRoot || isNonNullType(field.type)) throw forbidden(answer);
    return null;
  };
}
