import { SchemaInvalidError } from '../inventory.errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent and null read as undefined; anything else must be of the type. @throws SchemaInvalidError */
export function optionalObject(value: unknown, pointer: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  return requiredObject(value, pointer);
}

export function requiredObject(value: unknown, pointer: string): JsonObject {
  if (!isJsonObject(value)) throw new SchemaInvalidError(pointer, 'an object');
  return value;
}

export function optionalArray(value: unknown, pointer: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return requiredArray(value, pointer);
}

export function requiredArray(value: unknown, pointer: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new SchemaInvalidError(pointer, 'an array');
  return value as readonly unknown[];
}

export function optionalString(value: unknown, pointer: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  return requiredString(value, pointer);
}

export function requiredString(value: unknown, pointer: string): string {
  if (typeof value !== 'string') throw new SchemaInvalidError(pointer, 'a string');
  return value;
}

/** A key as a segment of an RFC 6901 JSON pointer. */
export function pointerSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
