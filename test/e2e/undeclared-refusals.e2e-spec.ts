import { afterAll, expect, it } from '@jest/globals';
import { PROTECTED } from '../../apps/api/src/policy.js';
import type { Protection } from '#platform/graphql';
import { TestApi, type Caller } from '../support/test-api.js';

const MUTATION = 'Mutation.approvePledge';
const original = PROTECTED[MUTATION]!;
// Other files of the same process ask the same table.
afterAll(() => {
  Object.assign(PROTECTED, { [MUTATION]: original });
});

it('a refusal that its mutation does not declare fails the request, and the test file that saw it', async () => {
  const protection: { -readonly [Key in keyof Protection]: Protection[Key] } = { passkey: 'always' };
  Object.assign(PROTECTED, { [MUTATION]: protection });
  const api = await TestApi.start();
  const person = await api.givenPerson('Changer');
  await api.addPasskey(person);
  const approve = (as: Caller) =>
    api.gql('mutation { approvePledge(input: { pledgeId: "plg_1" }) { userErrors { code } } }', {}, as);
  expect(await approve(person)).toMatchObject({
    data: { approvePledge: { userErrors: [{ code: 'STEP_UP_REQUIRED' }] } },
  });
  // The contract was made at the start; what the gate asks for afterwards is not in it.
  protection.decision = true;
  expect(await approve(person)).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
  await expect(api.close()).rejects.toThrow(
    'approvePledge was refused with DECISIONS_PAUSED, which it does not declare',
  );
}, 60_000);
