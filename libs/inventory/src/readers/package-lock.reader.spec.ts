import { describe, expect, it } from '@jest/globals';
import { EDGE_KINDS, type DependencyGraph } from '../dependency-graph.js';
import { graphMetrics } from '../graph-metrics.js';
import { readDocument } from './read-document.js';

function readLock(packages: unknown, more: object = {}): DependencyGraph {
  return readDocument(Buffer.from(JSON.stringify({ name: 'shop', lockfileVersion: 3, packages, ...more })));
}

function refusalOf(lock: object): unknown {
  try {
    return readDocument(Buffer.from(JSON.stringify(lock)));
  } catch (error) {
    const { code, details } = error as { code: string; details: object };
    return { code, ...details };
  }
}

function edgesOf({ components, edges }: DependencyGraph): string[] {
  const lines: string[] = [];
  for (const [source, { ref }] of components.entries()) {
    for (let edge = edges.offsets[source]!; edge < edges.offsets[source + 1]!; edge += 1) {
      lines.push(`${ref} -${EDGE_KINDS[edges.kinds[edge]!]!}-> ${components[edges.targets[edge]!]!.ref}`);
    }
  }
  return lines;
}

describe('an npm lockfile', () => {
  it.each([2, 3])('of lockfileVersion %d is read', (lockfileVersion) => {
    const packages = { '': { dependencies: { a: '1' } }, 'node_modules/a': { version: '1.0.0' } };
    const graph = readLock(packages, { lockfileVersion, dependencies: { a: { version: '9' } } });
    expect(graph.format).toEqual({ name: 'npm-package-lock', version: String(lockfileVersion) });
    expect(graph.components.map(({ name, version }) => [name, version])).toEqual([
      ['shop', null],
      ['a', '1.0.0'],
    ]);
  });

  it.each([
    ['version 4', { lockfileVersion: 4, packages: {} }, { code: 'UNSUPPORTED_SPEC_VERSION', version: '4' }],
    ['a version in text', { lockfileVersion: '3' }, { code: 'SCHEMA_INVALID', pointer: '/lockfileVersion' }],
    ['no packages', { lockfileVersion: 3 }, { code: 'SCHEMA_INVALID', pointer: '/packages' }],
    [
      'a package that is no object',
      { lockfileVersion: 3, packages: { 'node_modules/a~b': 1 } },
      { code: 'SCHEMA_INVALID', pointer: '/packages/node_modules~1a~0b' },
    ],
    [
      'dependencies that are no object',
      { lockfileVersion: 3, packages: { 'node_modules/a': { dependencies: [] } } },
      { code: 'SCHEMA_INVALID', pointer: '/packages/node_modules~1a/dependencies' },
    ],
  ])('with %s is refused', (_fault, lock, refusal) => {
    expect(refusalOf(lock)).toMatchObject(refusal);
  });

  it('resolves a name in the nearest node_modules folder on the way up', () => {
    const graph = readLock({
      '': { dependencies: { a: '1', b: '1' } },
      'node_modules/a': { version: '1', dependencies: { b: '2' } },
      'node_modules/a/node_modules/b': { version: '2', dependencies: { c: '1' } },
      'node_modules/b': { version: '1', dependencies: { c: '1' } },
      'node_modules/c': { version: '1' },
      'packages/m': { dependencies: { b: '3', c: '1' } },
      'packages/m/node_modules/b': { version: '3', dependencies: { c: '1' } },
    });
    expect(edgesOf(graph)).toEqual([
      ' -runtime-> node_modules/a',
      ' -runtime-> node_modules/b',
      'node_modules/a -runtime-> node_modules/a/node_modules/b',
      'node_modules/a/node_modules/b -runtime-> node_modules/c',
      'node_modules/b -runtime-> node_modules/c',
      'packages/m -runtime-> packages/m/node_modules/b',
      'packages/m -runtime-> node_modules/c',
      'packages/m/node_modules/b -runtime-> node_modules/c',
    ]);
    expect(graph.roots.map((root) => graph.components[root]!.ref)).toEqual(['', 'packages/m']);
  });

  it('tells kinds of edges apart, and lets optionalDependencies override dependencies', () => {
    const graph = readLock({
      '': {
        dependencies: { a: '1', o: '1' },
        devDependencies: { d: '1' },
        optionalDependencies: { o: '1', gone: '1' },
      },
      'node_modules/a': {
        devDependencies: { d: '1' },
        peerDependencies: { p: '1', q: '1', r: '1' },
        peerDependenciesMeta: { q: { optional: true }, r: { optional: true } },
      },
      'node_modules/d': { dev: true },
      'node_modules/o': { optional: true },
      'node_modules/p': { peer: true, devOptional: true },
      'node_modules/q': {},
    });
    expect(edgesOf(graph)).toEqual([
      ' -optional-> node_modules/o',
      ' -runtime-> node_modules/a',
      ' -development-> node_modules/d',
      'node_modules/a -peer-> node_modules/p',
      'node_modules/a -optionalPeer-> node_modules/q',
    ]);
    expect(graph.components.map(({ scope }) => scope)).toEqual([
      null,
      null,
      'development',
      'optional',
      'optional',
      null,
    ]);
    expect(graph.warnings.total).toBe(0);
  });

  it('follows links to the members of its workspace', () => {
    const graph = readLock({
      '': { workspaces: ['packages/*'], dependencies: { m: '*' } },
      'node_modules/m': { link: true, resolved: 'packages/m' },
      'packages/m': { name: 'm', version: '1', dependencies: { a: '1' } },
      'packages/old': { extraneous: true, dependencies: { a: '1' } },
      'node_modules/a': { version: '1' },
    });
    expect(edgesOf(graph)).toContain(' -runtime-> packages/m');
    expect([...graphMetrics(graph).depths]).toEqual([0, 0, -1, 1]);
    expect(graph.components.map(({ identity }) => identity?.packageKey)).toEqual([
      undefined,
      undefined,
      undefined,
      'npm/a',
    ]);
  });

  it('is accepted with warnings when links run in a circle or names resolve to nothing', () => {
    const graph = readLock({
      '': { dependencies: { loop: '1', lost: '1', gone: '1' } },
      'node_modules/loop': { link: true, resolved: 'node_modules/pool' },
      'node_modules/pool': { link: true, resolved: 'node_modules/loop' },
      'node_modules/lost': { link: true, resolved: 'nowhere' },
      'node_modules/gone': { link: true },
    });
    expect(graph.warnings.kept.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'DANGLING_REF /packages/node_modules~1gone',
      'LINK_LOOP /packages/node_modules~1loop',
      'LINK_LOOP /packages/node_modules~1pool',
      'DANGLING_REF /packages/node_modules~1lost',
      'DANGLING_REF /packages//dependencies/loop',
      'DANGLING_REF /packages//dependencies/lost',
      'DANGLING_REF /packages//dependencies/gone',
      'DEPTH_UNKNOWN /packages',
    ]);
  });

  it('names a package by its alias target, and keeps a fork apart from what the registry has', () => {
    const graph = readLock({
      '': {},
      'node_modules/alias': { name: '@scope/real', version: '1.0.0' },
      'node_modules/fork': { version: '2.0.0', resolved: 'git+ssh://git@github.com/o/fork.git#abc' },
      'node_modules/local': { version: '3.0.0', resolved: 'file:../local.tgz' },
      'node_modules/plain': { version: '4.0.0', resolved: 'https://registry.example/plain-4.0.0.tgz' },
    });
    expect(graph.components.slice(1).map(({ identity }) => identity!.packageUrl)).toEqual([
      'pkg:npm/%40scope/real@1.0.0',
      'pkg:npm/fork@2.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40github.com%2Fo%2Ffork.git%23abc',
      'pkg:npm/local@3.0.0',
      'pkg:npm/plain@4.0.0',
    ]);
    expect(graph.warnings.counts.get('NON_REGISTRY_SOURCE')).toBe(2);
  });

  it('without an entry for the product leaves every depth unknown', () => {
    const graph = readLock({ 'node_modules/a': { dependencies: { b: '1' } }, 'node_modules/b': {} });
    expect(graph.warnings.counts.get('DEPTH_UNKNOWN')).toBe(1);
    expect(graphMetrics(graph).flags).toEqual(['DEPTH_UNKNOWN']);
  });

  it('may have packages with the names of JavaScript prototypes', () => {
    const packages = JSON.parse(
      '{"": {"dependencies": {"__proto__": "1", "constructor": "1"}}, "node_modules/__proto__": {}, "node_modules/constructor": {}}',
    ) as unknown;
    // JSON.stringify keeps an own "__proto__", which JSON.parse makes.
    expect(edgesOf(readLock(packages))).toEqual([
      ' -runtime-> node_modules/__proto__',
      ' -runtime-> node_modules/constructor',
    ]);
  });
});
