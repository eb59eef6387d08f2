import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import {
  ConformanceThreads,
  documentQuality,
  graphMetrics,
  percentOf,
  type Conformance,
  type DocumentQuality,
  type ReadUpload,
} from '#libs/inventory';
import { messages, plain, print, say } from '../terminal.js';

/** What an upload would be told about each of its documents after it was read. */
export interface DocumentReport {
  readonly path: string;
  readonly conformance: Conformance;
  readonly quality: DocumentQuality;
}

/** Compares each document of a file with the schema of its format, in a thread, and counts what it leaves open. @param spdxSchemas folder of theirs */
export async function reportOn(
  file: string,
  { documents }: ReadUpload,
  spdxSchemas: string | null,
): Promise<readonly DocumentReport[]> {
  const threads = new ConformanceThreads(spdxSchemas);
  try {
    const reports: DocumentReport[] = [];
    for (const { path, bytes, graph } of documents) {
      const conformance = await threads.check({
        path: file,
        fileName: basename(file),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        format: graph.format.name,
        formatVersion: graph.format.version,
      });
      reports.push({ path, conformance, quality: documentQuality(graph, graphMetrics(graph)) });
    }
    return reports;
  } finally {
    await threads.onModuleDestroy();
  }
}

export function showReports(reports: readonly DocumentReport[]): void {
  for (const { path, conformance, quality } of reports) {
    showConformance(path, conformance);
    showQuality(quality);
  }
}

function showConformance(path: string, conformance: Conformance): void {
  switch (conformance.result) {
    case 'YES':
      return say('cli.report.conforms', { path, schema: conformance.schema });
    case 'NOT_CHECKED':
      return say('cli.report.notChecked', { path, reason: messages.text(`cli.report.${conformance.reason}`) });
    case 'NO': {
      const { schema, errorCount, errors } = conformance;
      say('cli.report.differs', { path, schema, errorCount });
      for (const { pointer, message } of errors) print(plain(`    ${pointer === '' ? '/' : pointer}: ${message}`));
      if (errorCount > errors.length) say('cli.report.moreErrors', { count: errorCount - errors.length });
    }
  }
}

function showQuality({ components, ...counts }: DocumentQuality): void {
  print(`  ${messages.text('cli.upload.components').padEnd(28)}${String(components)}`);
  for (const name of ['withoutPackageUrl', 'withoutVersion', 'withoutEdges', 'unknownScope', 'unreached'] as const) {
    const share = `${String(counts[name])} (${percentOf(counts[name], components).toFixed(1)} %)`;
    print(`  ${messages.text(`cli.report.${name}`).padEnd(28)}${share}`);
  }
}
