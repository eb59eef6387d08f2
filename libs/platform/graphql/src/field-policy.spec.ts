import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';
import {
  ANONYMOUS,
  Messages,
  newId,
  type OperatorRight,
  type PersonPrincipal,
  type Principal,
  type TokenPrincipal,
} from '#platform/kernel';
import type { GraphqlContext } from './context.js';
import {
  allOf,
  anyone,
  asParent,
  enforcePolicy,
  mergePolicies,
  operator,
  person,
  publicOr,
  scoped,
  signedIn,
  type FieldPolicy,
  type FieldRequest,
} from './field-policy.js';
import { ForbiddenRequestError, UnauthenticatedError } from './request-errors.js';

const SCHEMA = `
  interface Named { name: String! }
  type Query { open: Thing, list(kind: String): [Thing!], strict: Thing!, mine: Thing }
  type Mutation { change: Thing }
  type Thing implements Named { name: String!, price: Int, cost: Int!, parts: [Thing!] }
`;
const POLICY: FieldPolicy = {
  'Query.open': anyone,
  'Query.list': ({ principal, args }) => principal.kind === 'person' || args.kind === 'public',
  'Query.strict': signedIn,
  'Query.mine': person,
  'Mutation.change': person,
  'Thing.*': asParent,
  'Thing.price': ({ source, principal }) => signedIn({ source, principal, args: {} }) && source !== GUARDED,
  'Thing.cost': scoped('inventory:write'),
};
const PLAIN = { name: 'plain', price: 1, cost: 2, parts: [] };
const GUARDED = { name: 'guarded', price: 1, cost: 2, parts: [] };

const PERSON: PersonPrincipal = {
  kind: 'person',
  personId: newId<'usr'>(),
  sessionId: newId<'ses'>(),
  memberships: [],
  operatorRights: [],
};
const token = (...scopes: TokenPrincipal['scopes']): TokenPrincipal => ({
  kind: 'token',
  tokenId: newId<'api'>(),
  personId: newId<'usr'>(),
  organisationId: newId<'org'>(),
  productId: null,
  scopes,
});

const guarded = (policy: FieldPolicy = POLICY): GraphQLSchema => enforcePolicy(buildSchema(SCHEMA), policy);
const without = (...coordinates: string[]): FieldPolicy =>
  Object.fromEntries(Object.entries(POLICY).filter(([coordinate]) => !coordinates.includes(coordinate)));

async function ask(principal: Principal, source: string, rootValue: Record<string, unknown> = {}) {
  const contextValue: GraphqlContext = {
    principal,
    requestId: 'r',
    messages: new Messages(),
    rateStanding: null,
    loaders: new Map(),
    renewSession: () => undefined,
  };
  const everything = { open: PLAIN, list: [PLAIN], strict: PLAIN, mine: PLAIN, change: PLAIN, ...rootValue };
  const { data, errors } = await graphql({ schema: guarded(), source, rootValue: everything, contextValue });
  // A round trip turns the objects without a prototype into plain ones.
  const plain = JSON.parse(JSON.stringify(data ?? null)) as unknown;
  return { data: plain, errors: (errors ?? []).map(({ originalError, path }) => [originalError?.constructor, path]) };
}

describe('a policy', () => {
  it('is complete when every field has its rule or the one of its type', () => {
    expect(() => guarded()).not.toThrow();
  });

  it('stops the start when a field has no rule, and names every such field', () => {
    expect(() => guarded(without('Query.mine', 'Mutation.change'))).toThrow(
      'schema fields without a policy rule: Query.mine, Mutation.change',
    );
    expect(() => guarded(without('Thing.*'))).toThrow(/Thing\.name, Thing\.parts/);
  });

  it('stops the start when a rule has no field, and names every such rule', () => {
    const stale = { 'Thing.weight': anyone, 'Gone.*': anyone, 'Query.gone': anyone };
    expect(() => guarded({ ...POLICY, ...stale })).toThrow(
      'policy rules without a schema field: Thing.weight, Gone.*, Query.gone',
    );
    expect(() => guarded({ ...POLICY, 'Named.name': anyone })).toThrow(/Named\.name/);
  });

  it('has no rule that is never asked: one for a type whose fields all have their own is stale', () => {
    expect(() => guarded({ ...POLICY, 'Mutation.*': anyone })).toThrow('Mutation.*');
  });

  it('is put together of parts that do not claim the same coordinate', () => {
    const merged = mergePolicies({ 'A.a': anyone }, { 'A.b': person }, {});
    expect(merged).toEqual({ 'A.a': anyone, 'A.b': person });
    expect(() => mergePolicies({ 'A.a': anyone }, { 'A.a': anyone })).toThrow('two rules for A.a');
  });
});

