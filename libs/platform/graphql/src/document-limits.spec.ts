import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, print } from 'graphql';
import { DOCUMENT_LIMITS, checkDocument } from './document-limits.js';
import { graphqlMessages } from './messages.en.js';
import { BadRequestError } from './request-errors.js';

interface Refusal {
  readonly messageKey: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** The refusal of a document, or null when it is within the limits. */
function refusalOf(source: string, variables: Record<string, unknown> = {}): Refusal | null {
  try {
    checkDocument(source, variables, new Set(['members']));
    return null;
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    expect(Object.keys(graphqlMessages)).toContain(error.messageKey);
    return { messageKey: error.messageKey, parameters: error.parameters };
  }
}

const keyOf = (source: string, variables?: Record<string, unknown>) => refusalOf(source, variables)?.messageKey ?? null;
/** The cost as the refusal tells it, of a selection that is made too expensive by a second one of known cost. */
function costOf(selection: string, head = '', variables: Record<string, unknown> = {}): number {
  const known = 1_000_000;
  const refusal = refusalOf(`query ${head} { known(first: ${String(known)}) { id } ${selection} }`, variables);
  return Number(refusal?.parameters.cost) - known;
}
const names = (count: number, text = (index: number) => `f${String(index)}`) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number) => '{ a '.repeat(levels) + '}'.repeat(levels);

describe('the limit of', () => {
  const { tokens, depth, fields, aliases, rootFields, directives, cost } = DOCUMENT_LIMITS;
  const inGroups = (count: number) =>
    `{ ${names(3, (index) => `g${String(index)} { ${names(index === 0 ? count - 2 * 90 - 3 : 90)} }`)} }`;

  it.each<[string, string, number, (size: number) => string]>([
    ['tokens', 'graphql.tooManyTokens', tokens, (size) => `{ a(list: [${'1 '.repeat(size - 9)}]) }`],
    ['depth', 'graphql.tooDeep', depth, nested],
    ['fields', 'graphql.tooManyFields', fields, inGroups],
    ['aliases', 'graphql.tooManyAliases', aliases, (size) => `{ a { ${names(size, (i) => `x${String(i)}: b`)} } }`],
    [
      '__typename, which counts as an alias',
      'graphql.tooManyAliases',
      aliases,
      (size) => `{ a { ${'__typename '.repeat(size)} } }`,
    ],
    [
      'an alias of __typename, which counts once',
      'graphql.tooManyAliases',
      aliases,
      (size) => `{ a { ${names(size, (i) => `x${String(i)}: __typename`)} } }`,
    ],
    [
      'aliases in all places together',
      'graphql.tooManyAliases',
      aliases,
      (size) => `{ x: a { y: b { ${names(size - 3, (i) => `z${String(i)}: c`)} } } ...F } fragment F on Q { w: d }`,
    ],
    ['root fields', 'graphql.tooManyRootFields', rootFields, (size) => `{ ${names(size)} }`],
    ['root fields of a mutation', 'graphql.tooManyRootFields', rootFields, (size) => `mutation { ${names(size)} }`],
    [
      'root fields inside a fragment',
      'graphql.tooManyRootFields',
      rootFields,
      (size) => `{ ...F } fragment F on Q { ${names(size)} }`,
    ],
    [
      'root fields inside an inline fragment',
      'graphql.tooManyRootFields',
      rootFields,
      (size) => `{ ... { ... on Q { ${names(size)} } } }`,
    ],
    [
      'root fields in all places together',
      'graphql.tooManyRootFields',
      rootFields,
      (size) => `{ a ... { b } ...F } fragment F on Q { ${names(size - 2)} }`,
    ],
    ['directives of a field', 'graphql.tooManyDirectives', directives, (size) => `{ a ${'@d '.repeat(size)} }`],
    [
      'directives in all places together',
      'graphql.tooManyDirectives',
      directives,
      (size) =>
        `query @d { a @d { b @d } ... @d { c @d } ...F @d } fragment F on Q @d { x { y ${'@d '.repeat(size - 7)} } }`,
    ],
    ['cost', 'graphql.tooExpensive', cost, (size) => `{ a(first: ${String(size)}) { id } }`],
  ])('%s passes at the edge and refuses one more', (_case, key, limit, document) => {
    expect(refusalOf(document(limit))).toBeNull();
    expect(refusalOf(document(limit + 1))).toEqual({ messageKey: key, parameters: expect.objectContaining({ limit }) });
  });

  it('counts what the documents above claim to have', () => {
    expect(print(checkDocument(inGroups(fields), {}).document).match(/\b[fg]\d+/g)).toHaveLength(fields);
  });

  it('holds for every operation of a document, not only the first', () => {
    expect(keyOf(`query A { a } query B ${nested(depth + 1)}`)).toBe('graphql.tooDeep');
  });
});

