import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { decodeForm } from '../src/http/form.js';
import type { Exchange } from './exchange.js';

type Json = Record<string, unknown>;
interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Json;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Each validator runs a few times only: shorter code would take longer to make than it saves. */
const COMPILING = { strict: false, formats: { decimal: true as const }, code: { optimize: false }, inlineRefs: false };

/** Where the schema of the installed SDK lies; it is rebuilt when it is not there yet, in the cache or in `folder`. */
export function schemaFile(...folder: [] | [string]): string {
  return execFileSync(process.execPath, ['scripts/write-stripe-schema.mjs', ...folder], { encoding: 'utf8' });
}

/** Checks exchanges and events against the schema rebuilt from the SDK's own types, closed on both sides. */
export class OpenApiChecker {
  private static one: OpenApiChecker | null = null;

  private readonly document: Document;
  /** Requests arrive as text, so "12" may stand for 12; answers must have the right type by themselves. */
  private readonly requests = new Ajv({ ...COMPILING, coerceTypes: 'array' });
  private readonly answers = new Ajv(COMPILING);
  /** Names of the schemas of v1 events, by their types. */
  private readonly events: ReadonlyMap<string, string>;
  private readonly validators = new Map<string, ValidateFunction>();

  /** The one of this process: reading the schema and compiling what is checked takes seconds. */
  static get shared(): OpenApiChecker {
    return (OpenApiChecker.one ??= new OpenApiChecker());
  }

  private constructor() {
    this.document = JSON.parse(readFileSync(schemaFile(), 'utf8')) as Document;
    const schemas = closed(this.document.components.schemas) as Json;
    for (const ajv of [this.requests, this.answers]) ajv.addSchema({ components: { schemas } }, 'stripe');
    this.events = eventNames(this.document);
  }

  /** Faults of one exchange; none when request and answer are what the schema says. */
  faultsOf(exchange: Exchange): string[] {
    const found = this.operationFor(exchange.method, exchange.path);
    if (found === null) return [`${exchange.method} ${exchange.path} is not in the schema`];
    const { operation, name } = found;
    const isAccepted = exchange.status < 400;
    const response = operation.responses[isAccepted ? '200' : 'default']!.content['application/json']!.schema;
    const key = `${name} ${isAccepted ? 'answer' : 'error'}`;
    const faults = this.check(this.answers, key, response, exchange.answer);
    return isAccepted ? [...this.requestFaults(operation, name, exchange), ...faults] : faults;
  }

  /** Faults of an object by the name of its schema. */
  faultsOfObject(schema: string, value: unknown): string[] {
    return this.check(this.answers, schema, { $ref: `#/components/schemas/${schema}` }, value);
  }

  /** Faults of a v1 event by the schema of its type: `charge.updated` is `ChargeUpdatedEvent`. */
  faultsOfEvent(event: { readonly type: string }): string[] {
    const name = this.events.get(event.type);
    return name === undefined ? [`no schema for ${event.type}`] : this.faultsOfObject(name, event);
  }

  /** The types of v1 events that the schema knows. */
  eventTypes(): string[] {
    return [...this.events.keys()];
  }

  private requestFaults(operation: Operation, name: string, exchange: Exchange): string[] {
    const query = { ...decodeForm(exchange.query) };
    const isJson = exchange.path.startsWith('/v2/');
    // Part of the address of a next v2 page, which the SDK takes as it was given and declares nowhere.
    if (isJson) delete query.page;
    const body: unknown = exchange.body === '' ? {} : isJson ? JSON.parse(exchange.body) : decodeForm(exchange.body);
    const content = Object.values(operation.requestBody.content)[0]!;
    return [
      ...this.check(this.requests, `${name} query`, querySchema(operation), query),
      ...this.check(this.requests, `${name} body`, content.schema, body),
    ];
  }

  private check(ajv: Ajv, key: string, schema: Json, value: unknown): string[] {
    let validate = this.validators.get(key);
    if (validate === undefined) {
      validate = ajv.compile(absolute(closed(schema)) as Json);
      this.validators.set(key, validate);
    }
    // Decoded forms have no prototype, which ajv's own checks rely on; a copy has one.
    if (validate(JSON.parse(JSON.stringify(value)))) return [];
    return (validate.errors ?? []).slice(0, 5).map((error) => {
      return `${key}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`;
    });
  }

  private operationFor(method: string, path: string): { operation: Operation; name: string } | null {
    const actual = path.split('/');
    const matches = Object.keys(this.document.paths)
      .filter((pattern) => {
        const wanted = pattern.split('/');
        return (
          wanted.length === actual.length &&
          wanted.every((part, index) => part.startsWith('{') || part === actual[index])
        );
      })
      .sort((a, b) => a.split('{').length - b.split('{').length);
    const operation = this.document.paths[matches[0] ?? '']?.[method.toLowerCase()];
    return operation === undefined ? null : { operation, name: `${method} ${matches[0]}` };
  }
}

function eventNames({ components }: Document): Map<string, string> {
  const names = Object.keys(components.schemas).filter((name) => /^[A-Z]\w+Event$/.test(name));
  return new Map(
    names.map((name) => {
      const { type } = components.schemas[name]!.properties as { type: { enum: [string] } };
      return [type.enum[0], name];
    }),
  );
}

function querySchema({ parameters }: Operation): Json {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: inQuery.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** OpenAPI 3.0 to JSON Schema: nullable becomes a type, open enums lose their list, objects take nothing unknown. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, closed(inner)]);
  const { nullable, ...schema } = Object.fromEntries<unknown>(entries);
  if (schema['x-stripeBypassValidation'] === true) delete schema.enum;
  const isClosable = schema.type === 'object' && typeof schema.properties === 'object';
  if (isClosable && schema.additionalProperties === undefined) schema.additionalProperties = false;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** References of an operation point into the document that was registered as `stripe`. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace(/^#/, 'stripe#') : absolute(inner),
    ]),
  );
}
