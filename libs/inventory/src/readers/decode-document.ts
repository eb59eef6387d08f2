import { isUtf8 } from 'node:buffer';
import type { DocumentLimits } from '../document-limits.js';
import { EmptyFileError, TooLargeError, UnsupportedEncodingError } from '../inventory.errors.js';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const SPACE = 0x20;

/** An upload as the UTF-8 of its text without a byte order mark. Its text is made when somebody asks for it: JSON needs none. */
export class DecodedDocument {
  private decoded: string | null = null;

  /** @param start of what is not white space */
  constructor(
    readonly utf8: Buffer,
    readonly start: number,
  ) {}

  get text(): string {
    return (this.decoded ??= this.utf8.toString());
  }
}

/**
 * Bytes of an upload: UTF-8 with or without a byte order mark, UTF-16 with one.
 * @throws TooLargeError, EmptyFileError, UnsupportedEncodingError
 */
export function decodeDocument(bytes: Uint8Array, limits: DocumentLimits): DecodedDocument {
  if (bytes.length > limits.maxBytes) throw new TooLargeError(bytes.length, limits.maxBytes);
  const utf8 = utf8Of(bytes);
  const start = utf8.findIndex((byte) => byte > SPACE);
  if (start < 0) throw new EmptyFileError();
  return new DecodedDocument(utf8, start);
}

function utf8Of(bytes: Uint8Array): Buffer {
  // No text format has a NUL among its first two characters: this is UTF-16 without a byte order mark.
  if (bytes[0] === 0 || bytes[1] === 0) throw new UnsupportedEncodingError();
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return fromUtf16(bytes, utf16);
  if (!isUtf8(bytes)) throw new UnsupportedEncodingError();
  const hasMark = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return hasMark ? buffer.subarray(BYTE_ORDER_MARK.length) : buffer;
}

function fromUtf16(bytes: Uint8Array, encoding: string): Buffer {
  try {
    // A decoder takes its own byte order mark away.
    return Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    throw new UnsupportedEncodingError();
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}
