import { createHash } from 'node:crypto';
import type { PackageLink } from '#libs/catalog';
import type { ReadUpload } from '../bundle/read-upload.js';
import type { ComponentGraph } from '../dependency-graph.js';
import type { WarningSummary } from '../document-warnings.js';
import { graphMetrics, groupMetrics, type GraphMetrics, type GroupMetrics } from '../graph-metrics.js';
import { arrayLiteral } from './array-literal.js';

/** What is stored of one document. */
interface DocumentRow {
  readonly path: string;
  readonly format: string;
  readonly formatVersion: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly entryCount: number;
  readonly edgeCount: number;
  readonly directCount: number | null;
  readonly quality: DocumentQuality;
}

/** How much of an inventory can be used; what is missing here is missing in every score. */
export interface InventoryQuality {
  readonly withoutPackageUrl: number;
  readonly withoutVersion: number;
  /** Components that depend on nothing and on which nothing depends. */
  readonly withoutEdges: number;
  readonly unknownScope: number;
}

/** The same of one document. */
export interface DocumentQuality extends InventoryQuality {
  /** Those that the other figures are parts of. */
  readonly components: number;
  /** Components to which nothing leads from the product. */
  readonly unreached: number;
}

/**
 * An inventory as it is stored. Columns are PostgreSQL array literals, one element for each component. What may be long comes in
 * slices: one statement for each takes far less time than a statement may.
 */
export interface InventoryRows {
  readonly documents: readonly DocumentRow[];
  readonly counts: {
    readonly components: number;
    readonly packages: number;
    readonly edges: number;
    readonly direct: number;
    readonly resolved: number;
    readonly unreached: number;
    readonly maxDepth: number | null;
    readonly cycles: number;
  };
  readonly flags: readonly string[];
  readonly quality: InventoryQuality;
  readonly warnings: string;
  readonly graph: { readonly offsets: Uint8Array; readonly targets: Uint8Array; readonly kinds: Uint8Array };
  readonly columns: readonly Readonly<Record<ComponentColumn, string>>[];
  /** JSON: lists with one object for each project that the product uses. */
  readonly uses: readonly string[];
}

/** Rows of one statement. */
const SLICE = 20_000;

/** Columns of `inventory_component` with their types, in the order in which they are inserted. */
export const COMPONENT_COLUMNS = {
  ordinal: 'int',
  is_first_party: 'boolean',
  name: 'text',
  version: 'text',
  package_url: 'text',
  purl_key: 'text',
  depth: 'int',
  parent_ordinal: 'int',
  paths: 'float8',
  gateways: 'int',
  scope: 'text',
  repository_url: 'text',
  project_id: 'uuid',
  confidence: 'int',
} as const;
type ComponentColumn = keyof typeof COMPONENT_COLUMNS;

/** What is known of packages besides the file, by `type/namespace/name`. */
export interface KnownPackages {
  linkOf(key: string): PackageLink | null;
  /** Of the repository that the purl itself names. */
  repositoryOf(key: string): string | null;
}

/** Everything that is stored of an upload. Pure, and the heaviest part of reading after parsing. */
export function inventoryRows(upload: ReadUpload, known: KnownPackages): InventoryRows {
  const { graph, documents, warnings } = upload;
  const metrics = graphMetrics(graph);
  const projectOf = graph.components.map(({ identity, isFirstParty }) =>
    identity === null || isFirstParty ? null : known.linkOf(identity.packageKey),
  );
  const uses = groupMetrics(graph, metrics, (_component, ordinal) => projectOf[ordinal]?.projectId ?? null);
  const thirdParty = graph.components.filter(({ isFirstParty }) => !isFirstParty);
  return {
    documents: documents.map((document) =>
      documentRow(document, document.graph === graph ? metrics : graphMetrics(document.graph)),
    ),
    counts: {
      components: thirdParty.length,
      packages: new Set(thirdParty.flatMap(({ identity }) => identity?.basePackageUrl ?? [])).size,
      edges: graph.edges.targets.length,
      direct: metrics.directCount,
      resolved: projectOf.filter((project) => project !== null).length,
      unreached: metrics.unreachedCount,
      maxDepth: metrics.maxDepth,
      cycles: metrics.cycleCount,
    },
    flags: metrics.flags,
    quality: qualityOf(graph, metrics),
    warnings: warningsAsJson(warnings),
    graph: { offsets: bytesOf(graph.edges.offsets), targets: bytesOf(graph.edges.targets), kinds: graph.edges.kinds },
    columns: slices(graph.components.length).map((slice) =>
      componentColumns(graph, metrics, { ...known, projectOf }, slice),
    ),
    uses: usesAsJson(uses),
  };
}

