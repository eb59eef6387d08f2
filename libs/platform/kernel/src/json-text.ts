import { findJsonError } from './json-syntax.js';
import { MalformedJsonError } from './text.errors.js';

/** Deepest level of brackets outside strings, or null as soon as it passes the limit. One pass, no stack. */
export function nestingDepth(text: string, limit: number): number | null {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        depth += 1;
        if (depth > limit) return null;
        if (depth > deepest) deepest = depth;
        break;
      case 0x5d:
      case 0x7d:
        depth -= 1;
        break;
    }
  }
  return deepest;
}

/** Index of the quote that closes the string opened at `start`, or of the last character when none does. */
function endOfString(text: string, start: number): number {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let backslashes = 0;
    // Stops at `from`: what is before it was looked at already, so a text of backslashes stays linear.
    while (quote - 1 - backslashes >= from && text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    from = quote + 1;
  }
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
