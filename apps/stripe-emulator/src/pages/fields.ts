import type { DecodedObject } from '../http/form.js';

/** A field of a form that was filled in; null for one that was not. */
export function field(fields: DecodedObject, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
