import type { DocumentLimits } from '../../document-limits.js';
import { ManifestMismatchError } from '../../inventory.errors.js';
import { sourceDocument, type SourceDocument } from '../source-document.js';
import { composerJsonManifest } from './composer-json.manifest.js';
import { goModManifest } from './go-mod.manifest.js';
import { packageJsonManifest } from './package-json.manifest.js';
import { pipfileManifest, pyprojectManifest } from './python.manifest.js';
import type { Ecosystem, Manifest, ManifestReader } from './manifest.js';

const READERS: readonly ManifestReader[] = [
  packageJsonManifest,
  composerJsonManifest,
  pyprojectManifest,
  pipfileManifest,
  goModManifest,
];

/**
 * Reads the manifest that was sent beside a lockfile.
 * @param expected the ecosystem of the lockfile
 * @throws ManifestMismatchError, and what the text itself is refused for
 */
export function readManifest(bytes: Uint8Array, limits: DocumentLimits, expected: Ecosystem): Manifest {
  const manifest = manifestIn(sourceDocument(bytes, limits), limits);
  if (manifest?.ecosystem === expected && manifest !== undefined) return manifest;
  throw new ManifestMismatchError(expected);
}

/** The manifest that a document is; undefined when it is none. */
export function manifestIn(document: SourceDocument, limits: DocumentLimits): Manifest | undefined {
  return READERS.find((candidate) => candidate.recognises(document))?.read(document, limits);
}
