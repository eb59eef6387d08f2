import type { DocumentLimits } from '../document-limits.js';
import { MalformedJsonError, TooDeepError } from '../inventory.errors.js';
import type { DecodedDocument } from './decode-document.js';
import { findJsonError } from './json-syntax.js';
import { isJsonObject } from './json-values.js';

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What a brace has and the bracket of the same direction has not. */
const BRACE_BIT = 0x20;

/**
 * Parses JSON within bounds. The depth is checked on the bytes first, because JSON.parse itself would go to any depth
 * and whatever walks or prints the value afterwards would not.
 * @throws TooDeepError, MalformedJsonError
 */
export function parseJson({ text, utf8 }: DecodedDocument, limits: DocumentLimits): unknown {
  // A level of component nesting is an array and an object.
  const deepest = nestingDepth(utf8, limits.maxDepth + 2 * limits.maxComponentNesting);
  if (deepest === null) throw new TooDeepError(limits.maxDepth + 2 * limits.maxComponentNesting);
  const value = parseOrExplain(text);
  if (deepest > limits.maxDepth) assertShallowOutsideComponents(value, limits.maxDepth);
  return value;
}

/**
 * Deepest level of brackets outside strings, or null as soon as it passes the limit. One pass, no stack; most of a file is
 * in strings and white space, so that these are told first.
 */
function nestingDepth(utf8: Uint8Array, limit: number): number | null {
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

function parseOrExplain(text: string): unknown {
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

/** Only for the rare document that is deep at all: components may nest deeper than anything else. */
function assertShallowOutsideComponents(root: unknown, maxDepth: number): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { value, depth } = entry;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) throw new TooDeepError(maxDepth);
    for (const [key, child] of Object.entries(value)) {
      const isNesting = key === 'components' && isJsonObject(value) && Array.isArray(child);
      if (!isNesting) open.push({ value: child, depth: depth + 1 });
      else for (const component of child as unknown[]) open.push({ value: component, depth });
    }
  }
}
