import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';
import { anyone, asParent, person, scoped, signedIn, type FieldPolicy } from './field-policy.js';
import { UndeclaredRefusalError, contractsOf, describeContracts, watchRefusals } from './mutation-contract.js';
import type { ProtectionTable } from './step-up.js';

const SDL = `
  type Query { none: Int }
  input MoneyInput { minor: String!, currency: String! }
  input LineInput { amount: MoneyInput! }
  input PlainInput { name: String }
  input KeyInput { name: String, idempotencyKey: String! }
  input LinesInput { lines: [LineInput!]! }
  type UserError { code: String! }
  type Payload { done: Int, userErrors: [UserError!]! }
  type Mutation {
    "Says hello."
    plain(input: PlainInput!): Payload!
    keyed(input: KeyInput!): Payload!
    lines(input: LinesInput!): Payload!
  }
`;
const POLICY: FieldPolicy = {
  'Mutation.plain': person,
  'Mutation.keyed': scoped('pledges:write', 'inventory:write'),
  'Mutation.lines': anyone,
};

let schema: GraphQLSchema;
beforeEach(() => {
  schema = buildSchema(SDL);
  for (const name of ['plain', 'keyed', 'lines']) declare(name, []);
});

function declare(name: string, refusals: readonly string[] | undefined): void {
  Object.assign(schema.getMutationType()!.getFields()[name]!, { extensions: { refusals } });
}

const start = (policy: FieldPolicy = POLICY, table: ProtectionTable = {}) => contractsOf(schema, policy, table);

describe('the start fails for a mutation', () => {
  it.each<[string, string, readonly string[] | undefined, RegExp]>([
    ['without a list of refusals', 'plain', undefined, /^Mutation.plain has no list of refusals$/],
    ['that lists what is no code', 'plain', ['LAST_STRAW'], /^Mutation.plain lists LAST_STRAW, which is no code$/],
    ['that lists a code twice', 'plain', ['TOO_LARGE', 'TOO_LARGE'], /^Mutation.plain lists TOO_LARGE twice$/],
    ['that lists what its key brings', 'keyed', ['IDEMPOTENCY_MISMATCH'], /lists IDEMPOTENCY_MISMATCH, which follows/],
    ['that lists what its amounts bring', 'lines', ['INVALID_AMOUNT'], /lists INVALID_AMOUNT, which follows/],
  ])('%s', (_case, name, refusals, message) => {
    declare(name, refusals);
    expect(() => start()).toThrow(message);
  });

  it('that lists what its protection brings', () => {
    declare('plain', ['STEP_UP_REQUIRED']);
    expect(() => start(POLICY, { 'Mutation.plain': { passkey: 'always' } })).toThrow(/lists STEP_UP_REQUIRED/);
  });

  it.each([
    ['of its own making', () => true],
    ['of its parent', asParent],
  ])('with a rule %s, which does not say whom it lets through', (_case, rule) => {
    expect(() => start({ ...POLICY, 'Mutation.plain': rule })).toThrow(
      'Mutation.plain has a rule that does not say whom it lets through',
    );
  });
});

it('adds what follows from keys, from amounts at any depth and from protection to the codes that are listed', () => {
  declare('plain', ['TOO_LARGE', 'LAST_ADMIN']);
  const contracts = start(POLICY, { 'Mutation.plain': { passkey: 'always', decision: true } });
  expect([...contracts].map(([name, { refusals }]) => [name, refusals])).toEqual([
    ['plain', ['DECISIONS_PAUSED', 'LAST_ADMIN', 'STEP_UP_INVALID', 'STEP_UP_REQUIRED', 'TOO_LARGE']],
    ['keyed', ['IDEMPOTENCY_MISMATCH', 'INVALID_IDEMPOTENCY_KEY']],
    ['lines', ['INVALID_AMOUNT', 'UNKNOWN_CURRENCY']],
  ]);
});

describe('the description of a mutation', () => {
  const when = { text: 'a large amount', holds: () => true };

  it.each<[string, FieldPolicy, ProtectionTable, string]>([
    ['a person', {}, {}, 'Says hello.\n- Access: a signed-in session; no API token can.\n- Passkey: not asked for.'],
    ['anybody', { 'Mutation.plain': anyone }, {}, '- Access: anybody, also without a session.'],
    ['any token', { 'Mutation.plain': signedIn }, {}, '- Access: a signed-in session, or any API token.'],
    ['scopes', { 'Mutation.plain': POLICY['Mutation.keyed']! }, {}, 'the scope `pledges:write` or `inventory:write`.'],
    ['a passkey', {}, { 'Mutation.plain': { passkey: 'always' } }, '- Passkey: has to confirm.'],
    [
      'a passkey of those who have one',
      {},
      { 'Mutation.plain': { passkey: 'onceEnrolled', recoverable: true } },
      '- Passkey: has to confirm as soon as you have one, except shortly after useRecoveryCode.',
    ],
    [
      'a passkey for some arguments',
      {},
      { 'Mutation.plain': { passkey: 'always', when, decision: true } },
      '- Passkey: has to confirm a large amount; refused for some days after a change of authenticators.',
    ],
  ])('tells of %s', (_case, policy, table, text) => {
    describeContracts(schema, start({ ...POLICY, ...policy }, table));
    expect(schema.getMutationType()!.getFields().plain!.description).toContain(text);
  });

  it('names every code', () => {
    declare('plain', ['TOO_LARGE', 'LAST_ADMIN']);
    describeContracts(schema, start({ ...POLICY }));
    const { plain, keyed, lines } = schema.getMutationType()!.getFields();
    expect(plain!.description).toMatch(/- Refusals: `LAST_ADMIN`, `TOO_LARGE`\.$/);
    expect(keyed!.description).toMatch(/^- Access/);
    expect(lines!.description).toMatch(/- Refusals: `INVALID_AMOUNT`, `UNKNOWN_CURRENCY`\.$/);
  });

  it('says that there is none', () => {
    describeContracts(schema, start());
    expect(schema.getMutationType()!.getFields().plain!.description).toMatch(/- Refusals: none\.$/);
  });
});

describe('a refusal', () => {
  const source = 'mutation { plain(input: {}) { done userErrors { code } } }';

  async function refusedWith(codes: readonly string[], report: (error: UndeclaredRefusalError) => void) {
    declare('plain', ['LAST_ADMIN']);
    for (const field of Object.values(schema.getMutationType()!.getFields()))
      field.resolve = () => ({ done: null, userErrors: codes.map((code) => ({ code })) });
    return graphql({ schema: watchRefusals(schema, start(), report), source });
  }

  it('that is declared passes', async () => {
    const answer = await refusedWith(['LAST_ADMIN'], (error) => {
      throw error;
    });
    expect(answer).toEqual({ data: { plain: { done: null, userErrors: [{ code: 'LAST_ADMIN' }] } } });
  });

  it.each([[['TOO_LARGE']], [['LAST_ADMIN', 'TOO_LARGE']]])('that is not (%j) is reported', async (codes) => {
    const reported: string[] = [];
    const answer = await refusedWith(codes, (error) => reported.push(error.message));
    expect(reported).toEqual(['plain was refused with TOO_LARGE, which it does not declare']);
    expect(answer.errors).toBeUndefined();
  });

  it('that is not declared fails the request where the report throws it', async () => {
    const answer = await refusedWith(['TOO_LARGE'], (error) => {
      throw error;
    });
    expect(answer.errors![0]!.originalError).toBeInstanceOf(UndeclaredRefusalError);
  });
});
