import { MANIFEST_LIMITS, type ManifestPage } from './funding-manifest.js';
import { ManifestInvalidError } from './manifest.errors.js';
import type { ManifestWarnings } from './manifest-warnings.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ManifestInvalidError */
export function objectAt(value: unknown, place: string): JsonObject {
  if (!isObject(value)) throw new ManifestInvalidError(place, 'an object');
  return value;
}

/** Absent and null are an empty list. @throws ManifestInvalidError */
export function listAt(value: unknown, place: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new ManifestInvalidError(place, 'a list');
  return value;
}

/** An address of the web, at most 250 characters: http or https, and without a name or password in it. */
export function isWebAddress(text: string): boolean {
  if (text.length > MANIFEST_LIMITS.address || /[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** The fields of one object. What is wrong with one is counted, and the field is as if it were not there. */
export class ManifestFields {
  constructor(
    private readonly object: JsonObject,
    private readonly warnings: ManifestWarnings,
  ) {}

  /** Counts the keys that are not among those that are known. */
  countUnknown(known: readonly string[]): void {
    this.warnings.add('UNKNOWN_KEY', Object.keys(this.object).filter((key) => !known.includes(key)).length);
  }

  text(key: string, limit: number): string | null {
    const value = this.object[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') return this.leftOut('INVALID_VALUE');
    const text = value.trim();
    if (text.length > limit) return this.leftOut('TOO_LONG');
    return text === '' ? null : text;
  }

  matching(key: string, pattern: RegExp): string | null {
    const text = this.text(key, MANIFEST_LIMITS.address);
    return text === null || pattern.test(text) ? text : this.leftOut('INVALID_VALUE');
  }

  oneOf(key: string, values: readonly string[]): string | null {
    const text = this.text(key, MANIFEST_LIMITS.address);
    return text === null || values.includes(text) ? text : this.leftOut('INVALID_VALUE');
  }

  webAddress(key: string): string | null {
    const text = this.text(key, MANIFEST_LIMITS.address);
    return text === null || isWebAddress(text) ? text : this.leftOut('INVALID_VALUE');
  }

  page(key: string): ManifestPage | null {
    const value = this.object[key];
    if (value === undefined || value === null) return null;
    if (!isObject(value)) return this.leftOut('INVALID_VALUE');
    const fields = new ManifestFields(value, this.warnings);
    fields.countUnknown(['url', 'wellKnown']);
    const url = fields.webAddress('url');
    return url === null ? null : { url, wellKnown: fields.webAddress('wellKnown') };
  }

  /** Early drafts of funding.json say `id`. */
  guid(pattern: RegExp): string | null {
    if (this.object.guid !== undefined || this.object.id === undefined) return this.matching('guid', pattern);
    this.warnings.add('RENAMED_KEY');
    return this.matching('id', pattern);
  }

  /** Texts of a list that match, each once, up to a number of them. */
  texts(key: string, limit: number, pattern: RegExp): readonly string[] {
    const value = this.object[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.leftOut('INVALID_VALUE') ?? [];
    const texts = value.filter((item): item is string => typeof item === 'string' && pattern.test(item));
    this.warnings.add('INVALID_VALUE', value.filter((item) => item !== null).length - texts.length);
    return this.warnings.first([...new Set(texts)], limit);
  }

  private leftOut(code: 'INVALID_VALUE' | 'TOO_LONG'): null {
    this.warnings.add(code);
    return null;
  }
}
