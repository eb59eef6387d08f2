import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const NINE = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(peer@3.0.0)}
      alias: {specifier: npm:real@1, version: real@1.0.0}
    devDependencies:
      peer: {specifier: ^3.0.0, version: 3.0.0}
  packages/tool:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(peer@4.0.0)}
      shop: {specifier: workspace:*, version: link:../..}
      gone: {specifier: '1', version: 1.0.0}
packages:
  a@1.0.0: {resolution: {integrity: x}}
  peer@3.0.0: {resolution: {integrity: x}}
  peer@4.0.0: {resolution: {integrity: x}}
  real@1.0.0: {resolution: {integrity: x}, optional: true}
  '@s/f@https://git.example/archive': {resolution: {tarball: https://git.example/archive}, version: 2.0.0}
snapshots:
  a@1.0.0(peer@3.0.0):
    dependencies: {peer: 3.0.0}
    optionalDependencies: {'@s/f': https://git.example/archive}
  a@1.0.0(peer@4.0.0):
    dependencies: {peer: 4.0.0}
  peer@3.0.0: {}
`;
const SIX = `lockfileVersion: '6.0'
dependencies:
  a: {specifier: ^1.0.0, version: 1.0.0(peer@3.0.0)}
packages:
  /a@1.0.0(peer@3.0.0):
    dependencies: {peer: 3.0.0, '@s/c': 2.0.0}
  /peer@3.0.0: {dev: true}
  /@s/c@2.0.0: {}
  github.com/x/y/abc: {name: y, version: 0.1.0, resolution: {type: git, repo: https://git.example/y, commit: abc}}
`;
const FIVE = `lockfileVersion: 5.4
specifiers: {a: ^1.0.0}
dependencies: {a: 1.0.0_peer@3.0.0}
packages:
  /a/1.0.0_peer@3.0.0:
    dependencies: {peer: 3.0.0, '@s/c': 2.0.0}
  /peer/3.0.0: {}
  /@s/c/2.0.0: {}
  file:../local: {}
`;

describe('a pnpm-lock.yaml', () => {
  it('of version 9 has packages once, with what all of their snapshots need', () => {
    const graph = readText(NINE);
    expect(purlsOf(graph)).toEqual([
      'pkg:npm/a@1.0.0',
      'pkg:npm/peer@3.0.0',
      'pkg:npm/peer@4.0.0',
      'pkg:npm/real@1.0.0',
      null,
    ]);
    expect(edgeLines(graph)).toEqual([
      '. -runtime-> a@1.0.0',
      '. -runtime-> real@1.0.0',
      '. -development-> peer@3.0.0',
      'packages/tool -runtime-> a@1.0.0',
      'packages/tool -runtime-> .',
      'a@1.0.0 -runtime-> peer@3.0.0',
      'a@1.0.0 -optional-> @s/f@https://git.example/archive',
      'a@1.0.0 -runtime-> peer@4.0.0',
    ]);
    // Another set of peers is another reference; a link is none.
    expect(graph.stated).toEqual({ entries: 5, direct: 5, edges: 3 });
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE /packages/@s~1f@https:~1~1git.example~1archive',
      'DANGLING_REF /importers/packages~1tool/dependencies/gone',
    ]);
  });

  it.each([
    ['6.0', SIX, 'pkg:npm/y@0.1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fy%40abc'],
    ['5.4', FIVE, null],
  ])('of version %s is read without importers', (version, text, last) => {
    const graph = readText(text);
    expect(graph.format).toEqual({ name: 'pnpm-lock', version });
    expect(purlsOf(graph)).toEqual(['pkg:npm/a@1.0.0', 'pkg:npm/peer@3.0.0', 'pkg:npm/%40s/c@2.0.0', last]);
    expect(edgeLines(graph).map((line) => line.split(' ')[0])).toHaveLength(3);
    expect(graph.stated).toEqual({ entries: 4, direct: 1, edges: 2 });
  });

  it('of two documents is the last one', () => {
    const graph = readText(`lockfileVersion: '9.0'\nimporters: {}\npackages: {pnpm@11.0.0: {}}\n---\n${NINE}`);
    expect(graph.stated.entries).toBe(5);
  });

  it.each([
    ['an unknown version', "lockfileVersion: '7.0'\n", { code: 'UNSUPPORTED_SPEC_VERSION', version: '7.0' }],
    ['a version that is a list', 'lockfileVersion: [9]\n', { code: 'SCHEMA_INVALID', pointer: '/lockfileVersion' }],
    [
      'a package that is text',
      "lockfileVersion: '9.0'\npackages: {a@1.0.0: x}\n",
      { code: 'SCHEMA_INVALID', pointer: '/packages/a@1.0.0' },
    ],
    [
      'a reference that is a list',
      "lockfileVersion: '9.0'\nimporters: {.: {dependencies: {a: [1]}}}\n",
      { code: 'SCHEMA_INVALID', pointer: '/importers/./dependencies/a' },
    ],
  ])('with %s is refused', (_name, text, refusal) => {
    expect(outcomeOfText(text)).toMatchObject(refusal);
  });
});
