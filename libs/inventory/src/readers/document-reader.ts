import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';

/** An upload after decoding. Formats are told apart by what is in it, never by a file name. */
export interface SourceDocument {
  readonly text: string;
  /** The parsed value when the text is JSON, else undefined. */
  readonly json: unknown;
}

/** One reader per format. `read` is only called for a document that the reader recognises. */
export interface DocumentReader {
  recognises(document: SourceDocument): boolean;
  /** @throws one of the errors of `inventory.errors.ts` */
  read(document: SourceDocument, limits: DocumentLimits): DependencyGraph;
}
