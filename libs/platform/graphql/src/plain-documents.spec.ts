import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, execute, introspectionFromSchema, isObjectType, parse, printSchema, validate } from 'graphql';
import type { GraphQLError, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { PlainDocuments, nameOfField } from './plain-documents.js';
import { selectedNames } from './selected-names.js';

const SDL = `
  interface Named { name: String! }
  type Query { page(first: Int = 2): Page!, maybe: Page, items: [Item], strict: [Item!]!, named: Named, same: Query }
  type Mutation { change: Page }
  type Page { nodes: [Item!]!, total: Int!, info: Info, more: [[Info]] }
  type Info { next: String, isLast: Boolean!, any: Any }
  scalar Any
  type Item implements Named { name: String!, count: Int, kind: Kind!, parts: [Part!], own: Part, sized(by: Int = 3): Int, property(by: Int = 3): Int, secret: String }
  type Part { label: String, weight: Float! }
  enum Kind { A B }
`;
/** Fields that have more than the resolver of a property; that of `secret` stands for a rule. */
const RESOLVED: Record<string, (source: Record<string, unknown>, args: { by?: number }) => unknown> = {
  'Item.own': (source) => Promise.resolve(source.own),
  'Item.sized': (_source, { by }) => by,
  'Item.secret': (source) => (source.isOpen === true ? 'seen' : null),
};

/** A schema as Nest makes it: what has no resolver gets the one of properties. */
function schemaOf(): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of type.name.startsWith('__') ? [] : Object.values(type.getFields())) {
      const { name } = field;
      const rootFieldResolver = (root: Record<string, unknown>): unknown => root[name];
      field.resolve = RESOLVED[`${type.name}.${name}`] ?? rootFieldResolver;
    }
  Object.assign(schema.getType('Named')!, { resolveType: () => 'Item' });
  return schema;
}

interface Answer {
  /** As text, since the engine's objects have no prototype, and the order of fields counts. */
  readonly data: string;
  readonly errors: readonly string[];
  /** Of what became null with something around it: all that were found until the answer was made, so that these are a race. */
  readonly discarded: readonly string[];
}

const plainSchema = schemaOf();
const documents = new PlainDocuments();
const reference = schemaOf();

async function answer(source: string, rootValue: unknown, isPlain: boolean): Promise<Answer> {
  const document = parse(source, { noLocation: true });
  const schema = isPlain ? plainSchema : reference;
  expect(validate(schema, document)).toEqual([]);
  const context: { errors?: GraphQLError[] } = {};
  const rewritten = isPlain ? documents.of(schema, document) : null;
  const given = { schema, document: rewritten ?? document, rootValue, contextValue: context };
  const { data, errors = [] } = await execute(given);
  const all = [...errors, ...(context.errors ?? [])];
  return {
    data: JSON.stringify(data ?? null),
    errors: all
      .filter(({ path }) => isToldIn(data, path))
      .map(told)
      .sort(),
    discarded: all.filter(({ path }) => !isToldIn(data, path)).map(told),
  };
}

// The type in which a part is done again has a name of its own.
const told = ({ path, message }: GraphQLError): string => JSON.stringify([path, message.replace('_.', '.')]);

/** Whether the answer has the object or the list in which an error is. */
function isToldIn(data: unknown, path: GraphQLError['path'] = []): boolean {
  const around = path.slice(0, -1).reduce((at: unknown, key) => (at as Record<string, unknown> | null)?.[key], data);
  return around !== null && around !== undefined;
}

/** Made with plain parts, and by the engine alone. Of what is discarded that which both found is compared: one of them is the reason. */
async function both(source: string, rootValue: unknown): Promise<readonly [plain: Answer, engine: Answer]> {
  const plain = await answer(source, rootValue, true);
  const engine = await answer(source, rootValue, false);
  const shared = plain.discarded.filter((error) => engine.discarded.includes(error));
  if (shared.length === 0) return [plain, engine];
  return [
    { ...plain, discarded: shared },
    { ...engine, discarded: shared },
  ];
}

const PART = { label: 'l', weight: 0.5 };
const ITEM = { name: 'n', count: 1, kind: 'A', parts: [PART, PART], own: PART, isOpen: true };
const PAGE = {
  nodes: [ITEM, { ...ITEM, isOpen: false }],
  total: 2,
  info: { next: null, isLast: true },
  more: [[null]],
};
const ROOT = { page: PAGE, maybe: null, items: [ITEM, null], strict: [ITEM], named: ITEM };

