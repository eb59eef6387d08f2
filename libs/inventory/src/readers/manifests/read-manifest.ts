import type { DocumentLimits } from '../../document-limits.js';
import { ManifestMismatchError } from '../../inventory.errors.js';
import type { SourceDocument } from '../document-reader.js';
import { sourceDocument } from '../source-document.js';
import type { Ecosystem, Manifest, ManifestReader } from './manifest.js';

const READERS: readonly ManifestReader[] = [];

/**
 * Reads the manifest that was sent beside a lockfile.
 * @param expected the ecosystem of the lockfile; null when its format needs no manifest
 * @throws ManifestMismatchError, and what the text itself is refused for
 */
export function readManifest(bytes: Uint8Array, limits: DocumentLimits, expected: Ecosystem | null): Manifest {
  const manifest = manifestIn(sourceDocument(bytes, limits), limits);
  if (manifest?.ecosystem === expected && manifest !== undefined) return manifest;
  throw new ManifestMismatchError(expected ?? 'SBOM');
}

/** The manifest that a document is; undefined when it is none. */
export function manifestIn(document: SourceDocument, limits: DocumentLimits): Manifest | undefined {
  return READERS.find((candidate) => candidate.recognises(document))?.read(document, limits);
}
