import {
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  OperationTypeNode,
  execute,
  getNamedType,
  isNonNullType,
  isObjectType,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GraphqlContext } from './context.js';
import { plainPart, type Fragments, type PlainPart } from './plain-part.js';
import { repeatedPairs } from './repeated-fields.js';

type Field = GraphQLField<unknown, PlainContext>;

/** The engine adds these errors to those that it found itself. */
type PlainContext = GraphqlContext & { errors?: GraphQLError[] | null };

/** A place of a document from which on everything is plain. */
interface PlainPlace {
  readonly node: FieldNode;
  readonly fragments: Fragments;
  readonly part: PlainPart;
}

/** No client can write it, since no name in GraphQL has one. */
const MARK = '!';

const PART = new GraphQLScalarType({ name: 'PlainPart', serialize: (value) => value });

/** The name of a field as the client wrote it, also where the engine has another document than the client's. */
export function nameOfField(node: FieldNode): string {
  const { value } = node.name;
  return value.startsWith(MARK) ? value.slice(MARK.length) : value;
}

/**
 * Documents in which each part that is plain is one leaf for the engine. graphql-js takes two thirds of a microsecond for each field, however
 * little there is to do, and gives objects that are slow to put into JSON; a page of fifty objects with lists in them has some thousand fields.
 *
 * What leads to a plain part goes the way of all fields: arguments, rules and loaders. What is not as expected in one (a null that must not
 * be, a promise, an error) is done again by graphql-js, so that answers and errors are its own in all cases.
 */
export class PlainDocuments {
  private readonly known = new WeakMap<DocumentNode, DocumentNode | null>();
  private readonly places = new WeakMap<FieldNode, PlainPlace>();
  private readonly longWays = new Map<Field, GraphQLSchema>();

  /** @returns what the engine is to execute in place of a valid document, or null when that is the document itself */
  of(schema: GraphQLSchema, document: DocumentNode): DocumentNode | null {
    const known = this.known.get(document);
    if (known !== undefined) return known;
    const made = this.rewritten(schema, document);
    this.known.set(document, made);
    return made;
  }

  private rewritten(schema: GraphQLSchema, { kind, definitions }: DocumentNode): DocumentNode | null {
    const named = new Map<string, FragmentDefinitionNode>();
    for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) named.set(one.name.value, one);
    const isSimple = definitions.every(
      (one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ||
        (one.kind === Kind.OPERATION_DEFINITION &&
          one.operation === OperationTypeNode.QUERY &&
          repeatedPairs([one.selectionSet], named) === 0),
    );
    if (!isSimple) return null;
    const rewriting: Rewriting = { schema, fragments: Object.fromEntries(named), place: (...of) => this.place(...of) };
    return {
      kind,
      definitions: definitions.map((one) => {
        if (one.kind === Kind.OPERATION_DEFINITION)
          return { ...one, selectionSet: selectionSet(one.selectionSet, schema.getQueryType(), rewriting) };
        if (one.kind !== Kind.FRAGMENT_DEFINITION) return one;
        const type = schema.getType(one.typeCondition.name.value);
        return { ...one, selectionSet: selectionSet(one.selectionSet, type, rewriting) };
      }),
    };
  }

  /** The node of a plain place, under a name that the type has from now on too. */
  private place(type: GraphQLObjectType, field: Field, place: PlainPlace): FieldNode {
    const { node } = place;
    const name = `${MARK}${field.name}`;
    const marked: FieldNode = {
      ...node,
      alias: node.alias ?? node.name,
      name: { ...node.name, value: name },
    };
    this.places.set(marked, place);
    // Not enumerable, so that neither validation nor introspection nor the policy finds a field that no client can name.
    if (type.getFields()[name] === undefined)
      Object.defineProperty(type.getFields(), name, { value: this.leafOf(field, name) });
    return marked;
  }

  private leafOf(field: Field, name: string): Field {
    return {
      ...field,
      name,
      type: isNonNullType(field.type) ? new GraphQLNonNull(PART) : PART,
      resolve: (source, args: unknown, context, info) => {
        const place = this.places.get(info.fieldNodes[0]!)!;
        // The resolver sees what the client asked for.
        const { node, fragments } = place;
        const seen = { ...info, fieldName: field.name, returnType: field.type, fieldNodes: [node], fragments };
        const value: unknown = field.resolve!(source, args, context, seen);
        if (!(value instanceof Promise)) return this.completed(value, field, place, [context, seen]);
        return value.then((found) => this.completed(found, field, place, [context, seen]));
      },
    };
  }

