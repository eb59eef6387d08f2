import {
  Kind,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Puts what a resolver gave into the form of an answer. */
export type PlainPart = (value: unknown) => unknown;

/** Thrown for whatever the short way cannot do; the engine then does it the long way. One for all, since nobody reads its stack. */
const DOUBT = new Error('not plain');

interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

interface PlainField {
  readonly key: string;
  readonly read: (source: unknown) => unknown;
  readonly complete: PlainPart;
}

/**
 * What is selected below a field of an output type, as one function of the value of the field, or null when it is not plain. Plain is what
 * depends on that value alone: fields without arguments and directives, down to the leaves, each of which is read from its object by the
 * resolver that Nest gives to properties. A field with a rule of its own has another resolver, so it is never part of one.
 *
 * No response key may occur twice at one place of the document.
 */
export function plainPart(
  type: GraphQLOutputType,
  selected: SelectionSetNode | undefined,
  reading: Reading,
): PlainPart | null {
  if (isNonNullType(type)) {
    const inner = plainPart(type.ofType, selected, reading);
    return inner && ((value) => inner(value) ?? doubt());
  }
  if (isListType(type)) {
    const item = plainPart(type.ofType, selected, reading);
    return item && ((value) => (value == null ? null : itemsOf(value, item)));
  }
  if (isLeafType(type)) return (value) => (value == null ? null : leafOf(value, type));
  return isObjectType(type) && selected !== undefined ? plainObject(type, selected, reading) : null;
}

function plainObject(type: GraphQLObjectType, selected: SelectionSetNode, reading: Reading): PlainPart | null {
  const nodes = fieldsOf(type, selected, reading);
  if (type.isTypeOf != null || nodes === null) return null;
  const fields: PlainField[] = [];
  for (const node of nodes) {
    const field = plainField(type, node, reading);
    if (field === null) return null;
    fields.push(field);
  }
  return (value) => (value == null ? null : objectOf(value, fields));
}

/** The fields that are selected of an object, those of its fragments included; null when a directive has a say in it. */
function fieldsOf(type: GraphQLObjectType, selected: SelectionSetNode, reading: Reading): FieldNode[] | null {
  const found: FieldNode[] = [];
  const spread = new Set<string>();
  const collect = (set: SelectionSetNode): boolean =>
    set.selections.every((node) => {
      if (node.directives !== undefined && node.directives.length > 0) return false;
      if (node.kind === Kind.FIELD) return found.push(node) > 0;
      if (node.kind === Kind.INLINE_FRAGMENT)
        return !isOf(type, node.typeCondition?.name.value, reading) || collect(node.selectionSet);
      if (spread.has(node.name.value)) return true;
      spread.add(node.name.value);
      const fragment = reading.fragments[node.name.value];
      if (fragment === undefined) return true;
      return !isOf(type, fragment.typeCondition.name.value, reading) || collect(fragment.selectionSet);
    });
  return collect(selected) ? found : null;
}

function isOf(type: GraphQLObjectType, condition: string | undefined, { schema }: Reading): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function plainField(type: GraphQLObjectType, node: FieldNode, reading: Reading): PlainField | null {
  const name = node.name.value;
  const key = (node.alias ?? node.name).value;
  // An object has a setter of this name, which would swallow the value.
  if (key === '__proto__') return null;
  if (name === '__typename') return { key, read: () => type.name, complete: (value) => value };
  const field = type.getFields()[name];
  const read = field && propertyReader(field);
  const complete = read && plainPart(field.type, node.selectionSet, reading);
  return complete ? { key, read, complete } : null;
}

/** Nest's resolver of properties asks for the object and for nothing else. Were it named otherwise, answers would be slower and the same. */
function propertyReader({ args, resolve }: GraphQLField<unknown, unknown>): PlainField['read'] | null {
  if (args.length > 0 || resolve?.name !== 'rootFieldResolver' || resolve.length !== 1) return null;
  return resolve as unknown as PlainField['read'];
}

function objectOf(value: unknown, fields: readonly PlainField[]): Record<string, unknown> {
  assertPlain(value);
  const answer: Record<string, unknown> = {};
  for (const { key, read, complete } of fields) answer[key] = complete(read(value));
  return answer;
}

function itemsOf(value: unknown, item: PlainPart): unknown[] {
  if (!Array.isArray(value)) return doubt();
  return value.map(item);
}

function leafOf(value: unknown, type: GraphQLLeafType): unknown {
  if (typeof value === 'object' || typeof value === 'function') assertPlain(value);
  return type.serialize(value) ?? doubt();
}

/** What an engine treats in a way of its own: what is there later, what has failed, and what has to be called. */
function assertPlain(value: unknown): void {
  if (
    typeof value === 'function' ||
    value instanceof Error ||
    typeof (value as PromiseLike<unknown>).then === 'function'
  )
    doubt();
}

function doubt(): never {
  throw DOUBT;
}
