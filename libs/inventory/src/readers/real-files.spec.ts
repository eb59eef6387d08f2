import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readUpload } from '../bundle/read-upload.js';
import { inspectUpload, type Inspection } from '../inspection.js';

const SBOMS = path.resolve(process.cwd(), '../shared/data/sboms');
const isPresent = existsSync(SBOMS);
const describeReal = isPresent ? describe : describe.skip;
if (!isPresent) console.warn(`SKIPPED: the real SBOMs are not at ${SBOMS}`);

type Expected = Readonly<Record<string, number | string | null>>;

/** Figures that somebody else counted, by the label under which they stand; the first that is there is the one. */
const DIRECT = ['direct', 'direct_root', 'direct_any_first_party', 'direct_any_importer', 'direct_names'];
const EDGES = [
  'edges',
  'dependency_edges',
  'edges_third_party',
  'edges_third_party_declared',
  'edges_declared',
  'requires_edges',
];

const FORMATS: Readonly<Record<string, string>> = {
  'actix-app.Cargo.lock': 'cargo-lock 3',
  'app2.composer.lock': 'composer-lock ',
  'cdx14-juice-shop.cdx.json': 'cyclonedx-json 1.4',
  'cdx14-laravel.cdx.xml': 'cyclonedx-xml 1.4',
  'cdx16-opencollective-api.cdx.json': 'cyclonedx-json 1.6',
  'ecosystems-funds.Gemfile.lock': 'gemfile-lock ',
  'hypha.requirements.txt': 'requirements-txt ',
  'polar.pnpm-lock.yaml': 'pnpm-lock 9.0',
  'polar.uv.lock': 'uv-lock 1',
  'scorecard.go.mod': 'go-mod ',
  'scorecard.go.sum': 'go-sum ',
  'spdx22-kube-apiserver-1.25.2.spdx.json': 'spdx-json 2.2',
  'spdx22-tv-example6-bin.spdx': 'spdx-tag-value 2.2',
  'spdx23-examplemaven.spdx.json': 'spdx-json 2.3',
  'spdx23-flink-dashboard.spdx.json': 'spdx-json 2.3',
  'spdx30-appbomination.spdx3.json': 'spdx-json-ld 3.0.1',
  'vendure.package-lock.json': 'npm-package-lock 3',
  'yarn-berry-v8.yarn.lock': 'yarn-berry-lock 8',
};

describeReal('real files of every format', () => {
  const all = isPresent
    ? (JSON.parse(readFileSync(path.join(SBOMS, 'expected.json'), 'utf8')) as Readonly<Record<string, Expected>>)
    : {};

  it('are all here', () => {
    expect(Object.keys(all).sort()).toEqual(Object.keys(FORMATS).sort());
  });

  it.each(Object.entries(FORMATS))('have the figures that were counted independently: %s', (file, format) => {
    const found = inspect(file);
    const expected = all[file]!;
    expect(`${found.format} ${found.specVersion}`).toBe(format);
    expect(found).toMatchObject({
      entries: expected.entries,
      packages: expected.unique_base_purls,
      packagesSha256: expected.base_purl_sha256,
      direct: firstOf(expected, DIRECT) ?? null,
      edges: firstOf(expected, EDGES) ?? 0,
    });
  });

  it('give one product when a go.sum lies beside its go.mod', () => {
    const manifest = readFileSync(path.join(SBOMS, 'scorecard.go.mod'));
    const sum = inspect('scorecard.go.sum', manifest);
    expect(sum).toMatchObject({ format: 'go-sum', direct: all['scorecard.go.mod']!.direct, maxDepth: 1 });
  });
});

function inspect(file: string, manifest?: Uint8Array): Inspection {
  const bytes = readFileSync(path.join(SBOMS, file));
  return inspectUpload(readUpload(file, bytes, manifest === undefined ? {} : { manifest }));
}

function firstOf(expected: Expected, labels: readonly string[]): number | string | null | undefined {
  const label = labels.find((candidate) => Object.hasOwn(expected, candidate));
  return label === undefined ? undefined : expected[label];
}
