import { positionAt } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MergeConflictMarkersError } from '../inventory.errors.js';
import { decodeDocument, type DecodedDocument } from './decode-document.js';
import { parseJson } from './json-text.js';

/** An upload after decoding. Formats are told apart by what is in it, never by a file name. */
export interface SourceDocument {
  /** Decoded when it is asked for. */
  readonly text: string;
  readonly syntax: 'json' | 'xml' | 'lines';
  /** The parsed value when the text is JSON, else undefined. */
  readonly json: unknown;
}

const CONFLICT = '<<<<<<< ';
const TABLE_HEADER = /^\[{1,2}(?!(?:true|false|null)\])[A-Za-z][\w.-]*\]{1,2}[ \t]*(?:#.*)?\r?\n/;
/** In which the header of a table ends. */
const HEADER_LENGTH = 4_096;

/**
 * Decodes an upload, and parses it when it is JSON.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError, MergeConflictMarkersError, TooDeepError, MalformedJsonError
 */
export function sourceDocument(bytes: Uint8Array, limits: DocumentLimits): SourceDocument {
  const document = decodeDocument(bytes, limits);
  const syntax = syntaxOf(document);
  if (syntax !== 'json') refuseConflictMarkers(document);
  const json = syntax === 'json' ? jsonOf(document, limits) : undefined;
  return {
    get text() {
      return document.text;
    },
    syntax,
    json,
  };
}

/** What has conflict markers is no JSON, so that they are looked for when it turns out to be none. */
function jsonOf(document: DecodedDocument, limits: DocumentLimits): unknown {
  try {
    return parseJson(document, limits);
  } catch (error) {
    refuseConflictMarkers(document);
    throw error;
  }
}

function refuseConflictMarkers(document: DecodedDocument): void {
  // Looked for in the bytes first: a search by lines takes as long as parsing what is not there.
  if (!document.utf8.includes(CONFLICT)) return;
  const { text } = document;
  const at = text.startsWith(CONFLICT) ? 0 : text.indexOf(`\n${CONFLICT}`) + 1;
  if (at > 0 || text.startsWith(CONFLICT)) throw new MergeConflictMarkersError(positionAt(text, at).line);
}

function syntaxOf({ utf8, start }: DecodedDocument): SourceDocument['syntax'] {
  const first = utf8[start];
  if (first === 0x3c) return 'xml';
  if (first !== 0x7b && first !== 0x5b) return 'lines';
  // TOML may begin with the header of a table, which JSON cannot.
  return TABLE_HEADER.test(utf8.toString('latin1', start, start + HEADER_LENGTH)) ? 'lines' : 'json';
}
