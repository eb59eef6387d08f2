import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { POLICY, PROTECTED } from '../../apps/api/src/policy.js';
import { REFUSAL_CODES } from '#platform/contracts';
import type { FieldPolicy, FieldRule } from '#platform/graphql';
import {
  ANONYMOUS,
  API_SCOPES,
  OPERATOR_RIGHTS,
  newId,
  type ApiScope,
  type PersonPrincipal,
  type Principal,
} from '#platform/kernel';

const person: PersonPrincipal = {
  kind: 'person',
  personId: newId<'usr'>(),
  sessionId: newId<'ses'>(),
  memberships: [],
  operatorRights: [],
};
const token = (...scopes: ApiScope[]): Principal => ({
  kind: 'token',
  tokenId: newId<'api'>(),
  personId: newId<'usr'>(),
  organisationId: newId<'org'>(),
  productId: null,
  scopes,
});
const admits = (rule: FieldRule, principal: Principal): boolean => rule({ principal, source: null, args: {} }) === true;

/** Whom a rule lets through, by trying it with everybody. */
function admitted(rule: FieldRule) {
  return {
    anonymous: admits(rule, ANONYMOUS),
    person: admits(rule, person),
    operators: OPERATOR_RIGHTS.filter(
      (right) => !admits(rule, person) && admits(rule, { ...person, operatorRights: [right] }),
    ),
    anyToken: admits(rule, token()),
    scopes: API_SCOPES.filter((scope) => admits(rule, token(scope))),
  };
}

/** Whom a description says that it lets through. */
function described(text: string) {
  const scopes = [...text.matchAll(/`(\w+:\w+)`/g)].map(([, scope]) => scope!).sort();
  const operators = [...text.matchAll(/operator right `(\w+)`/g)].map(([, right]) => right!.toLowerCase());
  const anyToken = /anybody|any API token/.test(text);
  return {
    anonymous: text.includes('anybody'),
    person: /anybody|signed-in session/.test(text) && operators.length === 0,
    operators,
    anyToken,
    scopes: anyToken ? [...API_SCOPES] : scopes,
  };
}

/** What is wrong between what the schema says of its mutations and what is enforced; each problem is one line. */
function problemsOf(schema: GraphQLSchema, policy: FieldPolicy, protectedNames: readonly string[]): string[] {
  return Object.values(schema.getMutationType()!.getFields()).flatMap(({ name, description }) => {
    const line = (title: string) => new RegExp(`^- ${title}: (.+)\\.$`, 'm').exec(description ?? '')?.[1];
    const [access, passkey, refusals] = [line('Access'), line('Passkey'), line('Refusals')];
    if (!access || !passkey || !refusals) return [`${name} does not say its access, passkey and refusals`];
    const codes = [...refusals.matchAll(/`(\w+)`/g)].map(([, code]) => code!);
    const said = JSON.stringify(described(access));
    const enforced = JSON.stringify(admitted(policy[`Mutation.${name}`]!));
    const isProtected = protectedNames.includes(`Mutation.${name}`);
    return [
      ...(said === enforced ? [] : [`${name} says ${said}, and ${enforced} is enforced`]),
      ...(passkey.startsWith('has to confirm') === isProtected ? [] : [`${name} says of the passkey: ${passkey}`]),
      ...(isProtected === codes.includes('STEP_UP_REQUIRED') || name === 'beginStepUp' ? [] : [`${name} steps up`]),
      ...codes.filter((code) => !(REFUSAL_CODES as readonly string[]).includes(code)).map((code) => `${name}: ${code}`),
    ];
  });
}

let sdl: string;
beforeAll(async () => {
  sdl = await readFile(join(import.meta.dirname, '../../schema.graphql'), 'utf8');
});

it('every mutation in schema.graphql says who may call it, what a passkey confirms, and every refusal, as it is enforced', () => {
  const schema = buildSchema(sdl);
  expect(Object.keys(schema.getMutationType()!.getFields()).length).toBeGreaterThan(50);
  expect(problemsOf(schema, POLICY, Object.keys(PROTECTED))).toEqual([]);
});

describe('a planted lie', () => {
  const beforeSubmitPledge = (text: string, replacement: string) => {
    const [before, after] = sdl.split(/(?=\n {2}submitPledge\()/) as [string, string];
    const at = before.lastIndexOf(text);
    expect(at).toBeGreaterThan(0);
    return buildSchema(before.slice(0, at) + replacement + before.slice(at + text.length) + after);
  };
  const seen = (schema: GraphQLSchema, policy = POLICY) => problemsOf(schema, policy, Object.keys(PROTECTED));

  it.each([
    ['of another scope', '`pledges:write`', '`pledges:read`', /^submitPledge says .*pledges:read.*pledges:write/],
    ['of no scope', 'a signed-in session, or', 'anybody, or', /^submitPledge says/],
    ['of a passkey', 'Passkey: not asked for', 'Passkey: has to confirm', /^submitPledge says of the passkey/],
    ['of a code that is none', '`NEED_NOT_OPEN`', '`NEED_NOT_OPENED`', /^submitPledge: NEED_NOT_OPENED/],
    ['that is left out', '- Access:', '- Axess:', /^submitPledge does not say its access/],
  ])('%s is seen', (_case, text, replacement, problem) => {
    expect(seen(beforeSubmitPledge(text, replacement))).toEqual([expect.stringMatching(problem)]);
  });

  it('of a rule that is enforced otherwise is seen', () => {
    const policy = { ...POLICY, 'Mutation.submitPledge': POLICY['Mutation.approvePledge']! };
    expect(seen(buildSchema(sdl), policy)).toEqual([expect.stringMatching(/^submitPledge says/)]);
  });
});
