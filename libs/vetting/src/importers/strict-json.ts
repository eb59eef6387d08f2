import {
  DuplicateKeyError,
  SnapshotEncodingError,
  SnapshotMalformedError,
  SnapshotTooDeepError,
} from './importers.errors.js';
import { SnapshotTooLargeError } from './importers.errors.js';

const MAX_JSON_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 64;

/** UTF-8 with or without a byte order mark. @throws SnapshotEncodingError */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SnapshotEncodingError(source);
  }
}

/**
 * JSON within bounds, without a key that stands twice in one object.
 * @throws SnapshotTooLargeError, SnapshotEncodingError, SnapshotTooDeepError, DuplicateKeyError, SnapshotMalformedError
 */
export function parseStrictJson(input: Uint8Array | string, source: string): unknown {
  if (input.length > MAX_JSON_BYTES) throw new SnapshotTooLargeError(source, MAX_JSON_BYTES);
  const text = typeof input === 'string' ? input : decodeUtf8(input, source);
  assertShallowAndUnambiguous(text, source);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SnapshotMalformedError(
      source,
      `line ${String(lineOf(text, text.length))}`,
      'this is not JSON, or breaks off',
    );
  }
}

/** One pass over the brackets and strings; what is no JSON at all is left to JSON.parse. */
function assertShallowAndUnambiguous(text: string, source: string): void {
  /** The keys of each open object; null for an open array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) addKey(keys, text.slice(at, end + 1), source, () => lineOf(text, at));
      at = end;
    } else if (character === '{' || character === '[') {
      if (open.length === MAX_DEPTH) throw new SnapshotTooDeepError(source, MAX_DEPTH);
      open.push(character === '{' ? new Set() : null);
    } else if (character === '}' || character === ']') open.pop();
  }
}

function addKey(keys: Set<string>, quoted: string, source: string, line: () => number): void {
  const key = unescaped(quoted);
  if (keys.has(key)) throw new DuplicateKeyError(source, key, line());
  keys.add(key);
}

/** `"a"` and `"\u0061"` are one key. */
function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}

/** Index of the quote that closes a string, or of the last character when none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

const COLON_NEXT = /\s*:/y;

function isKey(text: string, closingQuote: number): boolean {
  COLON_NEXT.lastIndex = closingQuote + 1;
  return COLON_NEXT.test(text);
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
