import { JsonNode } from '../importers/json-node.js';
import type { Assumption } from './assumption.js';
import { namesIn } from './people-of-events.js';
import type { ProjectEvent } from './project-event.js';

/** Names of one person in several sources, and who says so. */
export interface OnePerson {
  readonly names: readonly string[];
  readonly source: string;
}

const VERSION = 1;

/**
 * `{ "version": 1, "people": [["ada", "ada@example.org"]] }`: each list holds the names of one person.
 * @throws SnapshotMalformedError and those of the JSON; a name of two people is refused
 */
export function readPeopleFile(input: Uint8Array | string, source: string): OnePerson[] {
  const node = JsonNode.parse(input, source);
  node.assertOnly(['version', 'people']);
  if (node.get('version').value !== VERSION) throw node.get('version').expected(String(VERSION));
  const known = new Set<string>();
  return node.get('people').list((list) => {
    const names = list.list((name) => ownName(name, known));
    if (names.length < 2) throw list.expected('a list of two names or more');
    return { names, source };
  });
}

function ownName(node: JsonNode, known: Set<string>): string {
  const name = nameAsInSources(node.text());
  if (name === '') throw node.expected('a name');
  if (known.has(name)) throw node.expected('a name that stands here once');
  known.add(name);
  return name;
}

/** Importers write mail addresses in lower case. */
function nameAsInSources(text: string): string {
  const name = text.trim();
  return name.includes('@') ? name.toLowerCase() : name;
}

/** Each further name with the first one. */
export function pairsOf(people: readonly OnePerson[]): [string, string][] {
  return people.flatMap(({ names: [first, ...further] }) =>
    first === undefined ? [] : further.map((name): [string, string] => [first, name]),
  );
}

/** Names that no event has: a slip, most often. */
export function namesNotIn(people: readonly OnePerson[], events: Iterable<ProjectEvent>): string[] {
  const known = namesIn(events);
  return people.flatMap(({ names }) => names.filter((name) => !known.has(name)));
}

export function saidToBeOne({ names, source }: OnePerson): Assumption {
  return {
    index: null,
    messageKey: 'vetting.assumption.saidToBeOne',
    parameters: { names: names.join(', '), source },
  };
}
