// Figures of documents: the reader of the product beside a peer that reads the same bytes in the same process. Each says what
// is inside of both times, and has both sides show that they did the work before any time counts.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SaxesParser } from 'saxes';
import { peer } from './peers.mjs';
import { asXml, expected, generatedBom, sample } from './samples.mjs';

const LOCKFILE = 'vendure.package-lock.json';

/**
 * `faster`: ours has to be at least that many times faster than the peer; `slower`: it may take at most that many times as
 * long. Pairs are measured in one process after both sides were warmed up; their first and second calls are told besides.
 */
export const DOCUMENT_FIGURES = {
  lockfile: {
    title: 'package-lock of 3,935 entries: read, graph and metrics against arborist loadVirtual',
    inside:
      'both: the file from disk, parsing and linking of all entries. Ours besides: purls, depths, paths, gateways',
    needs: { samples: true, peers: true },
    faster: 20,
    sides: lockfileAgainstArborist,
  },
  'lockfile-root': {
    title:
      'the same package-lock, packages under the root: against parseNpmLockV2Project of snyk-nodejs-lockfile-parser',
    inside: 'both: bytes to what the root reaches. Ours besides: all members of the workspace, purls and metrics',
    needs: { samples: true, peers: true },
    faster: 2,
    sides: lockfileAgainstSnyk,
  },
  'bom-1.4': bomAgainstSchema('cdx14-juice-shop.cdx.json', '1.4'),
  'bom-1.6': bomAgainstSchema('cdx16-opencollective-api.cdx.json', '1.6'),
  xml: {
    ...xmlAgainstSaxes(() => sample('cdx14-laravel.cdx.xml'), 'a real CycloneDX XML of 124 kB', 62, 50),
    needs: { samples: true },
  },
  'xml-large': xmlAgainstSaxes(largeXml, 'a CycloneDX XML of 2.4 MB', 3_000, 3),
  pnpm: {
    title: 'pnpm-lock of 1.0 MB: read against js-yaml alone',
    inside: 'both: decoding, and the same build of the parser. Ours besides: limits, purls and the graph',
    needs: { samples: true },
    slower: 1.5,
    sides: pnpmAgainstYaml,
  },
};

async function readers(root) {
  const load = (path) => import(pathToFileURL(join(root, 'dist/libs/inventory/src', path)).href);
  const [{ readDocument }, { graphMetrics }] = [await load('readers/read-document.js'), await load('graph-metrics.js')];
  return { readDocument, graphMetrics };
}

const entriesOf = ({ stated }) => stated.entries;

async function lockfileAgainstArborist(root) {
  const { readDocument, graphMetrics } = await readers(root);
  const { Arborist } = peer('@npmcli/arborist');
  const folder = mkdtempSync(join(tmpdir(), 'mainstay-bench-lockfile-'));
  const path = join(folder, 'package-lock.json');
  writeFileSync(path, sample(LOCKFILE));
  return {
    folder,
    ours: () => {
      const graph = readDocument(readFileSync(path));
      return { graph, metrics: graphMetrics(graph) };
    },
    peer: () => new Arborist({ path: folder }).loadVirtual(),
    found: ({ graph }) => entriesOf(graph),
    peerFound: ({ inventory }) =>
      [...inventory.values()].filter(({ isLink, location }) => !isLink && location.includes('node_modules/')).length,
    wanted: expected(LOCKFILE).entries,
  };
}

async function lockfileAgainstSnyk(root) {
  const { readDocument, graphMetrics } = await readers(root);
  const { parseNpmLockV2Project } = peer('snyk-nodejs-lockfile-parser');
  const bytes = sample(LOCKFILE);
  const manifest = JSON.stringify(JSON.parse(bytes).packages['']);
  const options = { includeDevDeps: true, includeOptionalDeps: true, pruneCycles: true, strictOutOfSync: false };
  return {
    ours: () => {
      const graph = readDocument(bytes);
      return { graph, metrics: graphMetrics(graph, graph.roots.slice(0, 1)) };
    },
    peer: () => parseNpmLockV2Project(manifest, bytes.toString(), options),
    // Peers are followed by us and not by the other, so it is the reach of the root without them that both can agree on.
    found: ({ graph }) => reachedFromRoot(graph),
    peerFound: (graph) => graph.getDepPkgs().length,
    wanted: 1_198,
  };
}

/** Distinct packages that the root reaches without peers. */
function reachedFromRoot({ components, edges, roots: [root] }) {
  const reached = new Set([root]);
  for (const node of reached)
    for (let edge = edges.offsets[node]; edge < edges.offsets[node + 1]; edge += 1)
      if (![2, 5].includes(edges.kinds[edge])) reached.add(edges.targets[edge]);
  reached.delete(root);
  return new Set([...reached].map((ordinal) => `${components[ordinal].name}@${components[ordinal].version}`)).size;
}

function bomAgainstSchema(file, version) {
  return {
    title: `CycloneDX ${version} of 2 MB: read against JsonValidator of @cyclonedx/cyclonedx-library (ajv)`,
    inside:
      'both: decoding, parsing and their checks; the peer has compiled its schema in its first call. Ours besides: the graph',
    needs: { samples: true, peers: true },
    faster: 10,
    async sides(root) {
      const { readDocument } = await readers(root);
      const { Validation } = peer('@cyclonedx/cyclonedx-library');
      const validator = new Validation.JsonValidator(version);
      const bytes = sample(file);
      return {
        ours: () => readDocument(bytes),
        peer: () => validator.validate(bytes.toString()),
        found: entriesOf,
        // Null stands for a file without faults.
        peerFound: (faults) => (faults === null ? expected(file).entries : JSON.stringify(faults).slice(0, 200)),
        wanted: expected(file).entries,
      };
    },
  };
}

function xmlAgainstSaxes(read, title, entries, repeats) {
  return {
    title: `${title}: read against saxes alone`,
    inside:
      'both: decoding, and the parser with namespaces; the peer only counts elements. Ours besides: purls and the graph',
    needs: {},
    slower: 1.5,
    repeats,
    async sides(root) {
      const { readDocument } = await readers(root);
      const bytes = read();
      const elements = bytes.toString().match(/<[a-z]/gi).length;
      return {
        ours: () => readDocument(bytes),
        peer: () => countElements(bytes.toString()),
        found: entriesOf,
        peerFound: (count) => (count === elements ? entries : count),
        wanted: entries,
      };
    },
  };
}

function countElements(text) {
  const parser = new SaxesParser({ xmlns: true });
  let count = 0;
  parser.on('opentag', () => {
    count += 1;
  });
  parser.write(text).close();
  return count;
}

function largeXml() {
  const bom = JSON.parse(generatedBom(3_000, 'wide', 60));
  for (const component of bom.components) {
    component.hashes = [{ alg: 'SHA-512', content: '0123456789abcdef'.repeat(8) }];
    component.licenses = [{ license: { id: 'MIT' } }];
    component.externalReferences = ['website', 'vcs', 'issue-tracker'].map((type) => ({
      type,
      url: `https://example.com/${component.name}/${type}`,
    }));
  }
  return Buffer.from(asXml(bom));
}

async function pnpmAgainstYaml(root) {
  const { readDocument } = await readers(root);
  const { load: loadYaml } = createRequire(join(root, 'package.json'))('js-yaml');
  const bytes = sample('polar.pnpm-lock.yaml');
  return {
    ours: () => readDocument(bytes),
    peer: () => loadYaml(bytes.toString()),
    found: entriesOf,
    peerFound: ({ packages }) => Object.keys(packages).length,
    wanted: expected('polar.pnpm-lock.yaml').entries,
  };
}
