import { describe, expect, it } from '@jest/globals';
import { graphMetrics } from '../graph-metrics.js';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

function spdx(graph: readonly object[], version = '3.0.1'): string {
  return JSON.stringify({ '@context': `https://spdx.org/rdf/${version}/spdx-context.jsonld`, '@graph': graph });
}

function element(spdxId: string, more: object = {}): object {
  return { type: 'software_Package', spdxId, name: spdxId, ...more };
}

describe('an SPDX 3 document', () => {
  it('reads packages, purls in both places and dependencies with their scope', () => {
    const externalIdentifier = [{ externalIdentifierType: 'packageUrl', identifier: 'pkg:npm/b@1' }];
    const graph = readText(
      spdx([
        { type: 'SpdxDocument', spdxId: 'doc', rootElement: ['shop'] },
        element('shop'),
        element('a', { software_packageUrl: 'pkg:npm/a@1' }),
        element('b', { externalIdentifier }),
        { type: 'Relationship', relationshipType: 'dependsOn', from: 'shop', to: ['a', 'gone'] },
        { type: 'LifecycleScopedRelationship', relationshipType: 'dependsOn', scope: 'test', from: 'shop', to: 'b' },
      ]),
    );
    expect(edgeLines(graph)).toEqual(['shop -runtime-> a', 'shop -development-> b']);
    expect(purlsOf(graph)).toEqual([null, 'pkg:npm/a@1', 'pkg:npm/b@1']);
    expect(graphMetrics(graph).scopes.slice(1)).toEqual(['runtime', 'development']);
    expect(warningLines(graph)).toEqual(['DANGLING_REF /@graph/4']);
  });

  it('of another version or with wrong types is refused', () => {
    expect(outcomeOfText(spdx([], '4.0'))).toMatchObject({ code: 'UNSUPPORTED_SPEC_VERSION', version: '4.0' });
    const relationship = { type: 'Relationship', relationshipType: 'dependsOn', from: 'a', to: [1] };
    expect(outcomeOfText(spdx([relationship]))).toMatchObject({ code: 'SCHEMA_INVALID', pointer: '/@graph/0/to/0' });
  });
});
