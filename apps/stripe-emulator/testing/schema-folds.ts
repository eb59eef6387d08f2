type Json = Record<string, unknown>;

/** A kind of difference between two schema documents that is known and meant, and how to look past it. */
export interface Fold {
  readonly kind: string;
  readonly why: string;
  /** Gives the node in the form in which both documents agree; children are folded already. */
  readonly fold: (node: Json) => Json;
}

const STRING = { type: 'string' };
/** Components of the other file that hold whatever their owner puts there. */
const FREE = ['PaymentIntent.NextAction.UseStripeSdk', 'SetupIntent.NextAction.UseStripeSdk', 'V2.Core.Event.Changes'];
/** What objects have that can be given or answered in the place of their id. */
const WHOLE = ['account_number', 'number', 'token'];

export const FOLDS: readonly Fold[] = [
  {
    kind: 'closed',
    why: 'Ours closes every object of a request; the other left the ones open that several requests share.',
    fold: ({ additionalProperties, ...node }) =>
      additionalProperties === undefined || additionalProperties === false ? node : { ...node, additionalProperties },
  },
  {
    kind: 'expansions',
    why: 'Ours has more operations, so more objects, so more ids that can be expanded to one of them.',
    fold: (node) => {
      if (!('x-expansionResources' in node)) return node;
      return { ...STRING, ...(node.nullable === true ? { nullable: true } : {}) };
    },
  },
  {
    kind: 'void',
    why: 'A `deleted?: void` only helps the compiler; the other made a property of it that takes anything.',
    fold: (node) => {
      const { deleted } = node;
      if (deleted === undefined || Object.keys(deleted as Json).length > 0) return node;
      return without(node, 'deleted');
    },
  },
  {
    kind: 'free objects',
    why: 'An object that takes anything needs no name of its own; ours writes it where it is used.',
    fold: (node) =>
      FREE.some((name) => node.$ref === `#/components/schemas/${name}`)
        ? { ...without(node, '$ref'), type: 'object', additionalProperties: {} }
        : node,
  },
  {
    kind: 'names',
    why: 'Names of operations and of one component are derived in another way; nothing on the wire shows them.',
    fold: (node) => {
      const named = without(node, 'operationId');
      return named.$ref === '#/components/schemas/V2.Core.V2.Core.Events.RelatedObject'
        ? { ...named, $ref: '#/components/schemas/V2.Core.Events.RelatedObject' }
        : named;
    },
  },
  {
    kind: 'nested choices',
    why: 'A choice between choices is one choice.',
    fold: (node) => {
      if (!Array.isArray(node.anyOf)) return node;
      const members = (node.anyOf as Json[]).flatMap((member) =>
        Object.keys(member).join() === 'anyOf' ? (member.anyOf as Json[]) : [member],
      );
      return { ...node, anyOf: members };
    },
  },
  {
    kind: 'id or object',
    why: 'Bank accounts, cards and rules of Radar can stand there whole; the other kept only the id.',
    fold: (node) => {
      if (!Array.isArray(node.anyOf)) return node;
      const members = (node.anyOf as Json[]).filter((member) => !isWholeObject(member));
      return members.length === 1 ? members[0]! : { ...node, anyOf: members };
    },
  },
  {
    kind: 'empty bodies',
    why: 'A request without parameters has an empty set of properties in ours, and none in the other.',
    fold: (node) => {
      const { properties } = node;
      if (properties === undefined || Object.keys(properties as Json).length > 0) return node;
      return without(node, 'properties');
    },
  },
];

/** A document with the given folds applied, from the leaves up, and with lists whose order means nothing sorted. */
export function folded(value: unknown, folds: readonly Fold[]): unknown {
  if (Array.isArray(value)) return inOrder(value.map((item) => folded(item, folds)));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, folded(inner, folds)]);
  const node = folds.reduce<Json>((current, { fold }) => fold(current), Object.fromEntries(entries));
  if (Array.isArray(node.anyOf)) node.anyOf = inOrder(node.anyOf);
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder(items: readonly unknown[]): unknown[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function isWholeObject({ $ref, properties }: Json): boolean {
  if ($ref === '#/components/schemas/Charge.Outcome.Rule') return true;
  return WHOLE.some((name) => name in ((properties ?? {}) as Json));
}

function without(node: Json, key: string): Json {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}