describe('a rule', () => {
  const PEOPLE_ONLY = { messageKey: 'graphql.peopleOnly', parameters: {} };
  const missing = (scope: string) => ({ messageKey: 'graphql.missingScope', parameters: { scope } });
  const asked = (principal: Principal): FieldRequest => ({ principal, source: null, args: {} });
  it.each([
    ['anyone', anyone, [true, true, true, true]],
    ['asParent', asParent, [true, true, true, true]],
    ['signedIn', signedIn, [false, true, true, true]],
    ['person', person, [false, true, PEOPLE_ONLY, PEOPLE_ONLY]],
    ['scoped inventory:read', scoped('inventory:read'), [false, true, missing('inventory:read'), true]],
    [
      'scoped inventory:write',
      scoped('inventory:write'),
      [false, true, missing('inventory:write'), missing('inventory:write')],
    ],
    [
      'scoped with a choice',
      scoped('inventory:write', 'inventory:read'),
      [false, true, missing('inventory:write'), true],
    ],
    [
      'publicOr, which only adds nobody',
      publicOr(scoped('inventory:read')),
      [true, true, missing('inventory:read'), true],
    ],
    [
      'allOf, which gives the first reason',
      allOf(signedIn, person, scoped('pledges:read')),
      [false, true, PEOPLE_ONLY, PEOPLE_ONLY],
    ],
  ])('%s answers for nobody, a person, a token without and one with the scope to read', (_case, rule, answers) => {
    const principals = [ANONYMOUS, PERSON, token(), token('inventory:read')];
    expect(principals.map((principal) => rule(asked(principal)))).toEqual(answers);
  });

  it('for operators takes the right that it names, and no other one', () => {
    const rule = operator('operator_admin');
    const other = { messageKey: 'graphql.missingOperatorRight', parameters: { right: 'operator_admin' } };
    const holding = (...operatorRights: OperatorRight[]): Principal => ({ ...PERSON, operatorRights });
    const principals = [ANONYMOUS, token(), PERSON, holding('finance_operator'), holding('operator_admin')];
    expect(principals.map((principal) => rule(asked(principal)))).toEqual([false, PEOPLE_ONLY, other, other, true]);
  });
});

describe('a field that is denied', () => {
  it('is null when it can be, and its neighbours are answered', async () => {
    expect(await ask(ANONYMOUS, '{ open { name price } }')).toEqual({
      data: { open: { name: 'plain', price: null } },
      errors: [],
    });
    expect(await ask(PERSON, '{ open { name price } }')).toMatchObject({ data: { open: { price: 1 } } });
  });

  it('is judged for each object by itself', async () => {
    const root = { list: [PLAIN, GUARDED, { ...PLAIN, parts: [GUARDED] }] };
    expect(await ask(PERSON, '{ list { price parts { price } } }', root)).toEqual({
      data: {
        list: [
          { price: 1, parts: [] },
          { price: null, parts: [] },
          { price: 1, parts: [{ price: null }] },
        ],
      },
      errors: [],
    });
  });

  it('is judged by its arguments as well', async () => {
    expect(await ask(ANONYMOUS, '{ list(kind: "public") { name } }')).toMatchObject({ errors: [] });
    expect(await ask(ANONYMOUS, '{ list(kind: "other") { name } }')).toMatchObject({
      errors: [[UnauthenticatedError, ['list']]],
    });
  });

  it('is FORBIDDEN when it cannot be null, for anonymous and for others', async () => {
    for (const principal of [ANONYMOUS, token('inventory:read')])
      expect(await ask(principal, '{ open { cost } }')).toEqual({
        data: { open: null },
        errors: [[ForbiddenRequestError, ['open', 'cost']]],
      });
    expect(await ask(token('inventory:write'), '{ open { cost } }')).toMatchObject({ data: { open: { cost: 2 } } });
  });

  it.each(['{ mine { name } }', 'mutation { change { name } }'])(
    'at the root asks an anonymous visitor to sign in, and tells others that it is forbidden: %s',
    async (source) => {
      const [field] = /mine|change/.exec(source) ?? [];
      expect(await ask(ANONYMOUS, source)).toEqual({
        data: { [field!]: null },
        errors: [[UnauthenticatedError, [field]]],
      });
      expect(await ask(token('inventory:read'), source)).toEqual({
        data: { [field!]: null },
        errors: [[ForbiddenRequestError, [field]]],
      });
      expect(await ask(PERSON, source)).toMatchObject({ data: { [field!]: { name: 'plain' } }, errors: [] });
    },
  );

  it('at the root empties the answer when it cannot be null', async () => {
    expect(await ask(ANONYMOUS, '{ strict { name } open { name } }')).toEqual({
      data: null,
      errors: [[UnauthenticatedError, ['strict']]],
    });
  });

  it('is not resolved at all, also under an alias', async () => {
    let calls = 0;
    const root = {
      mine: () => {
        calls += 1;
        return PLAIN;
      },
    };
    await ask(ANONYMOUS, '{ mine { name } open: mine { name } }', root);
    expect(calls).toBe(0);
    await ask(PERSON, '{ mine { name } }', root);
    expect(calls).toBe(1);
  });
});
