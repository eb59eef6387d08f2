import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType } from 'graphql';
import { PROTECTED } from '../../apps/api/src/policy.js';
import { givenOperators, givenRight, type GivenOperators } from '../support/given-operators.js';
import { anyInput, inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

/** The gate stands before whoever looks at an input, so any input that GraphQL takes will do. */
let api: TestApi;
let operators: GivenOperators;
let operator: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  // The rule of a field comes before the gate, and some rules let operators through alone.
  operators = await givenOperators(api);
  operator = operators.first;
  await givenRight(api, operators.second, operators.third, operator, 'FINANCE_OPERATOR');
}, 60_000);
afterAll(() => api.close());

/** The receipt too, where there is one: nothing was done, so it is null, and no failure of ours. */
function selectionOf(mutation: string): string {
  const { schema } = api.app.get(GraphQLSchemaHost);
  const payload = getNamedType(schema.getMutationType()!.getFields()[mutation]!.type);
  return isObjectType(payload) && 'receipt' in payload.getFields() ? 'receipt { entry }' : 'clientMutationId';
}

describe('the gate refuses', () => {
  const mutations = Object.entries(PROTECTED).map(([coordinate, protection]) => {
    return { name: coordinate.replace('Mutation.', ''), protection };
  });
  const tried = async (name: string, as: Sender, more: object = {}): Promise<string[]> => {
    const type = inputTypeOf(api, name);
    const input = { ...(anyInput(type) as object), ...more };
    const document = `mutation ($input: ${type.name}!) { ${name}(input: $input) { ${selectionOf(name)} userErrors { code } } }`;
    const { data, errors } = await api.gql(document, { input }, as);
    expect(errors).toBeUndefined();
    return (data![name] as { userErrors: { code: string }[] }).userErrors.map(({ code }) => code);
  };

  it.each(mutations)('$name without a passkey, and with an answer that fits nothing', async ({ name }) => {
    expect(await tried(name, operator)).toEqual(['STEP_UP_REQUIRED']);
    const stepUp = { challengeId: 'stp_00000000000000000000000000', assertion: '{}' };
    expect(await tried(name, operator, { stepUp })).toEqual(['STEP_UP_INVALID']);
  });

  it.each(mutations.filter(({ protection }) => protection.decision))(
    '$name after a change of authenticators',
    async ({ name }) => {
      const person = await api.givenPerson(`Changer of ${name}`);
      for (const right of ['FINANCE_OPERATOR', 'OPERATOR_ADMIN'])
        await givenRight(api, operators.first, operators.second, person, right);
      await api.addPasskey(person);
      expect(await tried(name, person)).toEqual(['DECISIONS_PAUSED']);
    },
  );
});
