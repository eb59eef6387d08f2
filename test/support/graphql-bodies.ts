import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLInt,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

const MAX_DEPTH = 4;
const TEXTS = ['', 'x', 'USD', '1000', "' OR 1=1 --", '../../etc/passwd', '\u0000', 'é'.repeat(50), '{"a":1}'];

/** Makes request bodies out of a schema: the same seed gives the same bodies. */
export class GraphqlBodies {
  private state: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly ids: readonly string[],
    seed: number,
  ) {
    this.state = seed >>> 0 || 1;
  }

  /** A document that the schema allows, with literal arguments. */
  valid(): string {
    const isMutation = this.below(4) === 0;
    const root = isMutation ? this.schema.getMutationType()! : this.schema.getQueryType()!;
    const names = Array.from({ length: isMutation ? 1 : 1 + this.below(3) }, () =>
      this.one(Object.keys(root.getFields())),
    );
    const selections = [...new Set(names)].map((name) => this.field(root.getFields()[name]!, MAX_DEPTH));
    return `${isMutation ? 'mutation' : 'query'} { ${selections.join(' ')} }`;
  }

  /** A body that is broken somewhere: in its characters, its names, its types, or as a whole. */
  broken(): unknown {
    const text = this.valid();
    const at = this.below(text.length);
    const breaks: readonly (() => unknown)[] = [
      () => ({ query: text.slice(0, at) }),
      () => ({ query: text.slice(0, at) + this.one(TEXTS) + text.slice(at) }),
      () => ({ query: text.replace(/\b\w+(?= [{(])/, 'nothing') }),
      () => ({ query: text, variables: this.one([[], 'x', 7, { x: null }]) }),
      () => ({
        query: `query ($x: ${this.one(['Nothing', 'ID!', '[Int!]!'])}) { node(id: $x) { id } }`,
        variables: { x: this.one([null, 7, {}, [], '\uD800', '\u0000']) },
      }),
      () => ({ query: `{ ${'a { '.repeat(1 + this.below(40))}` }),
      () => ({ query: `{ ...F } fragment F on Query { ...F }` }),
      () => this.one([null, [], 7, 'x', {}, { query: null }, { query: 7 }, [{ query: text }]]),
    ];
    return breaks[this.below(breaks.length)]!();
  }

  below(limit: number): number {
    // xorshift32 is enough for choosing.
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  one<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const given = field.args.filter((arg) => isRequired(arg) || this.below(2) === 0);
    const args = given.map((arg) => `${arg.name}: ${this.value(arg.type, 3)}`);
    const type = getNamedType(field.type);
    const head = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
    if (isObjectType(type)) return `${head} { ${this.selection(type, depth - 1)} }`;
    return 'getFields' in type ? `${head} { id __typename }` : head;
  }

  private selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields());
    const usable = depth > 0 ? fields : fields.filter((field) => !('getFields' in getNamedType(field.type)));
    if (usable.length === 0) return '__typename';
    const chosen = new Set(Array.from({ length: 1 + this.below(3) }, () => this.one(usable)));
    return [...chosen].map((field) => this.field(field, depth)).join(' ');
  }

  private value(type: GraphQLInputType, depth: number): string {
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (isListType(type)) return `[${this.value(type.ofType, depth - 1)}]`;
    if (isEnumType(type)) return this.one(type.getValues()).name;
    if (type === GraphQLBoolean) return this.one(['true', 'false']);
    if (type === GraphQLInt) return String(this.one([1, 2, 5, 100, 101, 0, -1, 2_147_483_647]));
    if (type === GraphQLFloat) return String(this.one([0, 1, 0.5, -1, 1e30]));
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (one) => isRequired(one) || (depth > 0 && this.below(3) === 0),
      );
      return `{ ${fields.map((one) => `${one.name}: ${this.value(one.type, depth - 1)}`).join(', ')} }`;
    }
    if (type.name === 'DateTime') return `"2027-01-0${String(1 + this.below(9))}T00:00:00.000Z"`;
    return JSON.stringify(type.name === 'ID' && this.below(4) > 0 ? this.one(this.ids) : this.one(TEXTS));
  }
}

function isRequired(input: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(input.type) && input.defaultValue === undefined;
}
