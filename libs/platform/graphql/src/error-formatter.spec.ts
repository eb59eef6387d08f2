import { describe, expect, it } from '@jest/globals';
import { BadRequestException, HttpException, InternalServerErrorException } from '@nestjs/common';
import { GraphQLError, buildSchema, graphql, type ExecutionResult } from 'graphql';
import { ConflictError, Messages, kernelMessages, money } from '#platform/kernel';
import { createLogger } from '#platform/observability';
import { createErrorFormatter } from './error-formatter.js';
import { graphqlMessages } from './messages.en.js';
import { BadRequestError, ForbiddenRequestError } from './request-errors.js';

const CANARY = 'canary-5c0ffee5';
const schema = buildSchema(`
  enum Colour { RED GREEN }
  type Query { text: String, number: Int, colour: Colour, strict: String!, list(first: Int!, colour: Colour): [String] }
`);

class NoMoneyError extends ConflictError {
  override readonly code = 'NO_MONEY';
  constructor() {
    super('test.noMoney', { amount: 5 });
  }
}

function formatter() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ service: 'test', level: 'trace', destination });
  const messages = new Messages(graphqlMessages, kernelMessages, { 'test.noMoney': 'There are only {amount} left.' });
  return { format: createErrorFormatter(messages, logger), lines };
}

/** Executes a document and formats what came out, as the driver does. */
async function answer(source: string, rootValue: Record<string, unknown>, variableValues?: Record<string, unknown>) {
  const { format, lines } = formatter();
  const { statusCode, response } = format(await graphql({ schema, source, rootValue, variableValues }));
  const errors = (response.errors ?? []) as unknown as {
    message: string;
    path?: unknown;
    extensions: Record<string, string>;
  }[];
  return { statusCode, data: response.data, errors, text: JSON.stringify(response), lines };
}

const throwing = (error: unknown) => ({
  text: () => {
    throw error;
  },
});

