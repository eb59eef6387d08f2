import {
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { repeatedPairs } from './repeated-fields.js';
import { BadRequestError } from './request-errors.js';
import { assertStorableDocument, assertStorableValues } from './storable-text.js';

/** Limits of one document. They are checked before validation, whose rules cost more than a whole request. */
export const DOCUMENT_LIMITS = {
  tokens: 1_000,
  depth: 10,
  fields: 300,
  aliases: 15,
  rootFields: 10,
  directives: 10,
  repeatedPairs: 1_000,
  cost: 500,
} as const;

/** Introspection nests deeper than any real query and returns no data; it has a depth of its own. */
const INTROSPECTION_DEPTH = 16;
/** What a page counts when its size comes from a variable that is not given. */
const MAX_PAGE = 100;
/** What a list counts that has no pages, such as the members of an organisation. */
const UNPAGED_COUNT = 5;

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;

type Variables = Readonly<Record<string, unknown>>;

export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly cost: number;
}

interface Measure {
  /** Fields at the top of the selection, those of its fragments included. */
  width: number;
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  /** Objects that the selection can return: the sizes of nested lists multiply. */
  cost: number;
}

/**
 * Parses and measures a document; refuses it with the limit that it breaks. Each fragment is measured once for each
 * operation, since the operation gives its variables their values.
 * @param unpaged names of the fields that give lists without pages
 * @returns the parsed document, and the cost of its most expensive operation
 */
export function checkDocument(
  source: string,
  variables: Variables,
  unpaged: ReadonlySet<string> = new Set(),
): CheckedDocument {
  let cost = 0;
  const document = documentOf(source);
  assertStorableValues(variables);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { selectionSet } = definition;
    const measuring = { fragments, unpaged, measured: new Map(), variables: withDefaults(definition, variables) };
    const measure = measureSelection(selectionSet, measuring);
    measure.directives += definition.directives?.length ?? 0;
    const introspection = selectionSet.selections.every(
      (node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'),
    );
    assertWithin(measure, introspection);
    assertFewRepeats(selectionSet, fragments);
    cost = Math.max(cost, measure.cost);
  }
  return { document, cost };
}

/** Clients send few documents, again and again; the oldest makes room for a new one. Each has a hundred kilobytes at most. */
const KEPT_DOCUMENTS = 50;
const kept = new Map<string, DocumentNode>();

/** What can be said of a document without its variables is said once. */
function documentOf(source: string): DocumentNode {
  const known = kept.get(source);
  if (known) return known;
  const document = parseWithin(source);
  assertStorableDocument(document);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_DOCUMENTS) kept.delete(oldest!);
  kept.set(source, document);
  return document;
}

function parseWithin(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (TOO_MANY_TOKENS.test(error.message))
      throw new BadRequestError('graphql.tooManyTokens', { limit: DOCUMENT_LIMITS.tokens });
    throw new BadRequestError('graphql.syntax', { reason: error.message.slice(0, 200) });
  }
}

function assertWithin(measure: Measure, introspection: boolean): void {
  const depthLimit = introspection ? INTROSPECTION_DEPTH : DOCUMENT_LIMITS.depth;
  const checks: [number, number, string][] = [
    [measure.depth, depthLimit, 'graphql.tooDeep'],
    [measure.fields, DOCUMENT_LIMITS.fields, 'graphql.tooManyFields'],
    [measure.aliases, DOCUMENT_LIMITS.aliases, 'graphql.tooManyAliases'],
    [measure.width, DOCUMENT_LIMITS.rootFields, 'graphql.tooManyRootFields'],
    [measure.directives, DOCUMENT_LIMITS.directives, 'graphql.tooManyDirectives'],
    [measure.cost, DOCUMENT_LIMITS.cost, 'graphql.tooExpensive'],
  ];
  for (const [value, limit, messageKey] of checks) {
    if (value > limit) throw new BadRequestError(messageKey, { limit, cost: measure.cost });
  }
}

/** Asked last, when the number of fields is known to be small. */
function assertFewRepeats(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void {
  const limit = DOCUMENT_LIMITS.repeatedPairs;
  if (repeatedPairs([set], fragments) > limit) throw new BadRequestError('graphql.tooManyRepeats', { limit });
}

interface Measuring {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly unpaged: ReadonlySet<string>;
  readonly measured: Map<string, Measure | 'open'>;
  readonly variables: Variables;
}

/** The recursion is bounded by the token limit: a thousand tokens nest less than a thousand levels. */
function measureSelection(set: SelectionSetNode, measuring: Measuring): Measure {
  const total = nothing();
  for (const selection of set.selections) {
    total.directives += selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) add(total, measureField(selection, measuring));
    else if (selection.kind === Kind.INLINE_FRAGMENT) add(total, measureSelection(selection.selectionSet, measuring));
    else add(total, measureFragment(selection.name.value, measuring));
  }
  return total;
}

function measureField(field: FieldNode, measuring: Measuring): Measure {
  const own: Measure = { width: 1, depth: 1, fields: 1, aliases: field.alias ? 1 : 0, directives: 0, cost: 0 };
  // Every __typename counts as an alias: it is the cheapest way to make an answer long.
  if (field.name.value === '__typename') own.aliases = 1;
  if (!field.selectionSet) return own;
  const inner = measureSelection(field.selectionSet, measuring);
  return {
    width: 1,
    depth: 1 + inner.depth,
    fields: 1 + inner.fields,
    aliases: own.aliases + inner.aliases,
    directives: inner.directives,
    cost: listSize(field, measuring) * (1 + inner.cost),
  };
}

function measureFragment(name: string, measuring: Measuring): Measure {
  const known = measuring.measured.get(name);
  if (known === 'open') throw new BadRequestError('graphql.fragmentCycle');
  if (known) return known;
  const fragment = measuring.fragments.get(name);
  if (!fragment) return nothing();
  measuring.measured.set(name, 'open');
  const measure = measureSelection(fragment.selectionSet, measuring);
  measure.directives += fragment.directives?.length ?? 0;
  measuring.measured.set(name, measure);
  return measure;
}

function nothing(): Measure {
  return { width: 0, depth: 0, fields: 0, aliases: 0, directives: 0, cost: 0 };
}

function add(total: Measure, part: Measure): void {
  total.width += part.width;
  total.depth = Math.max(total.depth, part.depth);
  total.fields += part.fields;
  total.aliases += part.aliases;
  total.directives += part.directives;
  total.cost += part.cost;
}

/** The variables of an operation as its resolvers will see them: what is not given has its default. */
function withDefaults(operation: OperationDefinitionNode, variables: Variables): Variables {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

/**
 * How many objects a field gives: the page size that it asks for, also through a variable, and one if it is no list. A
 * page counts at least one, since a page of none is refused anyway and must not hide what is nested inside.
 */
function listSize(field: FieldNode, { unpaged, variables }: Measuring): number {
  const argument = field.arguments?.find(({ name }) => name.value === 'first');
  if (!argument) return unpaged.has(field.name.value) ? UNPAGED_COUNT : 1;
  if (argument.value.kind === Kind.INT) return Math.max(1, Number(argument.value.value));
  const given = argument.value.kind === Kind.VARIABLE ? variables[argument.value.name.value] : undefined;
  return typeof given === 'number' && Number.isInteger(given) ? Math.max(1, given) : MAX_PAGE;
}
