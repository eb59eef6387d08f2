import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const lock = (dependencies: object): string =>
  JSON.stringify({ name: 'shop', lockfileVersion: 1, requires: true, dependencies });

const LOCK = lock({
  a: {
    version: '1.0.0',
    requires: { b: '^1.0.0', gone: '1' },
    dependencies: { b: { version: '1.5.0', dev: true, requires: { '@s/c': '1' } } },
  },
  b: { version: '2.0.0', optional: true },
  '@s/c': { version: 'npm:other@3.0.0' },
  fork: { version: 'git+https://git.example/fork.git#abc' },
});

describe('a package-lock.json of version 1', () => {
  it('is a tree, in which a package is found by walking up', () => {
    const graph = readText(LOCK);
    expect(purlsOf(graph)).toEqual([
      'pkg:npm/a@1.0.0',
      'pkg:npm/b@2.0.0',
      'pkg:npm/other@3.0.0',
      'pkg:npm/fork?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ffork.git%23abc',
      'pkg:npm/b@1.5.0',
    ]);
    expect(edgeLines(graph)).toEqual(['a@1.0.0 -runtime-> b@1.5.0', 'b@1.5.0 -runtime-> other@3.0.0']);
    expect(graph.stated).toEqual({ entries: 5, direct: null, edges: 2 });
    expect(graph.components.map(({ scope }) => scope)).toEqual([null, 'optional', null, null, 'development']);
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE /dependencies/fork/version',
      'DANGLING_REF /dependencies/a/requires/gone',
      'DEPTH_UNKNOWN manifest',
    ]);
  });

  it('has its direct packages from a package.json beside it', () => {
    const manifest = {
      name: 'shop',
      dependencies: { a: '1', absent: '1' },
      devDependencies: { b: '2' },
      optionalDependencies: { nothing: '1' },
    };
    const graph = readText(LOCK, { manifest: Buffer.from(JSON.stringify(manifest)) });
    expect(edgeLines(graph).slice(2)).toEqual([' -runtime-> a@1.0.0', ' -development-> b@2.0.0']);
    expect(warningLines(graph).at(-1)).toBe('DANGLING_REF manifest: absent');
    expect(graph.roots.map((root) => graph.components[root]!.name)).toEqual(['shop']);
  });

  it('refuses the manifest of another ecosystem', () => {
    const manifest = Buffer.from('{"require":{"a/b":"1"}}');
    expect(outcomeOfText(LOCK, { manifest })).toMatchObject({ code: 'MANIFEST_MISMATCH' });
  });
});
