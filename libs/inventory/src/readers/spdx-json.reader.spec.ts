import { describe, expect, it } from '@jest/globals';
import { graphMetrics } from '../graph-metrics.js';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const PACKAGES = ['root', 'a', 'b', '__proto__'].map((name) => ({
  SPDXID: `SPDXRef-${name}`,
  name,
  versionInfo: '1',
  externalRefs: [
    { referenceCategory: 'PACKAGE_MANAGER', referenceType: 'purl', referenceLocator: `pkg:npm/${name}@1` },
  ],
}));

function spdx(relations: readonly string[], more: object = {}): string {
  const relationships = relations.map((line) => {
    const [spdxElementId, relationshipType, relatedSpdxElement] = line.split(' ');
    return { spdxElementId, relationshipType, relatedSpdxElement };
  });
  return JSON.stringify({ spdxVersion: 'SPDX-2.3', packages: PACKAGES, relationships, ...more });
}

describe('an SPDX 2 document in JSON', () => {
  it('reads both directions of dependencies, with scope and kind by their prefix', () => {
    const graph = readText(
      spdx([
        'SPDXRef-DOCUMENT DESCRIBES SPDXRef-root',
        'SPDXRef-a DEPENDENCY_OF SPDXRef-root',
        'SPDXRef-root DEPENDS_ON SPDXRef-a',
        'SPDXRef-b DEV_DEPENDENCY_OF SPDXRef-root',
        'SPDXRef-__proto__ OPTIONAL_DEPENDENCY_OF SPDXRef-a',
        'SPDXRef-a PREREQUISITE_FOR SPDXRef-b',
        'SPDXRef-root CONTAINS SPDXRef-b',
        'SPDXRef-a DEPENDS_ON NONE',
        'SPDXRef-a DEPENDS_ON DocumentRef-x:SPDXRef-y',
      ]),
    );
    expect(edgeLines(graph)).toEqual([
      'SPDXRef-root -runtime-> SPDXRef-a',
      'SPDXRef-root -development-> SPDXRef-b',
      'SPDXRef-a -optional-> SPDXRef-__proto__',
      'SPDXRef-b -peer-> SPDXRef-a',
    ]);
    expect(graph.stated).toEqual({ entries: 4, direct: 2, edges: 4 });
    expect(graphMetrics(graph).scopes.slice(1)).toEqual(['runtime', 'development', 'optional']);
    expect(graph.components[0]).toMatchObject({ isFirstParty: true, isEntry: true });
    expect(warningLines(graph)).toEqual(['DUPLICATE_EDGE SPDXRef-root']);
  });

  it('is read in the wrapping of a dependency graph export', () => {
    const graph = readText(
      `{"sbom":${spdx(['SPDXRef-root DEPENDS_ON SPDXRef-a'], { documentDescribes: ['SPDXRef-root'] })}}`,
    );
    expect(graph.stated).toEqual({ entries: 4, direct: 1, edges: 1 });
    expect(purlsOf(graph)[3]).toBe('pkg:npm/__proto__@1');
  });

  it('says when an identifier repeats, and when nothing tells what is direct', () => {
    const graph = readText(spdx([], { packages: [PACKAGES[0], PACKAGES[0]] }));
    expect(warningLines(graph)).toEqual(['DUPLICATE_SPDXID /packages/1', 'DEPTH_UNKNOWN /documentDescribes']);
    expect(graph.stated.direct).toBeNull();
  });

  it.each([
    [{ spdxVersion: 'SPDX-9' }, { code: 'UNSUPPORTED_SPEC_VERSION', version: 'SPDX-9' }],
    [{ spdxVersion: 2 }, { code: 'SCHEMA_INVALID', pointer: '/spdxVersion' }],
    [{ packages: {} }, { code: 'SCHEMA_INVALID', pointer: '/packages' }],
    [{ packages: [{}] }, { code: 'SCHEMA_INVALID', pointer: '/packages/0/SPDXID' }],
    [{ relationships: [{}] }, { code: 'SCHEMA_INVALID', pointer: '/relationships/0/spdxElementId' }],
  ])('with %j is refused', (more, outcome) => {
    expect(outcomeOfText(spdx([], more))).toMatchObject(outcome);
  });
});
