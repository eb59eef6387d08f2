import type { DependencyGraph } from '../dependency-graph.js';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../document-limits.js';
import { MergeConflictMarkersError, UnknownFormatError } from '../inventory.errors.js';
import { cycloneDxJsonReader } from './cyclonedx-json.reader.js';
import { decodeDocument } from './decode-document.js';
import type { DocumentReader, SourceDocument } from './document-reader.js';
import { parseJson, positionAt } from './json-text.js';
import { packageLockReader } from './package-lock.reader.js';

const READERS: readonly DocumentReader[] = [cycloneDxJsonReader, packageLockReader];

/**
 * Reads an SBOM or lockfile. Opens no file and no connection, whatever the document refers to, and needs memory and
 * time in proportion to its size.
 * @param bytes the file as it was uploaded, unpacked
 * @throws the errors of `inventory.errors.ts`, each with a code and, where there is one, a place
 */
export function readDocument(bytes: Uint8Array, limits: DocumentLimits = DEFAULT_DOCUMENT_LIMITS): DependencyGraph {
  const text = decodeDocument(bytes, limits);
  refuseConflictMarkers(text);
  const document: SourceDocument = { text, json: looksLikeJson(text) ? parseJson(text, limits) : undefined };
  const reader = READERS.find((candidate) => candidate.recognises(document));
  if (reader === undefined) throw new UnknownFormatError();
  return reader.read(document, limits);
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function refuseConflictMarkers(text: string): void {
  const at = text.search(/^<{7} /m);
  if (at >= 0) throw new MergeConflictMarkersError(positionAt(text, at).line);
}
