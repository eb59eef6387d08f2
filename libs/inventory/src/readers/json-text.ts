import type { DocumentLimits } from '../document-limits.js';
import { MalformedJsonError, TooDeepError } from '../inventory.errors.js';
import { findJsonError } from './json-syntax.js';
import { isJsonObject } from './json-values.js';

/**
 * Parses JSON within bounds. The depth is checked on the text first, because JSON.parse itself would go to any depth
 * and whatever walks or prints the value afterwards would not.
 * @throws TooDeepError, MalformedJsonError
 */
export function parseJson(text: string, limits: DocumentLimits): unknown {
  // A level of component nesting is an array and an object.
  const deepest = nestingDepth(text, limits.maxDepth + 2 * limits.maxComponentNesting);
  if (deepest === null) throw new TooDeepError(limits.maxDepth + 2 * limits.maxComponentNesting);
  const value = parseOrExplain(text);
  if (deepest > limits.maxDepth) assertShallowOutsideComponents(value, limits.maxDepth);
  return value;
}

/** Deepest level of brackets outside strings, or null as soon as it passes the limit. One pass, no stack. */
function nestingDepth(text: string, limit: number): number | null {
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
