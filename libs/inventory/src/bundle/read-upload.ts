import type { ComponentGraph, DependencyGraph } from '../dependency-graph.js';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../document-limits.js';
import type { WarningSummary } from '../document-warnings.js';
import { EmptyFileError, UnknownFormatError, UnsupportedEncodingError } from '../inventory.errors.js';
import type { DocumentReader } from '../readers/document-reader.js';
import type { Manifest } from '../readers/manifests/manifest.js';
import { manifestIn, readManifest } from '../readers/manifests/read-manifest.js';
import { readerOf, refuseUnknown } from '../readers/read-document.js';
import { sourceDocument, type SourceDocument } from '../readers/source-document.js';
import { mergeGraphs, mergeWarnings } from './merge-graphs.js';
import { unpackUpload, type UploadedFile } from './unpack-upload.js';

/** One file of an upload that lists components. */
interface ReadDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly graph: DependencyGraph;
}

/** All documents of an upload, and the product that they describe together. */
export interface ReadUpload {
  readonly documents: readonly ReadDocument[];
  readonly graph: ComponentGraph;
  readonly warnings: WarningSummary;
}

interface Candidate {
  readonly path: string;
  readonly folder: string;
  readonly bytes: Uint8Array;
  readonly source: SourceDocument;
  readonly reader: DocumentReader | undefined;
}

export interface UploadOptions {
  readonly limits?: DocumentLimits;
  /** The manifest beside a lockfile that was not packed with it. */
  readonly manifest?: Uint8Array;
  /** Is told after each document, with the number of those that are read and of all. */
  readonly onDocument?: (read: number, all: number) => void;
}

/**
 * Reads an upload: one document, or several and the manifests beside them in a zip. A manifest belongs to the lockfile of
 * its ecosystem in the same folder. Files of other kinds are left out with a warning.
 * @throws the errors of `inventory.errors.ts`; one file that is refused refuses the upload
 */
export function readUpload(fileName: string, bytes: Uint8Array, options: UploadOptions = {}): ReadUpload {
  const { limits = DEFAULT_DOCUMENT_LIMITS, onDocument = () => undefined } = options;
  const files = unpackUpload(fileName, bytes, limits);
  const candidates = files.flatMap((file) => candidate(file, limits, files.length > 1) ?? []);
  const wanted = candidates.filter(({ reader }) => reader !== undefined);
  const [only] = candidates;
  if (wanted.length === 0 && only !== undefined) refuseUnknown(only.source, limits);
  if (wanted.length === 0) throw new UnknownFormatError();
  const manifests = manifestsIn(candidates, limits);
  const read = wanted.map(({ path, folder, bytes: own, source, reader }, index) => {
    const beside = manifests.find(({ of, ecosystem }) => of.folder === folder && ecosystem === reader!.manifestOf);
    const manifest = given(options.manifest, reader!, limits) ?? beside?.manifest ?? null;
    const graph = reader!.read(source, { limits, manifest });
    onDocument(index + 1, wanted.length);
    return { path, folder, bytes: own, graph, manifestPath: beside?.of.path };
  });
  const documents = withoutSums(read);
  const graph = mergeGraphs(
    documents.map((document) => document.graph),
    limits,
  );
  const warnings = mergeWarnings(documents, limits);
  const isUnused = wanted.every(({ reader }) => reader!.manifestOf === null);
  if (options.manifest !== undefined && isUnused) warnings.add('MANIFEST_UNUSED', 'manifest');
  const used = new Set(documents.flatMap(({ path, manifestPath }) => [path, manifestPath]));
  for (const { path } of files) if (!used.has(path)) warnings.add('SKIPPED_FILE', path);
  return { documents, graph, warnings };
}

/** The manifest that was sent apart, for a format that does not tell itself what is direct. */
function given(
  bytes: Uint8Array | undefined,
  { manifestOf }: DocumentReader,
  limits: DocumentLimits,
): Manifest | undefined {
  return bytes === undefined || manifestOf === null ? undefined : readManifest(bytes, limits, manifestOf);
}

/** Undefined for what is no text, if it is one file among others: a picture in a zip is no reason to refuse it. */
function candidate({ path, bytes }: UploadedFile, limits: DocumentLimits, isOneOfMany: boolean): Candidate | undefined {
  try {
    const source = sourceDocument(bytes, limits);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return { path, folder, bytes, source, reader: readerOf(source) };
  } catch (error) {
    const isNoText = error instanceof EmptyFileError || error instanceof UnsupportedEncodingError;
    if (isOneOfMany && isNoText) return undefined;
    throw error;
  }
}

/** Beside a go.mod, which lists what is built, a go.sum only adds what was looked at on the way. */
function withoutSums<Document extends { readonly folder: string; readonly graph: DependencyGraph }>(
  documents: readonly Document[],
): readonly Document[] {
  const folders = new Set(documents.flatMap(({ folder, graph }) => (graph.format.name === 'go-mod' ? [folder] : [])));
  return documents.filter(({ folder, graph }) => graph.format.name !== 'go-sum' || !folders.has(folder));
}

function manifestsIn(
  candidates: readonly Candidate[],
  limits: DocumentLimits,
): readonly { readonly of: Candidate; readonly ecosystem: Manifest['ecosystem']; readonly manifest: Manifest }[] {
  return candidates.flatMap((of) => {
    const manifest = manifestIn(of.source, limits);
    return manifest === undefined ? [] : [{ of, ecosystem: manifest.ecosystem, manifest }];
  });
}
