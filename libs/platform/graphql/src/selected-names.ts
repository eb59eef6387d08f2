import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { nameOfField } from './plain-documents.js';

/**
 * Names of all fields below a field, at any depth and under any directive: what is not among them is not asked for. The limits of
 * documents bound the walk, and validation has refused fragments that lead to themselves.
 */
export function selectedNames({
  fieldNodes,
  fragments,
}: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const collect = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) names.add(nameOfField(selection));
      if (selection.kind !== Kind.FRAGMENT_SPREAD) collect(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        collect(fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  for (const node of fieldNodes) collect(node.selectionSet);
  return names;
}
