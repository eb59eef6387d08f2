import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import type { Ecosystem, Manifest } from './manifests/manifest.js';
import type { SourceDocument } from './source-document.js';

export interface ReadingContext {
  readonly limits: DocumentLimits;
  /** The file beside the lockfile that names the direct dependencies; only ever of the reader's own ecosystem. */
  readonly manifest: Manifest | null;
}

/** One reader per format. `read` is only called for a document that the reader recognises. */
export interface DocumentReader {
  /** The ecosystem whose manifest says what this format leaves open; null when the file says everything itself. */
  readonly manifestOf: Ecosystem | null;
  /** Cheap: looks at parsed JSON or at the beginning of lines, and parses nothing else. */
  recognises(document: SourceDocument): boolean;
  /** @throws one of the errors of `inventory.errors.ts` */
  read(document: SourceDocument, context: ReadingContext): DependencyGraph;
}
