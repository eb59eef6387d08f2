import { spelledOut, type Place } from '../document-warnings.js';
import { SchemaInvalidError } from '../inventory.errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent and null read as undefined; anything else must be of the type. @throws SchemaInvalidError */
export function optionalObject(value: unknown, place: Place): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  return requiredObject(value, place);
}

export function requiredObject(value: unknown, place: Place): JsonObject {
  if (!isJsonObject(value)) throw new SchemaInvalidError(spelledOut(place), 'an object');
  return value;
}

export function optionalArray(value: unknown, place: Place): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return requiredArray(value, place);
}

export function requiredArray(value: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(value)) throw new SchemaInvalidError(spelledOut(place), 'an array');
  return value as readonly unknown[];
}

export function optionalString(value: unknown, place: Place): string | undefined {
  if (value === undefined || value === null) return undefined;
  return requiredString(value, place);
}

export function requiredString(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw new SchemaInvalidError(spelledOut(place), 'a string');
  return value;
}

/** A key as a segment of an RFC 6901 JSON pointer. */
export function pointerSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The place of keys below another, spelled out only when somebody is told of it. */
export function placeBelow(around: Place, ...keys: readonly string[]): Place {
  return () => keys.reduce((path, key) => `${path}/${pointerSegment(key)}`, spelledOut(around));
}
