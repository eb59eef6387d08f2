import {
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { BadRequestError } from './request-errors.js';

/** Limits of one document. They are checked before validation, whose rules cost more than a whole request. */
export const DOCUMENT_LIMITS = {
  tokens: 1_000,
  depth: 10,
  fields: 300,
  aliases: 15,
  rootFields: 10,
  directives: 10,
  cost: 2_000,
} as const;

/** Introspection nests deeper than any real query and returns no data; it has a depth of its own. */
const INTROSPECTION_DEPTH = 16;
/** What a page counts when its size comes from a variable that is not given. */
const MAX_PAGE = 100;

type Variables = Readonly<Record<string, unknown>>;

interface Measure {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  /** Objects that the selection can return: the sizes of nested pages multiply. */
  cost: number;
}

/**
 * Parses and measures a document; refuses it with the limit that it breaks. Each fragment is measured once.
 * @returns the parsed document
 */
export function checkDocument(source: string, variables: Variables): DocumentNode {
  const document = parseWithin(source);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measure | 'open'>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { selectionSet } = definition;
    const measure = measureSelection(selectionSet, { fragments, measured, variables });
    const introspection = selectionSet.selections.every(
      (node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'),
    );
    assertWithin(measure, selectionSet.selections.length, introspection);
  }
  return document;
}

function parseWithin(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('tokens'))
      throw new BadRequestError('graphql.tooManyTokens', { limit: DOCUMENT_LIMITS.tokens });
    throw new BadRequestError('graphql.syntax', { reason: error.message.slice(0, 200) });
  }
}

function assertWithin(measure: Measure, rootFields: number, introspection: boolean): void {
  const depthLimit = introspection ? INTROSPECTION_DEPTH : DOCUMENT_LIMITS.depth;
  const checks: [number, number, string][] = [
    [measure.depth, depthLimit, 'graphql.tooDeep'],
    [measure.fields, DOCUMENT_LIMITS.fields, 'graphql.tooManyFields'],
    [measure.aliases, DOCUMENT_LIMITS.aliases, 'graphql.tooManyAliases'],
    [rootFields, DOCUMENT_LIMITS.rootFields, 'graphql.tooManyRootFields'],
    [measure.directives, DOCUMENT_LIMITS.directives, 'graphql.tooManyDirectives'],
    [measure.cost, DOCUMENT_LIMITS.cost, 'graphql.tooExpensive'],
  ];
  for (const [value, limit, messageKey] of checks) {
    if (value > limit) throw new BadRequestError(messageKey, { limit, cost: measure.cost });
  }
}

interface Measuring {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly measured: Map<string, Measure | 'open'>;
  readonly variables: Variables;
}

/** The recursion is bounded by the token limit: a thousand tokens nest less than a thousand levels. */
function measureSelection(set: SelectionSetNode, measuring: Measuring): Measure {
  const total: Measure = { depth: 0, fields: 0, aliases: 0, directives: 0, cost: 0 };
  for (const selection of set.selections) {
    total.directives += selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) add(total, measureField(selection, measuring));
    else if (selection.kind === Kind.INLINE_FRAGMENT) add(total, measureSelection(selection.selectionSet, measuring));
    else add(total, measureFragment(selection.name.value, measuring));
  }
  return total;
}

function measureField(field: FieldNode, measuring: Measuring): Measure {
  const own: Measure = { depth: 1, fields: 1, aliases: field.alias ? 1 : 0, directives: 0, cost: 0 };
  // Every __typename counts as an alias: it is the cheapest way to make an answer long.
  if (field.name.value === '__typename') own.aliases = 1;
  if (!field.selectionSet) return own;
  const inner = measureSelection(field.selectionSet, measuring);
  const page = pageSize(field, measuring.variables);
  return {
    depth: 1 + inner.depth,
    fields: 1 + inner.fields,
    aliases: own.aliases + inner.aliases,
    directives: inner.directives,
    cost: page === null ? 1 + inner.cost : page * (1 + inner.cost),
  };
}

function measureFragment(name: string, measuring: Measuring): Measure {
  const known = measuring.measured.get(name);
  if (known === 'open') throw new BadRequestError('graphql.fragmentCycle');
  if (known) return known;
  const fragment = measuring.fragments.get(name);
  const empty: Measure = { depth: 0, fields: 0, aliases: 0, directives: 0, cost: 0 };
  if (!fragment) return empty;
  measuring.measured.set(name, 'open');
  const measure = measureSelection(fragment.selectionSet, measuring);
  measuring.measured.set(name, measure);
  return measure;
}

function add(total: Measure, part: Measure): void {
  total.depth = Math.max(total.depth, part.depth);
  total.fields += part.fields;
  total.aliases += part.aliases;
  total.directives += part.directives;
  total.cost += part.cost;
}

/** The page size that a field asks for, also through a variable; null for a field that is no page. */
function pageSize(field: FieldNode, variables: Variables): number | null {
  const argument = field.arguments?.find(({ name }) => name.value === 'first');
  if (!argument) return null;
  if (argument.value.kind === Kind.INT) return Math.max(0, Number(argument.value.value));
  const given = argument.value.kind === Kind.VARIABLE ? variables[argument.value.name.value] : undefined;
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : MAX_PAGE;
}
