import type { DocumentLimits } from '../document-limits.js';
import { MergeConflictMarkersError } from '../inventory.errors.js';
import { decodeDocument } from './decode-document.js';
import type { SourceDocument } from './document-reader.js';
import { parseJson, positionAt } from './json-text.js';

/**
 * Decodes an upload, and parses it when it is JSON.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError, MergeConflictMarkersError, TooDeepError, MalformedJsonError
 */
export function sourceDocument(bytes: Uint8Array, limits: DocumentLimits): SourceDocument {
  const text = decodeDocument(bytes, limits);
  refuseConflictMarkers(text);
  const syntax = /^\s*[{[]/.test(text) ? 'json' : /^\s*</.test(text) ? 'xml' : 'lines';
  return { text, syntax, json: syntax === 'json' ? parseJson(text, limits) : undefined };
}

function refuseConflictMarkers(text: string): void {
  const at = text.search(/^<{7} /m);
  if (at >= 0) throw new MergeConflictMarkersError(positionAt(text, at).line);
}