describe('a document with plain parts', () => {
  it.each([
    ['lists in lists', '{ page { nodes { name parts { label weight } } total more { next } } }'],
    ['aliases and type names', '{ a: page { n: nodes { x: name __typename } b: total } maybe { total } }'],
    [
      'fragments, of interfaces too',
      '{ page { ...P } } fragment P on Page { nodes { ...N ... on Item { kind } ... { count } } } fragment N on Named { name }',
    ],
    ['a fragment of another type', '{ named { name ... on Item { parts { label } } } }'],
    ['arguments', 'query ($first: Int! = 4) { page(first: $first) { total } }'],
    ['what has resolvers of its own', '{ page { nodes { name own { label } sized(by: 7) } info { isLast } } }'],
    ['a rule', '{ page { nodes { name secret } } }'],
    [
      'directives',
      '{ page @include(if: true) { total } strict { name @skip(if: true) kind } maybe @skip(if: true) { total } }',
    ],
    ['a field twice', '{ page { nodes { name } } page { nodes { kind own { label } } } }'],
    ['a response key that objects have', '{ page { nodes { __proto__: name constructor: kind toJSON: count } } }'],
  ])('is answered as the engine does: %s', async (_case, source) => {
    const [plain, engine] = await both(source, ROOT);
    expect(plain).toEqual(engine);
    expect(plain.data).not.toBe('null');
    expect(plain.errors).toEqual([]);
  });

  it.each([
    ['null where none may be', { ...PAGE, total: null }],
    ['null in a list', { ...PAGE, nodes: [ITEM, null] }],
    ['an error in place of a value', { ...PAGE, info: { next: new Error('gone'), isLast: true } }],
    ['an error in place of an object', { ...PAGE, info: new Error('gone') }],
    [
      'a failing getter',
      {
        ...PAGE,
        get info(): never {
          throw new Error('gone');
        },
      },
    ],
    ['a promise', { ...PAGE, total: Promise.resolve(7) }],
    ['a promise for what takes anything', { ...PAGE, info: { any: Promise.resolve(7), isLast: true } }],
    ['an error for what takes anything', { ...PAGE, info: { any: new Error('gone'), isLast: true } }],
    ['a promise in a list', { ...PAGE, nodes: [Promise.resolve(ITEM)] }],
    ['a promise that fails', { ...PAGE, info: Promise.reject(new Error('gone')) }],
    ['another iterable', { ...PAGE, nodes: new Set([ITEM]) }],
    ['no list', { ...PAGE, nodes: 'none' }],
    ['a number that is no integer', { ...PAGE, total: 0.5 }],
    ['a value that is not of its enum', { ...PAGE, nodes: [{ ...ITEM, kind: 'C' }] }],
    ['an object for a text', { ...PAGE, info: { next: {}, isLast: true } }],
    ['a function for a text', { ...PAGE, info: { next: () => 'x', isLast: true } }],
  ])('is answered as the engine does, errors included, with %s', async (_case, page) => {
    const source = '{ page { nodes { name kind parts { label } } total info { next isLast any } } }';
    for (const asked of [
      source,
      source.replace('page', 'page: maybe'),
      '{ maybe { nodes { own { label } } info { next } total } }',
    ]) {
      const [plain, engine] = await both(asked, { page, maybe: page });
      expect(plain).toEqual(engine);
    }
  });

  it('is answered as the engine does, whatever is asked and whatever is there', async () => {
    const part = fc.record({ label: oneOf('l', null, 3, {}), weight: oneOf(0.5, 2, null, 'x') });
    const itemOf = (kinds: fc.Arbitrary<string>) =>
      fc.record({
        ...keys(ITEM),
        count: oneOf(1, null, 2 ** 40),
        kind: kinds,
        parts: fc.option(fc.array(part)),
        own: part,
      });
    // Not both in one list: graphql-js forgets what it awaits when a later item fails at once, and Node ends on a forgotten failure.
    const nodes = [fc.option(itemOf(fc.constantFrom('A', 'B')), { freq: 20 }), itemOf(fc.constantFrom('A', 'B', 'C'))];
    const page = fc.record({
      nodes: fc.oneof(...nodes.map((node) => fc.array(node, { maxLength: 3 }))),
      total: oneOf(1, null),
      info: oneOf(PAGE.info, null),
    });
    const leaf = fc.constantFrom(
      'name',
      'a: count',
      'kind',
      '__typename',
      'secret',
      'sized',
      'kind @include(if: true)',
      '... on Named { name }',
      '...F',
    );
    const selection = fc.array(
      fc.oneof(leaf, fc.constantFrom('parts { label weight }', 'parts { weight }', 'own { label }')),
      { minLength: 1 },
    );
    const root = fc.constantFrom('page', 'maybe', 'b: maybe');
    await fc.assert(
      fc.asyncProperty(root, selection, page, async (name, of, found) => {
        const used = of.includes('...F') ? 'fragment F on Item { name own { weight } }' : '';
        const source = `{ ${name} { nodes { ${of.join(' ')} } total info { isLast } } } ${used}`;
        const [plain, engine] = await both(source, { page: found, maybe: found });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 300 },
    );
  });

  it('is answered as the engine does where more than one thing is wrong in what becomes null', async () => {
    const found = { ...PAGE, nodes: [{ ...ITEM, own: { label: {}, weight: 0.5 } }, null] };
    const source = '{ page { nodes { own { label } parts { label weight } } total info { isLast } } }';
    const [plain, engine] = await both(source, { page: found });
    expect(plain).toEqual(engine);
    expect(plain.discarded).toEqual(['[["page","nodes",1],"Cannot return null for non-nullable field Page.nodes."]']);
  });
});

describe('what is left to the engine', () => {
  const rewritten = (source: string) => JSON.stringify(documents.of(plainSchema, parse(source, { noLocation: true })));

  it('is all that is not a property of its object, so that rules are asked', () => {
    const document = documents.of(plainSchema, parse('{ page { nodes { name secret parts { label } } total } }'));
    expect(markedIn(document)).toEqual(['!parts']);
    for (const own of ['secret', 'sized', 'property', 'own { label }', 'name @include(if: true)'])
      expect(markedIn(documents.of(plainSchema, parse(`{ page { nodes { name ${own} } } }`)))).not.toContain('!page');
    expect(markedIn(documents.of(plainSchema, parse('{ page { nodes { name } } }')))).toEqual(['!page']);
  });

  it.each([
    ['a mutation', 'mutation { change { total } }'],
    ['a field that is asked for twice', '{ page { total } page { info { next } } }'],
  ])('is the whole of %s', (_case, source) => {
    expect(rewritten(source)).toBe('null');
  });

  it('is hidden from clients: no name leads to it, and neither schema nor introspection tells it', () => {
    rewritten('{ page { total } strict { name } }');
    expect(printSchema(plainSchema)).toBe(printSchema(reference));
    expect(introspectionFromSchema(plainSchema)).toEqual(introspectionFromSchema(reference));
    expect(() => parse('{ !page }')).toThrow('Syntax Error');
  });

  it('sees the names that the client wrote', async () => {
    const seen: GraphQLResolveInfo[] = [];
    const schema = schemaOf();
    const note = (_source: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      seen.push(info) && PAGE;
    for (const name of ['page', 'maybe']) schema.getQueryType()!.getFields()[name]!.resolve = note;
    const document = parse(
      '{ page { ...F total } p: maybe { nodes { own { label } } info { next } } } fragment F on Page { info { isLast } }',
    );
    await execute({ schema, document: new PlainDocuments().of(schema, document)! });
    const [page, maybe] = seen as [GraphQLResolveInfo, GraphQLResolveInfo];
    expect([...selectedNames(page)]).toEqual(['info', 'isLast', 'total']);
    expect([...selectedNames(maybe)]).toEqual(['nodes', 'own', 'label', 'info', 'next']);
    expect(
      seen.map(({ fieldName, fieldNodes, returnType }) => [fieldName, nameOfField(fieldNodes[0]!), String(returnType)]),
    ).toEqual([
      ['page', 'page', 'Page!'],
      ['maybe', 'maybe', 'Page'],
    ]);
  });
});

function markedIn(document: unknown): string[] {
  return [...JSON.stringify(document).matchAll(/"value":"(![A-Za-z]+)"/g)].map(([, name]) => name!);
}

function oneOf<Value>(first: Value, ...others: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant<unknown>(first) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

function keys(of: Readonly<Record<string, unknown>>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, fc.constant(value)]));
}
