import {
  graphMetrics,
  groupMetrics,
  inspectUpload,
  inventoryMessages,
  readUpload,
  type Inspection,
  type ReadUpload,
} from '#libs/inventory';
import { basename } from 'node:path';
import { bytesOf } from '../files.js';
import { tellRefusal } from '../refusal.js';
import { messages, plain, print, say } from '../terminal.js';
import { reportOn, showReports } from './report-on-documents.js';
import { ProgressLine } from '../upload/progress-line.js';

messages.add(inventoryMessages);

const SHOWN = 20;
/** Smaller ones are read before anybody could look at a line about it. */
const SLOW_BYTES = 1024 * 1024;

interface Flags {
  readonly json?: boolean;
  readonly manifest?: string;
  readonly report?: boolean;
  readonly spdxSchemas?: string | null;
}

/** Reads a file exactly as an upload is read, and says what is in it. A refusal ends with status 2. */
export async function inspectSbom(file: string, { json, manifest, report, spdxSchemas = null }: Flags): Promise<void> {
  const bytes = await bytesOf(file);
  const beside = manifest === undefined ? undefined : await bytesOf(manifest);
  const progress = new ProgressLine();
  try {
    const upload = withProgress(progress, basename(file), bytes, beside === undefined ? {} : { manifest: beside });
    const reports = report ? await reportOn(file, upload, spdxSchemas) : null;
    if (json) print(JSON.stringify({ ...inspectUpload(upload), ...(reports ? { reports } : {}) }));
    else {
      show(upload);
      if (reports) showReports(reports);
    }
  } catch (error) {
    progress.end();
    tellRefusal(error, json === true);
  }
}

/** Written while the file is read, in this very process: a terminal takes each text at once. */
function withProgress(
  line: ProgressLine,
  fileName: string,
  bytes: Uint8Array,
  options: Parameters<typeof readUpload>[2],
): ReadUpload {
  if (!process.stderr.isTTY || bytes.length < SLOW_BYTES) return readUpload(fileName, bytes, options);
  line.show('cli.sbom.reading', { fileName, bytes: bytes.length });
  const upload = readUpload(fileName, bytes, {
    ...options,
    onDocument: (read, all) => line.show('cli.sbom.readSome', { fileName, read, all }),
  });
  line.end();
  return upload;
}

function show(upload: ReadUpload): void {
  const inspection = inspectUpload(upload);
  for (const { path, graph } of upload.documents) {
    const { format, stated } = graph;
    say('cli.sbom.document', { path, format: `${format.name} ${format.version}`.trim(), entries: stated.entries });
  }
  for (const [label, value] of rowsOf(inspection)) print(`  ${label.padEnd(22)}${String(value)}`);
  showPackages(upload);
  for (const { code, count, first } of inspection.warnings) {
    say('cli.sbom.warning', { code, count, first: plain(first ?? '?') });
  }
}

function rowsOf({
  entries,
  packages,
  direct,
  edges,
  maxDepth,
  cycles,
}: Inspection): readonly (readonly [string, unknown])[] {
  const known = (value: number | null): string => (value === null ? messages.text('cli.sbom.unknown') : String(value));
  return [
    [messages.text('cli.sbom.entries'), entries],
    [messages.text('cli.sbom.packages'), packages],
    [messages.text('cli.sbom.direct'), known(direct)],
    [messages.text('cli.sbom.edges'), edges],
    [messages.text('cli.sbom.maxDepth'), known(maxDepth)],
    [messages.text('cli.sbom.cycles'), cycles],
  ];
}

/** Those that come in by most ways first: what one would notice last if it broke. */
function showPackages({ graph }: ReadUpload): void {
  const metrics = graphMetrics(graph);
  const packages = [...groupMetrics(graph, metrics)].sort(
    ([leftKey, left], [rightKey, right]) => right.gateways - left.gateways || (leftKey < rightKey ? -1 : 1),
  );
  for (const [packageKey, { depth, gateways }] of packages.slice(0, SHOWN))
    say('cli.sbom.package', { packageKey, depth: depth ?? '?', gateways });
  if (packages.length > SHOWN) say('cli.sbom.more', { count: packages.length - SHOWN });
}
