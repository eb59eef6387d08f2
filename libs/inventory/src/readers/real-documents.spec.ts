import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EDGE_KINDS, type DependencyGraph, type EdgeKind } from '../dependency-graph.js';
import { graphMetrics } from '../graph-metrics.js';
import { readDocument } from './read-document.js';

interface ExpectedFigures {
  readonly entries: number;
  readonly unique_base_purls: number;
  readonly base_purl_sha256: string;
  readonly without_purl: number;
  readonly direct: number;
  readonly edges: number;
  readonly direct_root: number;
  readonly direct_any_first_party: number;
  readonly edges_third_party: number;
  readonly edges_peer_resolved: number;
  readonly edges_from_first_party: number;
  readonly dev_only: number;
  readonly workspace_members: number;
}

const SBOMS = path.resolve(process.cwd(), '../shared/data/sboms');
const describeReal = existsSync(SBOMS) ? describe : describe.skip;
if (!existsSync(SBOMS)) console.warn(`SKIPPED: the real SBOMs are not at ${SBOMS}`);

describeReal('real files, against figures that were counted independently', () => {
  it.each([
    ['cdx14-juice-shop.cdx.json', 'CycloneDX 1.4', { name: 'cyclonedx-json', version: '1.4' }],
    ['cdx16-opencollective-api.cdx.json', 'CycloneDX 1.6', { name: 'cyclonedx-json', version: '1.6' }],
  ])('reads every component, package URL and edge of %s (%s)', (file, _name, format) => {
    const graph = read(file);
    const expected = figuresOf(file);
    expect(graph.format).toEqual(format);
    expect(packageSetOf(graph)).toEqual(packageSetIn(expected));
    expect(graph.edges.targets).toHaveLength(expected.edges);
    expect(graphMetrics(graph)).toMatchObject({ directCount: expected.direct, unreachedCount: 0, flags: [] });
    expect(graph.warnings.total).toBe(0);
  });

  it('reads every package, workspace member and edge of an npm lockfile', () => {
    const graph = read('vendure.package-lock.json');
    const expected = figuresOf('vendure.package-lock.json');
    expect(graph.format).toEqual({ name: 'npm-package-lock', version: '3' });
    expect(packageSetOf(graph)).toEqual(packageSetIn(expected));
    expect(graph.components.filter(({ isFirstParty }) => isFirstParty)).toHaveLength(expected.workspace_members + 1);
    expect(graph.components.filter(({ scope }) => scope === 'development')).toHaveLength(expected.dev_only);
    // The figures count a name under `dependencies` and under `peerDependencies` twice; here it is one edge.
    const counts = edgeCounts(graph);
    expect(counts.thirdParty).toBe(expected.edges_third_party);
    expect(expected.edges_peer_resolved - counts.thirdPartyPeers).toBe(13);
    expect(expected.edges_from_first_party - counts.firstParty).toBe(8);
    expect(graphMetrics(graph).directCount).toBe(expected.direct_any_first_party);
    expect(graphMetrics(graph, graph.roots.slice(0, 1)).directCount).toBe(expected.direct_root);
    // Of its 104 names that resolve to nothing, 101 are optional.
    expect(Object.fromEntries(graph.warnings.counts)).toEqual({ DANGLING_REF: 3 });
  });
});

function read(file: string): DependencyGraph {
  return readDocument(readFileSync(path.join(SBOMS, file)));
}

function figuresOf(file: string): ExpectedFigures {
  const all = JSON.parse(readFileSync(path.join(SBOMS, 'expected.json'), 'utf8')) as Record<string, ExpectedFigures>;
  return all[file]!;
}

function packageSetIn({ entries, unique_base_purls: unique, base_purl_sha256: sha256 }: ExpectedFigures): unknown {
  return { entries, unique, sha256 };
}

function packageSetOf(graph: DependencyGraph): unknown {
  const entries = graph.components.filter(({ isFirstParty }) => !isFirstParty);
  const unique = [...new Set(entries.map(({ identity }) => identity!.basePackageUrl))].sort();
  const sha256 = createHash('sha256').update(unique.join('\n')).digest('hex');
  return { entries: entries.length, unique: unique.length, sha256 };
}

function edgeCounts({ components, edges }: DependencyGraph): {
  thirdParty: number;
  thirdPartyPeers: number;
  firstParty: number;
} {
  const counts = { thirdParty: 0, thirdPartyPeers: 0, firstParty: 0 };
  const peers: readonly EdgeKind[] = ['peer', 'optionalPeer'];
  for (const [source, component] of components.entries()) {
    for (let edge = edges.offsets[source]!; edge < edges.offsets[source + 1]!; edge += 1) {
      if (component.isFirstParty) counts.firstParty += 1;
      else if (peers.includes(EDGE_KINDS[edges.kinds[edge]!]!)) counts.thirdPartyPeers += 1;
      else counts.thirdParty += 1;
    }
  }
  return counts;
}