describe('the cost', () => {
  it('multiplies the pages that are nested, and adds those that stand side by side', () => {
    expect(costOf('a(first: 10) { b(first: 20) { c { id } } }')).toBe(10 * (1 + 20 * (1 + 1)));
    expect(costOf('a(first: 10) { id } b(first: 20) { id }')).toBe(30);
    expect(costOf('a { b { id } }')).toBe(2);
    expect(costOf('a b c')).toBe(0);
  });

  it('of a list without pages is that of five objects', () => {
    expect(costOf('members { id }')).toBe(5);
    expect(costOf('a(first: 10) { members { b { id } } }')).toBe(10 * (1 + 5 * (1 + 1)));
    expect(costOf('members(first: 2) { id }')).toBe(2);
    expect(costOf('members')).toBe(0);
  });

  it('takes the size of a page from a variable', () => {
    expect(costOf('a(first: $n) { b(first: $m) { id } }', '($n: Int!, $m: Int!)', { n: 7, m: 3 })).toBe(7 * (1 + 3));
  });

  it('takes the default of a variable that is not given, and not of one that is', () => {
    expect(costOf('a(first: $n) { b(first: $n) { id } }', '($n: Int = 4)')).toBe(4 * (1 + 4));
    expect(costOf('a(first: $n) { id }', '($n: Int = 4)', { n: 9 })).toBe(9);
  });

  it.each<[string, Record<string, unknown>]>([
    ['is not given and has no default', {}],
    ['is null', { n: null }],
    ['is no number', { n: '5' }],
    ['is a fraction', { n: 2.5 }],
    ['is endless', { n: Infinity }],
  ])('takes the largest page when the variable %s', (_case, variables) => {
    expect(costOf('a(first: $n) { id }', '($n: Int)', variables)).toBe(100);
  });

  it('cannot be hidden in a page of none or below', () => {
    const huge = '9'.repeat(400);
    for (const outer of ['0', '-1', '-99999999999'])
      expect(keyOf(`{ a(first: ${outer}) { b(first: ${huge}) { id } } }`)).toBe('graphql.tooExpensive');
    for (const n of [0, -5, 1]) expect(costOf('a(first: $n) { b(first: 30) { id } }', '($n: Int!)', { n })).toBe(31);
  });

  it('counts a fragment at each of its spreads', () => {
    const spreads = (count: number) =>
      keyOf(`{ ${names(count, (i) => `a${String(i)} { ...F }`)} } fragment F on Q { b(first: 100) { id } }`);
    expect(spreads(4)).toBeNull();
    expect(spreads(5)).toBe('graphql.tooExpensive');
  });

  it('of a fragment depends on the defaults of the operation that spreads it', () => {
    const document = (cheap: string, dear: string) =>
      `query A(${cheap}) { ...F } query B(${dear}) { ...F } fragment F on Q { a(first: $n) { b(first: $n) { id } } }`;
    expect(keyOf(document('$n: Int = 1', '$n: Int = 2'))).toBeNull();
    expect(keyOf(document('$n: Int = 1', '$n: Int = 99'))).toBe('graphql.tooExpensive');
  });
});

