import { describe, expect, it } from '@jest/globals';
import type { DependencyGraph } from '../dependency-graph.js';
import { graphMetrics } from '../graph-metrics.js';
import { readDocument } from './read-document.js';

const PRODUCT = { name: 'shop', 'bom-ref': 'shop', version: '1' };

function readBom(bom: object): DependencyGraph {
  return readDocument(Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...bom })));
}

function component(ref: string, more: object = {}): object {
  return { name: ref, 'bom-ref': ref, purl: `pkg:npm/${ref}@1`, ...more };
}

function refusalOf(bom: object): unknown {
  try {
    return readBom(bom);
  } catch (error) {
    const { code, details } = error as { code: string; details: object };
    return { code, ...details };
  }
}

function edgesOf({ components, edges }: DependencyGraph): string[] {
  return components.flatMap(({ ref }, source) =>
    [...edges.targets.slice(edges.offsets[source], edges.offsets[source + 1])].map(
      (target) => `${ref} -> ${components[target]!.ref}`,
    ),
  );
}

function warningsOf({ warnings }: DependencyGraph): string[] {
  return warnings.kept.map(({ code, path }) => `${code} ${path}`);
}

describe('a CycloneDX document', () => {
  it.each(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])('of version %s is read', (specVersion) => {
    expect(readBom({ specVersion, components: [component('a')] }).format).toEqual({
      name: 'cyclonedx-json',
      version: specVersion,
    });
  });

  it.each(['1.1', '1.8', '2.0', '', undefined, 'x'.repeat(5_000)])('of version %s is refused', (specVersion) => {
    expect(refusalOf({ specVersion })).toMatchObject({ code: 'UNSUPPORTED_SPEC_VERSION', format: 'CycloneDX' });
  });

  it.each([
    ['/specVersion', { specVersion: 1.6 }],
    ['/metadata', { metadata: [] }],
    ['/metadata/component', { metadata: { component: 'shop' } }],
    ['/components', { components: {} }],
    ['/components/1', { components: [component('a'), null] }],
    ['/components/0/components/0', { components: [{ name: 'a', components: ['b'] }] }],
    ['/components/0/name', { components: [{ name: 5 }] }],
    ['/components/0/name', { components: [{}] }],
    ['/components/0/bom-ref', { components: [{ name: 'a', 'bom-ref': 1 }] }],
    ['/dependencies', { dependencies: 'a' }],
    ['/dependencies/0/ref', { dependencies: [{}] }],
    ['/dependencies/0/dependsOn', { components: [component('a')], dependencies: [{ ref: 'a', dependsOn: 'b' }] }],
    ['/dependencies/0/dependsOn/0', { components: [component('a')], dependencies: [{ ref: 'a', dependsOn: [1] }] }],
  ])('with a value of the wrong type at %s is refused with this pointer', (pointer, bom) => {
    expect(refusalOf(bom)).toMatchObject({ code: 'SCHEMA_INVALID', pointer });
  });

  it('lists components within components, which says nothing about who depends on whom', () => {
    const graph = readBom({ components: [component('a', { components: [component('b')] }), component('c')] });
    expect(graph.components.map(({ ref }) => ref)).toEqual(['a', 'b', 'c']);
    expect(edgesOf(graph)).toEqual([]);
  });

  it('gives each component its canonical purl, its group and its scope', () => {
    const properties = [{ name: 'cdx:npm:package:development', value: 'true' }];
    const graph = readBom({
      components: [
        { name: 'core', group: '@babel', version: '7', purl: 'pkg:npm/@babel/core@7?b=2&a=1' },
        component('b', { scope: 'required' }),
        component('c', { scope: 'optional' }),
        component('d', { scope: 'excluded' }),
        component('e', { scope: 'optional', properties }),
      ],
    });
    expect(graph.components[0]).toEqual({
      ref: 'pkg:npm/%40babel/core@7?a=1&b=2',
      name: '@babel/core',
      version: '7',
      identity: {
        packageUrl: 'pkg:npm/%40babel/core@7?a=1&b=2',
        basePackageUrl: 'pkg:npm/%40babel/core@7',
        packageKey: 'npm/%40babel/core',
      },
      scope: null,
      isFirstParty: false,
      isEntry: true,
    });
    expect(graph.components.slice(1).map(({ scope }) => scope)).toEqual([
      'runtime',
      'optional',
      'development',
      'development',
    ]);
  });

  it('starts at the described product when that has a node of its own', () => {
    const graph = readBom({
      metadata: { component: PRODUCT },
      components: [component('a'), component('b')],
      dependencies: [{ ref: 'shop', dependsOn: ['a'] }, { ref: 'a', dependsOn: ['b'] }, { ref: 'b' }],
    });
    expect(graph.roots.map((root) => graph.components[root])).toMatchObject([{ ref: 'shop', isFirstParty: true }]);
    expect(edgesOf(graph)).toEqual(['shop -> a', 'a -> b']);
    expect(graph.warnings.total).toBe(0);
  });

  it('without a node for the product takes as direct what has a node and no dependent, and says so', () => {
    const dependencies = [{ ref: 'a', dependsOn: ['b'] }, { ref: 'b' }, { ref: 'c' }];
    const components = ['a', 'b', 'c', 'd'].map((ref) => component(ref));
    for (const metadata of [undefined, { component: PRODUCT }, { component: { name: 'shop' } }]) {
      const graph = readBom({ metadata, components, dependencies });
      expect(warningsOf(graph)).toEqual(['ROOT_INFERRED /metadata/component']);
      const { depths, directCount } = graphMetrics(graph);
      const known = graph.components.map(({ ref }, ordinal) => [ref, depths[ordinal]] as const);
      expect(directCount).toBe(2);
      expect(Object.fromEntries(known)).toMatchObject({ a: 1, b: 2, c: 1, d: -1 });
    }
  });

  it('without any dependencies leaves every depth unknown', () => {
    const graph = readBom({ metadata: { component: PRODUCT }, components: [component('a')] });
    expect(warningsOf(graph)).toEqual(['DEPTH_UNKNOWN /dependencies']);
    expect(graphMetrics(graph).flags).toEqual(['DEPTH_UNKNOWN']);
  });

  it('is accepted with warnings when refs repeat, dangle or depend on themselves', () => {
    const graph = readBom({
      metadata: { component: PRODUCT },
      components: [component('a'), component('a'), component('b')],
      dependencies: [
        { ref: 'shop', dependsOn: ['a', 'a', 'gone'] },
        { ref: 'nowhere', dependsOn: ['a'] },
        { ref: 'a', dependsOn: ['a', 'b'] },
      ],
    });
    expect(edgesOf(graph)).toEqual(['shop -> a', 'a -> b']);
    expect(warningsOf(graph)).toEqual([
      'DUPLICATE_BOM_REF /components/1/bom-ref',
      'DANGLING_REF /dependencies/0/dependsOn/2',
      'DANGLING_REF /dependencies/1/ref',
      'SELF_DEPENDENCY a',
      'DUPLICATE_EDGE shop',
    ]);
  });

  it('is accepted with warnings when fields of a component are missing or odd', () => {
    const graph = readBom({
      components: [
        { name: 'a', version: 2 },
        { name: 'b', version: {} },
        { 'bom-ref': 'c' },
        { name: 'd', purl: 'pkg:npm' },
        { name: 'e', purl: 7 },
        { name: 'f', purl: `pkg:npm/${'f'.repeat(2_000)}` },
        { name: 'h', purl: `pkg:npm/${'%68'.repeat(400)}` },
        { name: 'i', purl: `pkg:npm/${'+'.repeat(400)}` },
        { name: 'g'.repeat(600) },
      ],
    });
    expect(graph.components.map(({ version }) => version).slice(0, 2)).toEqual(['2', null]);
    expect(graph.components.map(({ identity }) => identity)).toEqual(Array(9).fill(null));
    expect(graph.components[8]!.name).toHaveLength(512);
    expect(warningsOf(graph).slice(0, -1)).toEqual([
      'NON_STRING_VERSION /components/0/version',
      'NON_STRING_VERSION /components/1/version',
      'NAME_MISSING /components/2',
      'INVALID_PURL /components/3/purl',
      'INVALID_PURL /components/4/purl',
      'INVALID_PURL /components/5/purl',
      'INVALID_PURL /components/6/purl',
      'INVALID_PURL /components/7/purl',
      'TEXT_CLEANED /components/8/name',
    ]);
  });

  it('keeps NUL and lone surrogates away from whatever stores it', () => {
    const odd = `lod\0ash${String.fromCharCode(0xd800)}\u{1f600}`;
    const graph = readBom({ components: [{ name: odd, version: odd, 'bom-ref': odd, purl: 'pkg:npm/lod%00ash' }] });
    const clean = 'lod\ufffdash\ufffd\u{1f600}';
    expect(graph.components).toMatchObject([{ name: clean, version: clean, ref: clean, identity: null }]);
  });

  it('may use names of JavaScript prototypes as refs and names', () => {
    const refs = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const graph = readBom({
      metadata: { component: PRODUCT },
      components: refs.map((ref) => component(ref)),
      dependencies: [{ ref: 'shop', dependsOn: [...refs, 'valueOf'] }],
    });
    expect(edgesOf(graph)).toEqual(refs.map((ref) => `shop -> ${ref}`));
    expect(graph.warnings.counts.get('DANGLING_REF')).toBe(1);
  });

  it('may describe modules inside its product, which are first party as well', () => {
    const graph = readBom({
      metadata: { component: { ...PRODUCT, components: [component('module')] } },
      components: [component('a')],
      dependencies: [
        { ref: 'shop', dependsOn: ['module'] },
        { ref: 'module', dependsOn: ['a'] },
      ],
    });
    expect([...graphMetrics(graph).depths]).toEqual([0, 0, 1]);
  });
});
