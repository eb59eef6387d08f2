import {
  getNamedType,
  isListType,
  getNullableType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** They are parts of a page or of a refusal, and not lists that grow. */
const COUNTED_ELSEWHERE = /Connection$|^UserError$/;

/** @returns names of the fields that give a list of objects without asking for its size */
export function unpagedLists(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || COUNTED_ELSEWHERE.test(type.name)) continue;
    for (const field of Object.values(type.getFields())) {
      const isPaged = field.args.some(({ name }) => name === 'first');
      if (!isPaged && !isPartOfRow(field.extensions) && isListOfObjects(field.type)) names.add(field.name);
    }
  }
  return names;
}

function isListOfObjects(type: GraphQLOutputType): boolean {
  const item = getNamedType(type);
  return isListType(getNullableType(type)) && isObjectType(item) && !COUNTED_ELSEWHERE.test(item.name);
}

/**
 * Extensions of a field whose list is made of what its object has already, and is as long as a table of ours: nothing is
 * read for it, so it counts as a plain value. Of two fields of one name both have to say so.
 */
export const PART_OF_ROW = { partOfRow: true } as const;

function isPartOfRow(extensions: Readonly<Record<string, unknown>>): boolean {
  return extensions.partOfRow === true;
}