describe('fragments', () => {
  it('add their depth and fields where they are spread', () => {
    const levels = (count: number) => `{ a { ...F } } fragment F on Q ${nested(count)}`;
    expect(keyOf(levels(DOCUMENT_LIMITS.depth - 1))).toBeNull();
    expect(keyOf(levels(DOCUMENT_LIMITS.depth))).toBe('graphql.tooDeep');
    const spreads = (count: number) =>
      keyOf(`{ ${names(3, (i) => `a${String(i)} { ${'...F '.repeat(count)} }`)} } fragment F on Q { ${names(33)} }`);
    expect(spreads(3)).toBeNull();
    expect(spreads(4)).toBe('graphql.tooManyFields');
  });

  it.each([
    ['itself', '{ a { ...A } } fragment A on Q { b { ...A } }'],
    ['another that contains it', '{ ...A } fragment A on Q { ...B } fragment B on Q { c { ...A } }'],
    ['itself through an inline fragment', '{ ...A } fragment A on Q { ... on Q { ... { ...A } } }'],
  ])('are refused when one contains %s', (_case, document) => {
    expect(keyOf(document)).toBe('graphql.fragmentCycle');
  });

  it('may be spread twice beside each other, and one that does not exist is left to validation', () => {
    expect(keyOf('{ a { ...A } b { ...A } } fragment A on Q { c }')).toBeNull();
    expect(keyOf('{ a { ...Missing } }')).toBeNull();
  });

  it('that double at every level are measured in less than 50 ms', () => {
    const levels = 60;
    const bomb = names(levels, (i) => `fragment F${String(i)} on Q { ...F${String(i + 1)} ...F${String(i + 1)} }`);
    const document = `{ ...F0 } ${bomb} fragment F${String(levels)} on Q { a { b } }`;
    expect(keyOf('{ warm up }')).toBeNull();
    const started = performance.now();
    expect(keyOf(document)).toBe('graphql.tooManyFields');
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('introspection', () => {
  const levels = (count: number) => `{ __schema ${nested(count - 1)} }`;

  it.each([
    ['by default', {}],
    ['without descriptions', { descriptions: false }],
    ['with everything', { schemaDescription: true, inputValueDeprecation: true, specifiedByUrl: true, oneOf: true }],
  ])('passes as tools ask for it %s', (_case, options) => {
    expect(refusalOf(getIntrospectionQuery(options))).toBeNull();
  });

  it('has a depth of its own, which no other field can borrow', () => {
    expect(keyOf(levels(16))).toBeNull();
    expect(keyOf(levels(17))).toBe('graphql.tooDeep');
    expect(keyOf(`{ __schema ${nested(11)} me { id } }`)).toBe('graphql.tooDeep');
    expect(keyOf(`{ __typename ... { a ${nested(11)} } }`)).toBe('graphql.tooDeep');
  });
});

describe('a text that is no document', () => {
  it.each([
    ['{', 'graphql.syntax'],
    ['', 'graphql.syntax'],
    ['{ "tokens" }', 'graphql.syntax'],
    ['{ a(b: "Document contains more that 5 tokens") "x" }', 'graphql.syntax'],
    ['{ a } }', 'graphql.syntax'],
    [`{ ${'a '.repeat(5_000)} }`, 'graphql.tooManyTokens'],
    ['{ a '.repeat(100_000), 'graphql.tooManyTokens'],
  ])('%# is refused by what is wrong with it', (source, key) => {
    expect(keyOf(source)).toBe(key);
  });

  it('is not repeated at length in the answer', () => {
    const reason = String(refusalOf(`{ a "${'x'.repeat(50_000)}" }`)?.parameters.reason);
    expect(reason.length).toBeLessThanOrEqual(200);
  });
});

it('measures and refuses a text each time by the variables that came with it', () => {
  const source = 'query ($size: Int!, $name: String) { a(first: $size, name: $name) { id } }';
  for (const size of [7, 500, 7]) expect(checkDocument(source, { size }).cost).toBe(size);
  const refused = () => [
    keyOf(source, { size: 501 }),
    keyOf(source, { size: 7, name: '\0' }),
    keyOf(String.raw`{ a(name: "\u0000") }`),
    keyOf('{ a'),
  ];
  const keys = ['tooExpensive', 'unusableText', 'unusableText', 'syntax'].map((key) => `graphql.${key}`);
  expect([refused(), refused()]).toEqual([keys, keys]);
});
