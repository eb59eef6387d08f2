import { isAscii, isUtf8 } from 'node:buffer';
import type { DocumentLimits } from '../document-limits.js';
import { EmptyFileError, TooLargeError, UnsupportedEncodingError } from '../inventory.errors.js';

/** An upload as text, and as the UTF-8 of that text, which is faster to look through. */
export interface DecodedDocument {
  readonly text: string;
  readonly utf8: Uint8Array;
}

/** Bytes that are decoded at a time. */
const BLOCK = 1_024;

const HEAD = 256;
const BEGINS_JSON = /^\s*[{[]/;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Bytes of an upload as text: UTF-8 with or without a byte order mark, UTF-16 with one.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError
 */
export function decodeDocument(bytes: Uint8Array, limits: DocumentLimits): DecodedDocument {
  if (bytes.length > limits.maxBytes) throw new TooLargeError(bytes.length, limits.maxBytes);
  const decoded = decode(bytes);
  if (decoded.text.trim() === '') throw new EmptyFileError();
  return decoded;
}

function decode(bytes: Uint8Array): DecodedDocument {
  // No text format has a NUL among its first two characters: this is UTF-16 without a byte order mark.
  if (bytes[0] === 0 || bytes[1] === 0) throw new UnsupportedEncodingError();
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return decodeUtf16(bytes, utf16);
  if (!isUtf8(bytes)) throw new UnsupportedEncodingError();
  const hasMark = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const utf8 = hasMark ? buffer.subarray(BYTE_ORDER_MARK.length) : buffer;
  return { text: BEGINS_JSON.test(utf8.toString('latin1', 0, HEAD)) ? decodeInRuns(utf8) : utf8.toString(), utf8 };
}

function decodeUtf16(bytes: Uint8Array, encoding: string): DecodedDocument {
  try {
    // A decoder takes its own byte order mark away.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, utf8: Buffer.from(text) };
  } catch {
    throw new UnsupportedEncodingError();
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/**
 * What is ASCII alone, as most files and most blocks of the others are, needs no decoding: in Latin-1 it is the same. The text
 * is in pieces or outside of the engine's heap; JSON.parse does not mind, and a parser that takes one character after the
 * other takes half as long again.
 */
function decodeInRuns(utf8: Buffer): string {
  const latin1 = utf8.toString('latin1');
  if (isAscii(utf8)) return latin1;
  let text = '';
  let start = 0;
  for (let from = 0, to = 0; from < utf8.length; from = to) {
    to = Math.min(from + BLOCK, utf8.length);
    // A block ends where a character does.
    while (to < utf8.length && (utf8[to]! & 0xc0) === 0x80) to += 1;
    const block = utf8.subarray(from, to);
    if (isAscii(block)) continue;
    text += latin1.slice(start, from) + block.toString();
    start = to;
  }
  return text + latin1.slice(start);
}
