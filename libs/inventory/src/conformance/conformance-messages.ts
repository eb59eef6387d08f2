import type { Conformance, DocumentKind } from './conformance.js';
import type { SchemaFile } from './schemas.js';

/** A document of an upload. */
export interface UploadedDocument extends DocumentKind {
  /** Where the bytes of the upload lie. */
  readonly path: string;
  readonly fileName: string;
  /** Which of the files of the upload is meant. */
  readonly sha256: string;
}

/** To the thread: compare it with its schema. */
export interface ConformanceRequest extends UploadedDocument {
  readonly schema: SchemaFile;
}

/** From the thread. */
export type ConformanceReply =
  | { readonly kind: 'checked'; readonly conformance: Conformance }
  | { readonly kind: 'failed'; readonly message: string };
