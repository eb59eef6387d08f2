import { positionAt } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MergeConflictMarkersError } from '../inventory.errors.js';
import { decodeDocument } from './decode-document.js';
import { parseJson } from './json-text.js';

/** An upload after decoding. Formats are told apart by what is in it, never by a file name. */
export interface SourceDocument {
  readonly text: string;
  readonly syntax: 'json' | 'xml' | 'lines';
  /** The parsed value when the text is JSON, else undefined. */
  readonly json: unknown;
}

const CONFLICT = '<<<<<<< ';
const TABLE_HEADER = /\[{1,2}(?!(?:true|false|null)\])[A-Za-z][\w.-]*\]{1,2}[ \t]*(?:#.*)?\r?\n/y;

/**
 * Decodes an upload, and parses it when it is JSON.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError, MergeConflictMarkersError, TooDeepError, MalformedJsonError
 */
export function sourceDocument(bytes: Uint8Array, limits: DocumentLimits): SourceDocument {
  const decoded = decodeDocument(bytes, limits);
  const { text } = decoded;
  refuseConflictMarkers(text);
  const syntax = syntaxOf(text);
  return { text, syntax, json: syntax === 'json' ? parseJson(decoded, limits) : undefined };
}

function refuseConflictMarkers(text: string): void {
  // Looked for as a plain text first: a search by lines takes as long as parsing what is not there.
  if (!text.includes(CONFLICT)) return;
  const at = text.startsWith(CONFLICT) ? 0 : text.indexOf(`\n${CONFLICT}`) + 1;
  if (at > 0 || text.startsWith(CONFLICT)) throw new MergeConflictMarkersError(positionAt(text, at).line);
}

function syntaxOf(text: string): SourceDocument['syntax'] {
  const at = text.search(/\S/);
  if (text[at] === '<') return 'xml';
  if (text[at] !== '{' && text[at] !== '[') return 'lines';
  // TOML may begin with the header of a table, which JSON cannot.
  TABLE_HEADER.lastIndex = at;
  return TABLE_HEADER.test(text) ? 'lines' : 'json';
}
