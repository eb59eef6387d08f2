import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql } from 'graphql';
import { ForbiddenError, Messages, newId, type PersonPrincipal, type Principal } from '#platform/kernel';
import type { GraphqlContext } from './context.js';
import {
  ObjectVersions,
  StepUpGate,
  enforceStepUp,
  signedArguments,
  type Admission,
  type ProtectedCall,
} from './step-up.js';

const SDL = `
  type Query { none: Int }
  input StepUpInput { challengeId: ID!, assertion: String! }
  input PayInput { amount: Int!, clientMutationId: String, stepUp: StepUpInput }
  input PlainInput { amount: Int! }
  type UserError { code: String!, message: String! }
  type PayPayload { paid: Int, userErrors: [UserError!]!, clientMutationId: String }
  type StrictPayload { paid: Int!, userErrors: [UserError!]! }
  type Mutation { pay(input: PayInput!): PayPayload!, plain(input: PlainInput!): PayPayload!, strict(input: PayInput!): StrictPayload!, bare: Int }
`;
const PERSON: PersonPrincipal = {
  kind: 'person',
  personId: newId<'usr'>(),
  sessionId: newId<'ses'>(),
  memberships: [],
  operatorRights: [],
};

class Refusal extends ForbiddenError {
  override readonly code = 'STEP_UP_REQUIRED';
  constructor() {
    super('test.refused');
  }
}

/** Admits who sends a proof, and writes down what it was asked. */
class RecordingGate extends StepUpGate {
  readonly calls: ProtectedCall[] = [];
  override admit(principal: PersonPrincipal, call: ProtectedCall): Promise<Admission> {
    this.calls.push(call);
    if (call.input.stepUp === undefined) return Promise.reject(new Refusal());
    const stepUp = { stepUpId: newId<'stp'>(), actionDigest: 'digest' };
    return Promise.resolve({ principal: { ...principal, stepUp }, sessionSecret: 'new secret' });
  }
}

describe('the table of protected mutations stops the start', () => {
  it.each([
    ['for a mutation that is not there', 'Mutation.gone', /there is no such mutation/],
    ['for a field that is no mutation', 'Query.none', /there is no such mutation/],
    ['for an input without stepUp', 'Mutation.plain', /its input has no stepUp/],
    ['for a mutation without input', 'Mutation.bare', /its input has no stepUp/],
    ['for a payload that cannot carry a refusal', 'Mutation.strict', /cannot carry a refusal/],
  ])('%s', (_case, coordinate, message) => {
    const start = () => enforceStepUp(buildSchema(SDL), { [coordinate]: { passkey: 'always' } }, new RecordingGate());
    expect(start).toThrow(message);
  });
});

describe('a protected mutation', () => {
  async function pay(stepUp: string, principal: Principal = PERSON, when?: () => boolean) {
    const gate = new RecordingGate();
    const schema = buildSchema(SDL);
    const seen: GraphqlContext[] = [];
    const secrets: string[] = [];
    schema.getMutationType()!.getFields().pay!.resolve = (_source, _args, context: GraphqlContext) => {
      seen.push(context);
      return { paid: 1, userErrors: [] };
    };
    enforceStepUp(
      schema,
      { 'Mutation.pay': { passkey: 'always', ...(when ? { when: { text: 'when', holds: when } } : {}) } },
      gate,
    );
    const contextValue: GraphqlContext = {
      principal,
      requestId: 'r',
      messages: new Messages({ 'test.refused': 'no' }),
      rateStanding: null,
      loaders: new Map(),
      renewSession: (secret) => secrets.push(secret),
    };
    const source = `mutation { pay(input: { amount: 5, clientMutationId: "mine" ${stepUp} }) { paid clientMutationId userErrors { code message } } }`;
    return { answer: await graphql({ schema, source, contextValue }), gate, seen, secrets };
  }
  const PROOF = ', stepUp: { challengeId: "c", assertion: "a" }';

  it('runs as the confirmed person and renews the session', async () => {
    const { answer, seen, secrets, gate } = await pay(PROOF);
    expect(answer.data?.pay).toMatchObject({ paid: 1 });
    expect(seen[0]!.principal).toMatchObject({ stepUp: { actionDigest: 'digest' } });
    expect([secrets, gate.calls[0]!.operation]).toEqual([['new secret'], 'pay']);
  });

  it('does not run when the gate refuses, and the refusal is a payload', async () => {
    const { answer, seen, secrets } = await pay('');
    expect(answer.data?.pay).toEqual({
      paid: null,
      clientMutationId: 'mine',
      userErrors: [{ code: 'STEP_UP_REQUIRED', message: 'no' }],
    });
    expect([seen, secrets]).toEqual([[], []]);
  });

  it('runs unasked when its arguments are not protected', async () => {
    const { seen, gate } = await pay('', PERSON, () => false);
    expect([seen.length, gate.calls.length]).toEqual([1, 0]);
  });
});

it('signs everything of an input but the proof and the mark of the caller', () => {
  const input = { amount: 5, note: null, stepUp: { challengeId: 'c' }, clientMutationId: 'mine' };
  expect(signedArguments(input)).toEqual({ amount: 5, note: null });
});

it('knows one version for each operation, and none for those without', async () => {
  const versions = new ObjectVersions();
  versions.register('pay', ({ id }) => Promise.resolve(`version of ${String(id)}`));
  expect([await versions.of('pay', { id: 'x' }), await versions.of('other', {})]).toEqual(['version of x', null]);
  expect(() => {
    versions.register('pay', () => Promise.resolve(null));
  }).toThrow(/two versions/);
});
