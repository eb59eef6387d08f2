import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { storableText } from '#platform/kernel';
import { notChecked, type Conformance, type ConformanceError, type DocumentKind } from './conformance.js';
import { areDistinct } from './distinct-items.js';
import { referredSchemas, schemaNamed, schemaOf } from './schemas.js';

const SHOWN = 20;
const MAX_POINTER_LENGTH = 300;
const MAX_MESSAGE_LENGTH = 300;

interface Check {
  readonly id: string;
  readonly validate: ValidateFunction;
}

/** Compiled schemas by name: compiling one takes as long as a large document. */
const checks = new Map<string, Check>();

/**
 * Compares a document with the published JSON schema of its format. Not bounded in time, nor in the memory that errors
 * take: whoever calls it with what somebody sent does so in a thread that can be ended.
 * @param json the parsed document
 */
export function checkAgainstSchema(kind: DocumentKind, json: unknown): Conformance {
  const schema = schemaOf(kind);
  if (typeof schema === 'string') return notChecked(schema);
  const check = checkNamed(schema.name);
  if (check.validate(json)) return { result: 'YES', schema: check.id };
  return { result: 'NO', schema: check.id, ...summaryOf(check.validate.errors ?? []) };
}

function checkNamed(name: string): Check {
  const known = checks.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv({ allErrors: true, strict: false, addUsedSchema: false, logger: false });
  formats.default(ajv);
  ajv.addFormat('idn-email', /^[^@\s]+@[^@\s]+$/);
  // Real documents have spaces and braces in addresses; no check of it is agreed upon.
  ajv.addFormat('iri-reference', true);
  // The usual check compares each item with each other one; a list of components has 200,000.
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not have the same item twice' },
    compile: (isWanted: boolean) => (items: readonly unknown[]) => !isWanted || areDistinct(items),
  });
  for (const [address, schema] of referredSchemas()) ajv.addSchema(schema, address);
  const schema = schemaNamed(name);
  const check = { id: schema.$id, validate: ajv.compile(schema) };
  checks.set(name, check);
  return check;
}

/** Alternatives that share a rule say the same several times. */
function summaryOf(found: readonly ErrorObject[]): {
  readonly errorCount: number;
  readonly errors: readonly ConformanceError[];
} {
  const seen = new Set<string>();
  const errors: ConformanceError[] = [];
  for (const error of found) {
    const message = messageOf(error);
    const key = `${error.instancePath}\n${message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (errors.length === SHOWN) continue;
    const pointer = storableText(error.instancePath, MAX_POINTER_LENGTH);
    errors.push({ pointer, message: storableText(message, MAX_MESSAGE_LENGTH) });
  }
  return { errorCount: seen.size, errors };
}

/** What the schema wants, with the name or the values that the message itself leaves out. */
function messageOf({ message = 'is not permitted', params }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as {
    readonly additionalProperty?: string;
    readonly allowedValues?: readonly unknown[];
  };
  if (additionalProperty !== undefined) return `${message}: ${additionalProperty}`;
  if (allowedValues !== undefined) return `${message}: ${allowedValues.map(String).join(', ')}`;
  return message;
}