/** Where the slices of a list begin, and where they end. */
function slices(length: number): readonly { readonly from: number; readonly to: number }[] {
  return Array.from({ length: Math.ceil(length / SLICE) }, (_, index) => ({
    from: index * SLICE,
    to: Math.min(length, (index + 1) * SLICE),
  }));
}

function usesAsJson(uses: ReadonlyMap<string, GroupMetrics>): readonly string[] {
  const rows = [...uses].map(([projectId, { depth, gateways, scope, versions }]) => ({
    projectId,
    depth,
    gateways,
    scope,
    versions,
  }));
  return slices(rows.length).map(({ from, to }) => JSON.stringify(rows.slice(from, to)));
}

function documentRow({ path, bytes, graph }: ReadUpload['documents'][number], metrics: GraphMetrics): DocumentRow {
  const { format, stated } = graph;
  return {
    path,
    format: format.name,
    formatVersion: format.version,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    entryCount: stated.entries,
    edgeCount: stated.edges,
    directCount: stated.direct,
    quality: documentQuality(graph, metrics),
  };
}

function componentColumns(
  { components }: ComponentGraph,
  metrics: GraphMetrics,
  {
    projectOf,
    repositoryOf,
  }: Pick<KnownPackages, 'repositoryOf'> & { readonly projectOf: readonly (PackageLink | null)[] },
  { from, to }: { readonly from: number; readonly to: number },
): InventoryRows['columns'][number] {
  const column = (value: (ordinal: number) => string | number | boolean | null): string =>
    arrayLiteral(Array.from({ length: to - from }, (_, index) => value(from + index)));
  const known = (figure: number): number | null => (figure < 0 ? null : figure);
  return {
    ordinal: column((ordinal) => ordinal),
    is_first_party: column((ordinal) => components[ordinal]!.isFirstParty),
    name: column((ordinal) => components[ordinal]!.name),
    version: column((ordinal) => components[ordinal]!.version),
    package_url: column((ordinal) => components[ordinal]!.identity?.packageUrl ?? null),
    purl_key: column((ordinal) => components[ordinal]!.identity?.packageKey ?? null),
    depth: column((ordinal) => known(metrics.depths[ordinal]!)),
    parent_ordinal: column((ordinal) => known(metrics.parents[ordinal]!)),
    paths: column((ordinal) => metrics.paths[ordinal]!),
    gateways: column((ordinal) => metrics.gateways.countUnion([ordinal])),
    scope: column((ordinal) => metrics.scopes[ordinal]!),
    repository_url: column((ordinal) => repositoryOf(components[ordinal]!.identity?.packageKey ?? '')),
    project_id: column((ordinal) => projectOf[ordinal]?.projectId ?? null),
    confidence: column((ordinal) => projectOf[ordinal]?.confidence ?? null),
  };
}

export function documentQuality(graph: ComponentGraph, metrics: GraphMetrics): DocumentQuality {
  const components = graph.components.filter(({ isFirstParty }) => !isFirstParty).length;
  return { components, ...qualityOf(graph, metrics), unreached: metrics.unreachedCount };
}

function qualityOf({ components, edges }: ComponentGraph, { scopes }: GraphMetrics): InventoryQuality {
  const isTarget = new Uint8Array(components.length);
  for (const target of edges.targets) isTarget[target] = 1;
  const quality = { withoutPackageUrl: 0, withoutVersion: 0, withoutEdges: 0, unknownScope: 0 };
  for (const [ordinal, { isFirstParty, identity, version }] of components.entries()) {
    if (isFirstParty) continue;
    if (identity === null) quality.withoutPackageUrl += 1;
    if (version === null) quality.withoutVersion += 1;
    if (isTarget[ordinal] === 0 && edges.offsets[ordinal] === edges.offsets[ordinal + 1]) quality.withoutEdges += 1;
    if (scopes[ordinal] === 'unknown') quality.unknownScope += 1;
  }
  return quality;
}

function warningsAsJson({ total, counts, kept }: WarningSummary): string {
  return JSON.stringify({ total, counts: Object.fromEntries(counts), kept });
}

/** Little-endian on every machine that Node runs on. */
function bytesOf(numbers: Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
