import type { Conformance, DocumentKind } from './conformance.js';

/** To the thread: compare this document of an upload with its schema. */
export interface ConformanceRequest extends DocumentKind {
  /** Where the bytes of the upload lie. */
  readonly path: string;
  readonly fileName: string;
  /** Which of the files of the upload is meant. */
  readonly sha256: string;
}

/** From the thread. */
export type ConformanceReply =
  | { readonly kind: 'checked'; readonly conformance: Conformance }
  | { readonly kind: 'failed'; readonly message: string };
