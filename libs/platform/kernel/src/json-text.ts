import { findJsonError } from './json-syntax.js';
import { MalformedJsonError } from './text.errors.js';

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What a brace has and the bracket of the same direction has not. */
const BRACE_BIT = 0x20;

/**
 * Deepest level of brackets outside strings, or null as soon as it passes the limit. One pass, no stack; most of a file is
 * in strings and white space, so that these are told first.
 */
export function nestingDepth(utf8: Uint8Array, limit: number): number | null {
  const { length } = utf8;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = utf8[at]!;
    if (byte <= SPACE) continue;
    if (byte === QUOTE) {
      for (at += 1; at < length && utf8[at] !== QUOTE; at += 1) if (utf8[at] === BACKSLASH) at += 1;
    } else if ((byte | BRACE_BIT) === 0x7b) {
      depth += 1;
      if (depth > limit) return null;
      if (depth > deepest) deepest = depth;
    } else if ((byte | BRACE_BIT) === 0x7d) depth -= 1;
  }
  return deepest;
}

/** @throws MalformedJsonError with the place at which the text stops being JSON */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new MalformedJsonError(positionAt(text, findJsonError(text)));
  }
}

/** Line and column from 1, in UTF-16 code units, of an offset from 0. */
export function positionAt(text: string, offset: number): { line: number; column: number; offset: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1, offset };
}
