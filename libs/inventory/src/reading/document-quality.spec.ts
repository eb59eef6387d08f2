import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readUpload } from '../bundle/read-upload.js';
import { graphMetrics } from '../graph-metrics.js';
import { documentQuality, type DocumentQuality } from './inventory-rows.js';

const SBOMS = resolve(import.meta.dirname, '../../../../../shared/data/sboms');

function qualityOf(name: string, bytes: Uint8Array): DocumentQuality {
  const [document] = readUpload(name, bytes).documents;
  return documentQuality(document!.graph, graphMetrics(document!.graph));
}

interface Component {
  readonly 'bom-ref': string;
  readonly purl?: string;
  readonly version?: string;
  readonly components?: readonly Component[];
}

interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** The same figures straight from the JSON, by names and sets instead of a graph of numbers; a scope is not among them. */
function recounted({ metadata, components, dependencies }: Bom): Omit<DocumentQuality, 'unknownScope'> {
  const all: Component[] = [];
  const collect = (list: readonly Component[] = []): void =>
    list.forEach((component) => {
      all.push(component);
      collect(component.components);
    });
  collect(components);
  const below = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const targets = new Set(dependencies.flatMap(({ dependsOn = [] }) => dependsOn));
  const reached = new Set<string>([metadata.component['bom-ref']]);
  for (const ref of reached) for (const target of below.get(ref) ?? []) reached.add(target);
  const count = (is: (component: Component) => boolean): number => all.filter(is).length;
  return {
    components: all.length,
    withoutPackageUrl: count(({ purl }) => purl === undefined),
    withoutVersion: count(({ version }) => version === undefined),
    withoutEdges: count(({ 'bom-ref': ref }) => !targets.has(ref) && (below.get(ref) ?? []).length === 0),
    unreached: count(({ 'bom-ref': ref }) => !reached.has(ref)),
  };
}

const describeReal = existsSync(SBOMS) ? describe : describe.skip;
if (!existsSync(SBOMS)) console.warn(`skipped: real documents are not at ${SBOMS}`);

describeReal('the quality of a real document', () => {
  it.each(['cdx14-juice-shop.cdx.json', 'cdx16-opencollective-api.cdx.json'])('is what its JSON says: %s', (name) => {
    const bytes = readFileSync(join(SBOMS, name));
    const { unknownScope, ...quality } = qualityOf(name, bytes);
    expect(quality).toEqual(recounted(JSON.parse(bytes.toString()) as Bom));
    expect(unknownScope).toBeLessThanOrEqual(quality.components);
  });

  it.each([
    // Nothing in these formats says which package needs which, or what a package is for.
    ['scorecard.go.sum', { components: 392, withoutEdges: 392, unknownScope: 392, unreached: 392 }],
    ['spdx23-examplemaven.spdx.json', { withoutPackageUrl: 5 }],
  ])('is what its format leaves open: %s', (name, figures) => {
    expect(qualityOf(name, readFileSync(join(SBOMS, name)))).toMatchObject(figures);
  });
});
