import { createHash } from 'node:crypto';
import type { ReadUpload } from './bundle/read-upload.js';
import type { WarningSummary } from './document-warnings.js';
import { graphMetrics } from './graph-metrics.js';

/** What files state, and what follows from their graph, in one flat object; the contract of `sbom inspect --json`. */
export interface Inspection {
  /** Name of the format; `bundle` for several files. */
  readonly format: string;
  readonly specVersion: string;
  readonly entries: number;
  /** Distinct base purls, versions included. */
  readonly packages: number;
  /** SHA-256 of those purls, sorted bytewise and joined by a line feed. */
  readonly packagesSha256: string;
  /** Null when the file does not tell what is direct. */
  readonly direct: number | null;
  readonly edges: number;
  readonly maxDepth: number | null;
  readonly cycles: number;
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly first: string | null }[];
}

export function inspectUpload({ documents, graph, warnings }: ReadUpload): Inspection {
  const [first] = documents;
  const isOne = documents.length === 1;
  const purls = new Set(
    graph.components.flatMap(({ isEntry, identity }) => (isEntry ? (identity?.basePackageUrl ?? []) : [])),
  );
  const { maxDepth, cycleCount, unreachedCount, flags } = graphMetrics(graph);
  const stated = documents.map((document) => document.graph.stated);
  const directs = stated.flatMap(({ direct }) => direct ?? []);
  return {
    format: isOne ? first!.graph.format.name : 'bundle',
    specVersion: isOne ? first!.graph.format.version : '',
    entries: sum(stated.map(({ entries }) => entries)),
    packages: purls.size,
    packagesSha256: digestOf(purls),
    direct: directs.length === 0 ? null : sum(directs),
    edges: sum(stated.map(({ edges }) => edges)),
    maxDepth,
    cycles: cycleCount,
    // Known only after the walk, and told with the others. Where nothing at all is reached, DEPTH_UNKNOWN says so.
    warnings: [
      ...summaryOf(warnings),
      ...(flags.includes('UNREACHED') ? [{ code: 'UNREACHED', count: unreachedCount, first: null }] : []),
    ],
  };
}

/** Warnings by code, most frequent first. */
function summaryOf({ counts, kept }: WarningSummary): Inspection['warnings'] {
  return [...counts]
    .map(([code, count]) => ({ code, count, first: kept.find((warning) => warning.code === code)?.path ?? null }))
    .sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1));
}

/** Bytewise order is not that of UTF-16 code units. */
function digestOf(purls: ReadonlySet<string>): string {
  const sorted = [...purls].map((purl) => Buffer.from(purl)).sort((left, right) => Buffer.compare(left, right));
  const hash = createHash('sha256');
  for (const [index, purl] of sorted.entries()) {
    if (index > 0) hash.update('\n');
    hash.update(purl);
  }
  return hash.digest('hex');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
