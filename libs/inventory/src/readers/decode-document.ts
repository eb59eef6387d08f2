import { isAscii } from 'node:buffer';
import type { DocumentLimits } from '../document-limits.js';
import { EmptyFileError, TooLargeError, UnsupportedEncodingError } from '../inventory.errors.js';

/**
 * Bytes of an upload as text: UTF-8 with or without a byte order mark, UTF-16 with one.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError
 */
export function decodeDocument(bytes: Uint8Array, limits: DocumentLimits): string {
  if (bytes.length > limits.maxBytes) throw new TooLargeError(bytes.length, limits.maxBytes);
  const text = decode(bytes);
  if (text.trim() === '') throw new EmptyFileError();
  return text;
}

function decode(bytes: Uint8Array): string {
  // No text format has a NUL among its first two characters: this is UTF-16 without a byte order mark.
  if (bytes[0] === 0 || bytes[1] === 0) throw new UnsupportedEncodingError();
  try {
    // What is ASCII alone, as most files are, needs no decoding; in Latin-1 it is the same.
    if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    // A decoder takes its own byte order mark away.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new UnsupportedEncodingError();
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
