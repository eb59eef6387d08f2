import { expect, it } from '@jest/globals';
import { Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { selectedNames } from './selected-names.js';

function namesIn(source: string): string[] {
  const { definitions } = parse(source);
  const operation = definitions[0] as OperationDefinitionNode;
  const fragments = definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION);
  const fieldNodes = operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one] : []));
  return [
    ...selectedNames({ fieldNodes, fragments: Object.fromEntries(fragments.map((one) => [one.name.value, one])) }),
  ];
}

it.each([
  ['fields at any depth', '{ page { nodes { a b { c } } } }', ['nodes', 'a', 'b', 'c']],
  ['an alias by its field', '{ page { x: a } }', ['a']],
  ['inline fragments', '{ page { ... on Page { a } ... @include(if: true) { b } } }', ['a', 'b']],
  ['fragments, once', '{ page { ...f ...g } } fragment f on Page { a ...g } fragment g on Page { b }', ['a', 'b']],
  ['a field that is asked for twice', '{ page { a } page { b } }', ['a', 'b']],
])('knows %s', (_case, source, names) => {
  expect(namesIn(source)).toEqual(names);
});

it('knows nothing of what stands beside', () => {
  expect(namesIn('{ page { a } }')).not.toContain('page');
});
