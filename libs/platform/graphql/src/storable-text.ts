import { visit, type DocumentNode } from 'graphql';
import { BadRequestError } from './request-errors.js';

/**
 * Refuses what PostgreSQL cannot store in a text: a NUL character, and half of a surrogate pair. Both are valid in JSON and
 * in GraphQL, and would fail inside of a statement.
 * @throws BadRequestError
 */
export function assertStorableDocument(document: DocumentNode): void {
  visit(document, { StringValue: ({ value }) => assertText(value) });
}

/** The same for values of variables. @throws BadRequestError */
export function assertStorableValues(variables: unknown): void {
  // Not by recursion: how deep JSON is nested is up to whoever sends it.
  for (const waiting: unknown[] = [variables]; waiting.length > 0;) {
    const value = waiting.pop();
    if (typeof value === 'string') assertText(value);
    else if (Array.isArray(value)) for (const item of value) waiting.push(item);
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) waiting.push(item);
  }
}

function assertText(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) throw new BadRequestError('graphql.unusableText');
}