describe('a failure that nobody expected', () => {
  it.each([
    ['an Error', new Error(CANARY)],
    ['a TypeError', new TypeError(CANARY)],
    ['an error with a message key', Object.assign(new Error(CANARY), { messageKey: CANARY, code: CANARY })],
    ['an error with fields', Object.assign(new Error(CANARY), { extensions: { code: CANARY }, detail: CANARY })],
    ['an error with an inner cause', new Error(CANARY, { cause: new Error(CANARY) })],
    ['an HTTP exception of the server', new InternalServerErrorException(CANARY)],
    ['an HTTP exception without a cause', new HttpException(CANARY, 503)],
    ['an error of GraphQL that a resolver made', new GraphQLError(CANARY, { extensions: { code: CANARY } })],
    ['a text', CANARY],
    ['an object', { message: CANARY }],
  ])('is INTERNAL with an id when it is %s, and its text stays in the log under that id', async (_case, thrown) => {
    const { statusCode, data, errors, text, lines } = await answer('{ text }', throwing(thrown));
    expect(text).not.toContain(CANARY);
    expect(errors).toEqual([
      {
        message: graphqlMessages['graphql.internal'],
        locations: [{ line: 1, column: 3 }],
        path: ['text'],
        extensions: { code: 'INTERNAL', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    expect([statusCode, JSON.stringify(data)]).toEqual([200, '{"text":null}']);
    expect(lines).toEqual([expect.objectContaining({ level: 50, errorId: errors[0]!.extensions.errorId })]);
    expect(JSON.stringify(lines)).toContain(CANARY);
  });

  it.each([
    ['text', { text: { inside: CANARY } }],
    ['number', { number: CANARY }],
    ['colour', { colour: CANARY }],
    ['list(first: 1)', { list: CANARY }],
    ['strict', { strict: null }],
  ])(
    'is INTERNAL when %s is answered with what its type cannot have, and the answer is not repeated',
    async (field, root) => {
      const { errors, text } = await answer(`{ ${field} }`, root);
      expect(text).not.toContain(CANARY);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
    },
  );

  it('has an id of its own each time', async () => {
    const { errors } = await answer('{ a: text b: text }', throwing(new Error(CANARY)));
    expect(new Set(errors.map(({ extensions }) => extensions.errorId)).size).toBe(2);
  });
});

describe('a fault of the request', () => {
  it.each<[string, string, RegExp, Record<string, unknown>]>([
    ['an unknown field', '{ texts }', /^Cannot query field "texts" on type "Query"\.$/, {}],
    ['a missing argument', '{ list }', /argument "first" of type "Int!" is required/, {}],
    ['a value of another type', '{ list(first: "x") }', /^Int cannot represent non-integer value: "x"$/, {}],
    ['an unknown value', '{ list(first: 1, colour: GREN) }', /^Value "GREN" does not exist in "Colour" enum\.$/, {}],
    ['a syntax error', '{ text', /^Syntax Error/, {}],
    ['a missing variable', 'query ($n: Int!) { list(first: $n) }', /^Variable "\$n" of required type/, {}],
    ['a wrong variable', 'query ($n: Int!) { list(first: $n) }', /^Variable "\$n" got invalid value "x"/, { n: 'x' }],
    [
      'a wrong value in a variable',
      'query ($c: Colour) { list(first: 1, colour: $c) }',
      /^Variable "\$c" got invalid value "GREN"; Value "GREN" does not exist in "Colour" enum\.$/,
      { c: 'GREN' },
    ],
    [
      'a variable that is null where it cannot be',
      'query ($n: Int = 1) { list(first: $n) }',
      /^Argument "first" of non-null type "Int!" must not be null\.$/,
      { n: null },
    ],
  ])('is BAD_REQUEST with what is wrong and no suggestion: %s', async (_case, source, message, variables) => {
    const { errors, text, lines } = await answer(source, {}, variables);
    expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_REQUEST' }]);
    expect(errors[0]!.message).toMatch(message);
    expect(text).not.toMatch(/Did you mean/);
    expect(lines).toEqual([]);
  });

  it('lists three faults at most, whatever their number', async () => {
    const source = `{ ${Array.from({ length: 40 }, (_, index) => `unknown${String(index)}`).join(' ')} }`;
    expect((await answer(source, {})).errors).toHaveLength(3);
    const failing = `{ ${Array.from({ length: 40 }, (_, index) => `a${String(index)}: text`).join(' ')} }`;
    const { errors, lines } = await answer(failing, throwing(new Error(CANARY)));
    expect([errors.length, lines.length]).toEqual([3, 3]);
  });

  it('that the engine collected into one error is shown as its parts', () => {
    const parts = ['one. Did you mean "two"?', 'two', 'three', 'four'].map((message) => new GraphQLError(message));
    const wrapped = new GraphQLError('4 errors', {
      originalError: Object.assign(new Error('4 errors'), { code: 'MER_ERR_GQL_VALIDATION', errors: parts }),
    });
    const { response } = formatter().format({ errors: [wrapped] });
    expect(response.errors!.map(({ message }) => message)).toEqual(['one.', 'two', 'three']);
  });

  it('is not assumed of an error that only claims to have parts', () => {
    const wrapped = new GraphQLError(CANARY, {
      originalError: Object.assign(new Error(CANARY), { code: 'OTHER', errors: [new GraphQLError(CANARY)] }),
    });
    expect(JSON.stringify(formatter().format({ errors: [wrapped] }).response)).not.toContain(CANARY);
  });

  it('is answered with 400 when nothing was carried out, and with 200 otherwise', async () => {
    const { format } = formatter();
    const located = (originalError: Error) => new GraphQLError('x', { originalError });
    const status = (execution: ExecutionResult) => format(execution).statusCode;
    expect(status({ errors: [new GraphQLError('x')] })).toBe(400);
    expect(status({ data: null, errors: [located(new BadRequestError('graphql.tooDeep', { limit: 1 }))] })).toBe(400);
    expect(status({ data: { text: null }, errors: [located(new BadRequestError('graphql.tooDeep'))] })).toBe(200);
    expect(status({ data: null, errors: [located(new ForbiddenRequestError())] })).toBe(200);
    expect(status({ data: null, errors: [located(new Error('x'))] })).toBe(200);
    expect((await answer('{ nothing }', {})).statusCode).toBe(400);
  });
});

describe('an expected refusal', () => {
  it('of a query is BAD_REQUEST with its own code and the text of its key', async () => {
    const { errors, lines } = await answer('{ text }', throwing(new NoMoneyError()));
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'There are only 5 left.',
        path: ['text'],
        extensions: { code: 'BAD_REQUEST', refusal: 'NO_MONEY' },
      }),
    ]);
    expect(lines).toEqual([]);
    const unknown = await answer('{ text }', { text: () => money(1n, 'XXX') });
    expect(unknown.errors[0]!.extensions).toEqual({ code: 'BAD_REQUEST', refusal: 'UNKNOWN_CURRENCY' });
  });

  it('of the request as a whole has its code and the text of its key', async () => {
    const { errors } = await answer('{ text }', throwing(new ForbiddenRequestError()));
    expect(errors).toEqual([
      expect.objectContaining({ message: graphqlMessages['graphql.forbidden'], extensions: { code: 'FORBIDDEN' } }),
    ]);
  });

  it('of the validation of inputs says which fields are wrong, at bounded length', async () => {
    const { errors } = await answer(
      '{ text }',
      throwing(new BadRequestException(['name is too long', 'x'.repeat(900)])),
    );
    expect(errors[0]!.message).toContain('name is too long; xxx');
    expect(errors[0]!.message.length).toBeLessThan(600);
    expect(errors[0]!.extensions).toEqual({ code: 'BAD_REQUEST' });
    const plain = await answer('{ text }', throwing(new BadRequestException('not like this')));
    expect(plain.errors[0]!.message).toContain('not like this');
  });
});
