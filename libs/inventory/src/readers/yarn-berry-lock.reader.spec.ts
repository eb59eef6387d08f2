import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const lock = (version: number, protocol: string): string => `__metadata:
  version: ${String(version)}
  cacheKey: 10

"a@npm:^1.0.0, a@npm:~1.0.0":
  version: 1.0.1
  resolution: "a@npm:1.0.1"
  dependencies:
    b: ${protocol}^2.0.0
    opt: ${protocol}1
  dependenciesMeta:
    opt:
      optional: true

"b@npm:^2.0.0":
  version: 2.0.0
  resolution: "b@npm:2.0.0"

"b@patch:b@npm%3A^2.0.0#~/.yarn/patches/b.patch":
  version: 2.0.0
  resolution: "b@patch:b@npm%3A2.0.0#~/.yarn/patches/b.patch::version=2.0.0&hash=1"

"fork@https://git.example/fork.git":
  version: 3.0.0
  resolution: "fork@https://git.example/fork.git#commit=1"

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    a: ${protocol}^1.0.0
    fork: "https://git.example/fork.git"
    tool: "workspace:^"
    absent: ${protocol}1

"tool@workspace:^, tool@workspace:packages/tool":
  version: 0.0.0-use.local
  resolution: "tool@workspace:packages/tool"
`;

describe('a yarn.lock of Yarn 2 and newer', () => {
  it.each([
    [4, ''],
    [8, 'npm:'],
  ])('of version %i is read, whether or not its ranges name the protocol', (version, protocol) => {
    const graph = readText(lock(version, protocol));
    expect(graph.format).toEqual({ name: 'yarn-berry-lock', version: String(version) });
    expect(purlsOf(graph)).toEqual(['pkg:npm/a@1.0.1', 'pkg:npm/b@2.0.0', 'pkg:npm/b@2.0.0', null]);
    const patch = 'b@patch:b@npm%3A2.0.0#~/.yarn/patches/b.patch::version=2.0.0&hash=1';
    expect(edgeLines(graph)).toEqual([
      'a@npm:1.0.1 -runtime-> b@npm:2.0.0',
      `a@npm:1.0.1 -runtime-> ${patch}`,
      'shop@workspace:. -runtime-> a@npm:1.0.1',
      'shop@workspace:. -runtime-> fork@https://git.example/fork.git#commit=1',
      'shop@workspace:. -runtime-> tool@workspace:packages/tool',
    ]);
    expect(graph.stated).toEqual({ entries: 4, direct: 3, edges: 2 });
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE /fork@https:~1~1git.example~1fork.git/resolution',
      'DANGLING_REF /shop@workspace:./dependencies/absent',
    ]);
  });

  it.each([
    ['an unknown version', '__metadata:\n  version: 3\n', { code: 'UNSUPPORTED_SPEC_VERSION', version: '3' }],
    [
      'a version that is none',
      '__metadata:\n  version: eight\n',
      { code: 'SCHEMA_INVALID', pointer: '/__metadata/version' },
    ],
    [
      'an entry without a resolution',
      '__metadata:\n  version: 8\na: {}\n',
      { code: 'SCHEMA_INVALID', pointer: '/a/resolution' },
    ],
    [
      'a resolution without a reference',
      '__metadata:\n  version: 8\na:\n  resolution: b\n',
      { code: 'SCHEMA_INVALID', pointer: '/a/resolution' },
    ],
  ])('with %s is refused', (_name, text, refusal) => {
    expect(outcomeOfText(text)).toMatchObject(refusal);
  });
});
