import { TomlError, parse } from 'smol-toml';
import { TooDeepError } from '#platform/kernel';
import type { DocumentLimits } from '../document-limits.js';
import { MalformedTomlError } from '../inventory.errors.js';
import type { JsonObject } from './json-values.js';

/** A TOML document as plain values; tables have a null prototype. @throws TooDeepError, MalformedTomlError */
export function parseToml(text: string, limits: DocumentLimits): JsonObject {
  try {
    return parse(text, { maxDepth: limits.maxDepth });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    if (error.message.includes('excessively nested')) throw new TooDeepError(limits.maxDepth);
    throw new MalformedTomlError({ line: error.line, column: error.column });
  }
}
