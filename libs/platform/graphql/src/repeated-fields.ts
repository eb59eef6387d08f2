import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * How many pairs of fields answer under the same name at the same place. Validation compares each pair with all that the
 * two select, so a hundred repetitions cost it more than a whole request. Fragments count where they are spread, each
 * once at a place.
 */
export function repeatedPairs(selections: readonly SelectionSetNode[], fragments: Fragments): number {
  const groups = new Map<string, FieldNode[]>();
  collect(selections, fragments, groups);
  let pairs = 0;
  for (const fields of groups.values()) {
    pairs += (fields.length * (fields.length - 1)) / 2;
    const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (inner.length > 0) pairs += repeatedPairs(inner, fragments);
  }
  return pairs;
}

/** The fields of one place by the name under which they answer. */
function collect(
  selections: readonly SelectionSetNode[],
  fragments: Fragments,
  groups: Map<string, FieldNode[]>,
): void {
  const spread = new Set<string>();
  // A list of what is to be done instead of recursion: the list grows while it is read.
  const waiting = [...selections];
  for (const { selections: nodes } of waiting) {
    for (const node of nodes) {
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const group = groups.get(name);
        if (group) group.push(node);
        else groups.set(name, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) waiting.push(node.selectionSet);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment) waiting.push(fragment.selectionSet);
      }
    }
  }
}
