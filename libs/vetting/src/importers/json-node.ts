import { parseMoment, type Moment } from '../events/moment.js';
import { SnapshotMalformedError } from './importers.errors.js';
import { parseStrictJson } from './strict-json.js';

/** A value of a document with the place where it stands, so that a refusal can say where. */
export class JsonNode {
  constructor(
    readonly value: unknown,
    readonly source: string,
    readonly pointer = '',
  ) {}

  static parse(input: Uint8Array | string, source: string): JsonNode {
    return new JsonNode(parseStrictJson(input, source), source);
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get isArray(): boolean {
    return Array.isArray(this.value);
  }

  /** The member of an object; absent when the object has none of its own. */
  get(key: string): JsonNode {
    const object = this.#object();
    return this.#child(key, Object.hasOwn(object, key) ? object[key] : undefined);
  }

  entries(): [string, JsonNode][] {
    return Object.entries(this.#object()).map(([key, value]) => [key, this.#child(key, value)]);
  }

  items(): JsonNode[] {
    if (!Array.isArray(this.value)) throw this.expected('a list');
    return (this.value as unknown[]).map((value, index) => this.#child(String(index), value));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.expected('a text');
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.expected('true or false');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.expected('a number');
    return this.value;
  }

  count(): number {
    const value = this.number();
    if (!Number.isSafeInteger(value) || value < 0) throw this.expected('a count');
    return value;
  }

  moment(): Moment {
    const moment = parseMoment(this.text());
    if (moment === null) throw this.expected('a day, or a time with its offset');
    return moment;
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const found = values.find((value) => value === this.value);
    if (found === undefined) throw this.expected(`one of ${values.join(', ')}`);
    return found;
  }

  /** Null for what is absent, and the reading of it otherwise. */
  optional<T>(read: (node: JsonNode) => T): T | null {
    return this.isAbsent ? null : read(this);
  }

  list<T>(read: (node: JsonNode) => T): T[] {
    return this.items().map(read);
  }

  assertOnly(keys: readonly string[]): void {
    const unknown = Object.keys(this.#object()).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw this.#child(unknown, undefined).expected('absent; nobody knows this field');
  }

  expected(what: string): SnapshotMalformedError {
    return new SnapshotMalformedError(this.source, this.pointer, `this should be ${what}`);
  }

  #object(): Readonly<Record<string, unknown>> {
    if (!this.isObject) throw this.expected('an object');
    return this.value as Readonly<Record<string, unknown>>;
  }

  #child(key: string, value: unknown): JsonNode {
    const segment = key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
    return new JsonNode(value, this.source, `${this.pointer}/${segment}`);
  }
}
