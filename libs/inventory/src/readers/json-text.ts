import { TooDeepError, nestingDepth, parseJsonText } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import type { DecodedDocument } from './decode-document.js';
import { jsonAsAscii } from './json-as-ascii.js';
import { isJsonObject } from './json-values.js';

/**
 * Parses JSON within bounds. The depth is checked on the bytes first, because JSON.parse itself would go to any depth
 * and whatever walks or prints the value afterwards would not.
 * @throws TooDeepError, MalformedJsonError
 */
export function parseJson(document: DecodedDocument, limits: DocumentLimits): unknown {
  // A level of component nesting is an array and an object.
  const deepest = nestingDepth(document.utf8, limits.maxDepth + 2 * limits.maxComponentNesting);
  if (deepest === null) throw new TooDeepError(limits.maxDepth + 2 * limits.maxComponentNesting);
  const value = valueOf(document);
  if (deepest > limits.maxDepth) assertShallowOutsideComponents(value, limits.maxDepth);
  return value;
}

function valueOf(document: DecodedDocument): unknown {
  try {
    return JSON.parse(jsonAsAscii(document.utf8)) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Fails again, and says where.
    return parseJsonText(document.text);
  }
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
