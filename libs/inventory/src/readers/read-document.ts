import type { DependencyGraph } from '../dependency-graph.js';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../document-limits.js';
import { UnknownFormatError } from '../inventory.errors.js';
import { cargoLockReader } from './cargo-lock.reader.js';
import { cycloneDxJsonReader } from './cyclonedx-json.reader.js';
import { cycloneDxXmlReader } from './cyclonedx-xml.reader.js';
import { mavenPomReader } from './maven-pom.reader.js';
import { spdx3Reader } from './spdx3.reader.js';
import { rootOf } from './xml-text.js';
import type { DocumentReader } from './document-reader.js';
import { packageLockReader } from './package-lock.reader.js';
import { packageLockV1Reader } from './package-lock-v1.reader.js';
import { pnpmLockReader } from './pnpm-lock.reader.js';
import { yarnBerryLockReader } from './yarn-berry-lock.reader.js';
import { yarnLockReader } from './yarn-lock.reader.js';
import { spdxJsonReader } from './spdx-json.reader.js';
import { spdxTagValueReader } from './spdx-tag-value.reader.js';
import { composerLockReader } from './composer-lock.reader.js';
import { pipfileLockReader } from './pipfile-lock.reader.js';
import { poetryLockReader } from './poetry-lock.reader.js';
import { goModReader } from './go-mod.reader.js';
import { goSumReader } from './go-sum.reader.js';
import { gemfileLockReader } from './gemfile-lock.reader.js';
import { requirementsTxtReader } from './requirements-txt.reader.js';
import { sourceDocument, type SourceDocument } from './source-document.js';
import { uvLockReader } from './uv-lock.reader.js';

/** In the order in which they are asked; no document is recognised by two of them. */
const READERS: readonly DocumentReader[] = [
  cycloneDxJsonReader,
  cycloneDxXmlReader,
  spdxJsonReader,
  spdx3Reader,
  packageLockReader,
  packageLockV1Reader,
  mavenPomReader,
  spdxTagValueReader,
  pnpmLockReader,
  yarnBerryLockReader,
  yarnLockReader,
  pipfileLockReader,
  composerLockReader,
  uvLockReader,
  poetryLockReader,
  cargoLockReader,
  goModReader,
  goSumReader,
  gemfileLockReader,
  // The weakest signs come last: a list of names might be anything.
  requirementsTxtReader,
];

/**
 * Reads an SBOM or lockfile. Opens no file and no connection, whatever the document refers to, and needs memory and
 * time in proportion to its size.
 * @param bytes the file as it was uploaded, unpacked
 * @throws the errors of `inventory.errors.ts`, each with a code and, where there is one, a place
 */
export function readDocument(bytes: Uint8Array, limits: DocumentLimits = DEFAULT_DOCUMENT_LIMITS): DependencyGraph {
  const document = sourceDocument(bytes, limits);
  const reader = readerOf(document) ?? refuseUnknown(document, limits);
  return reader.read(document, { limits, manifest: null });
}

/** The reader of a document's format; undefined when there is none. */
export function readerOf(document: SourceDocument): DocumentReader | undefined {
  return READERS.find((candidate) => candidate.recognises(document));
}

/** XML that is broken is told apart from XML that nobody knows; JSON was parsed before. */
export function refuseUnknown({ syntax, text }: SourceDocument, limits: DocumentLimits): never {
  if (syntax === 'xml') rootOf(text, limits);
  throw new UnknownFormatError();
}