  private completed(value: unknown, field: Field, place: PlainPlace, asked: Asked): unknown {
    try {
      return place.part(value);
    } catch {
      return this.longWay(value, field, place, asked);
    }
  }

  /** The same part by graphql-js: a document of its own, with the value in place of what resolves the field. */
  private longWay(value: unknown, field: Field, place: PlainPlace, [context, info]: Asked): unknown {
    const { node, fragments } = place;
    const selections = [{ ...node, name: { ...node.name, value: field.name }, arguments: [], directives: [] }];
    const operation = { kind: Kind.OPERATION_DEFINITION, operation: OperationTypeNode.QUERY } as const;
    const document: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
        ...Object.values(fragments),
      ],
    };
    const schema = this.schemaOf(field, info);
    const execution = execute({ schema, document, rootValue: { [field.name]: value }, contextValue: context });
    if (execution instanceof Promise) return execution.then((found) => taken(found, field, context, info));
    return taken(execution, field, context, info);
  }

  private schemaOf(field: Field, { schema, parentType }: GraphQLResolveInfo): GraphQLSchema {
    const known = this.longWays.get(field);
    if (known) return known;
    // Its own name, since the type of that name may be part of what is below.
    const query = new GraphQLObjectType({
      name: `${parentType.name}_`,
      fields: {
        [field.name]: { type: field.type, resolve: (root: Readonly<Record<string, unknown>>) => root[field.name] },
      },
    });
    const made = new GraphQLSchema({ query, types: Object.values(schema.getTypeMap()).filter(isObjectType) });
    this.longWays.set(field, made);
    return made;
  }
}

type Asked = readonly [context: PlainContext, info: GraphQLResolveInfo];

interface Rewriting {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly place: (type: GraphQLObjectType, field: Field, place: PlainPlace) => FieldNode;
}

/** @param type what is selected from; left as it is where that is no object type, as a field there has more than one resolver */
function selectionSet(set: SelectionSetNode, type: unknown, rewriting: Rewriting): SelectionSetNode {
  if (!isObjectType(type)) return { ...set, selections: set.selections.map((node) => insideOf(node, rewriting)) };
  return { ...set, selections: set.selections.map((node) => selection(node, type, rewriting)) };
}

/** Of an interface or a union: what is said of one of its objects. */
function insideOf(node: SelectionNode, rewriting: Rewriting): SelectionNode {
  if (node.kind !== Kind.INLINE_FRAGMENT) return node;
  const type = node.typeCondition && rewriting.schema.getType(node.typeCondition.name.value);
  return { ...node, selectionSet: selectionSet(node.selectionSet, type, rewriting) };
}

function selection(node: SelectionNode, type: GraphQLObjectType, rewriting: Rewriting): SelectionNode {
  if (node.kind === Kind.FRAGMENT_SPREAD) return node;
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const wanted = node.typeCondition && rewriting.schema.getType(node.typeCondition.name.value);
    return { ...node, selectionSet: selectionSet(node.selectionSet, isObjectType(wanted) ? wanted : type, rewriting) };
  }
  const field = type.getFields()[node.name.value] as Field | undefined;
  if (field?.resolve === undefined || node.selectionSet === undefined) return node;
  const part = plainPart(field.type, node.selectionSet, rewriting);
  if (part !== null) return rewriting.place(type, field, { node, fragments: rewriting.fragments, part });
  return { ...node, selectionSet: selectionSet(node.selectionSet, getNamedType(field.type), rewriting) };
}

/** What graphql-js made of a part, at its place in the answer: errors are told, or thrown where the part must not be null. */
function taken(
  { data, errors = [] }: ExecutionResult,
  field: Field,
  context: PlainContext,
  { path }: GraphQLResolveInfo,
): unknown {
  const above: (string | number)[] = [];
  for (let at = path.prev; at !== undefined; at = at.prev) above.unshift(at.key);
  const told = errors.map(
    ({ message, nodes, path: below = [], originalError }) =>
      new GraphQLError(message, { nodes, path: [...above, ...below], originalError }),
  );
  const value = data?.[path.key] ?? null;
  const thrown = value === null && isNonNullType(field.type) ? told.pop() : undefined;
  if (told.length > 0) context.errors = [...(context.errors ?? []), ...told];
  if (thrown !== undefined) throw thrown;
  return value;
}
