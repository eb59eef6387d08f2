import type { DocumentLimits } from '../../document-limits.js';
import { ManifestMismatchError } from '../../inventory.errors.js';
import { sourceDocument } from '../source-document.js';
import type { Ecosystem, Manifest, ManifestReader } from './manifest.js';

const READERS: readonly ManifestReader[] = [];

/**
 * Reads the manifest that was sent beside a lockfile.
 * @param expected the ecosystem of the lockfile; null when its format needs no manifest
 * @throws ManifestMismatchError, and what the text itself is refused for
 */
export function readManifest(bytes: Uint8Array, limits: DocumentLimits, expected: Ecosystem | null): Manifest {
  const document = sourceDocument(bytes, limits);
  const manifest = READERS.find((candidate) => candidate.recognises(document))?.read(document, limits);
  if (manifest === undefined || manifest.ecosystem !== expected) throw new ManifestMismatchError(expected ?? 'SBOM');
  return manifest;
}
