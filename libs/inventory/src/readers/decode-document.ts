import { isAscii } from 'node:buffer';
import type { DocumentLimits } from '../document-limits.js';
import { EmptyFileError, TooLargeError, UnsupportedEncodingError } from '../inventory.errors.js';

/** An upload as text, and as the UTF-8 of that text, which is faster to look through; a byte order mark may be in front of it. */
export interface DecodedDocument {
  readonly text: string;
  readonly utf8: Uint8Array;
}

/** Bytes that are decoded at a time. */
const BLOCK = 1_024;

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
  try {
    if (utf16 === null) return { text: decodeUtf8(bytes), utf8: bytes };
    // This decoder takes its own byte order mark away.
    const text = new TextDecoder(utf16, { fatal: true }).decode(bytes);
    return { text, utf8: Buffer.from(text) };
  } catch {
    throw new UnsupportedEncodingError();
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** What is ASCII alone, as most files and most blocks of the others are, needs no decoding: in Latin-1 it is the same. */
function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const latin1 = buffer.toString('latin1');
  if (isAscii(buffer)) return latin1;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let start = hasUtf8Mark(bytes) ? BYTE_ORDER_MARK.length : 0;
  for (let from = start, to = start; from < bytes.length; from = to) {
    to = Math.min(from + BLOCK, bytes.length);
    // A block ends where a character does.
    while (to < bytes.length && (bytes[to]! & 0xc0) === 0x80) to += 1;
    const block = buffer.subarray(from, to);
    if (isAscii(block)) continue;
    text += latin1.slice(start, from) + decoder.decode(block);
    start = to;
  }
  return text + latin1.slice(start);
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
}
