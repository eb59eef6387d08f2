import { basename } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { storableText } from '#platform/kernel';
import { spdxDocumentIn } from '../readers/spdx-json.reader.js';
import { notChecked, type Conformance, type ConformanceError } from './conformance.js';
import { areDistinct } from './distinct-items.js';
import { readSchema, referredSchemas, type JsonSchema, type SchemaFile } from './schemas.js';

const SHOWN = 20;
const MAX_POINTER_LENGTH = 300;
const MAX_MESSAGE_LENGTH = 300;

interface Check {
  readonly id: string;
  readonly validate: ValidateFunction;
}

/** Compiled schemas by path: compiling one takes as long as a large document. */
const checks = new Map<string, Check>();

/**
 * Compares a document with the published JSON schema of its format. Not bounded in time, nor in the memory that errors
 * take: whoever calls it with what somebody sent does so in a thread that can be ended.
 * @param json the parsed document
 */
export function checkAgainstSchema(schema: SchemaFile, json: unknown): Conformance {
  const check = checkOf(schema);
  if (check === null) return notChecked('SCHEMA_UNUSABLE');
  const document = spdxDocumentIn(json) ?? json;
  if (check.validate(document)) return { result: 'YES', schema: check.id };
  const pointer = document === json ? '' : '/sbom';
  return { result: 'NO', schema: check.id, ...summaryOf(check.validate.errors ?? [], pointer) };
}

/** Null for a foreign file that is no schema. */
function checkOf(file: SchemaFile): Check | null {
  const known = checks.get(file.path);
  if (known !== undefined) return known;
  try {
    const check = compile(file);
    checks.set(file.path, check);
    return check;
  } catch (error) {
    if (file.isForeign) return null;
    throw error;
  }
}

function compile(file: SchemaFile): Check {
  const schema = readSchema(file);
  const ajv = new (validatorOf(schema))({ allErrors: true, strict: false, addUsedSchema: false, logger: false });
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
  if (!file.isForeign) for (const [address, referred] of referredSchemas()) ajv.addSchema(referred, address);
  return { id: schema.$id ?? basename(file.path), validate: ajv.compile(schema) };
}

/** The dialect that a schema says it is written in; draft 7, as those of CycloneDX, when it says none. */
function validatorOf({ $schema = '' }: JsonSchema): typeof Ajv | typeof Ajv2019 | typeof Ajv2020 {
  if ($schema.includes('2020-12')) return Ajv2020;
  return $schema.includes('2019-09') ? Ajv2019 : Ajv;
}

/** Alternatives that share a rule say the same several times. @param around pointer to the document in its file */
function summaryOf(
  found: readonly ErrorObject[],
  around: string,
): {
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
    const pointer = storableText(around + error.instancePath, MAX_POINTER_LENGTH);
    errors.push({ pointer, message: storableText(message, MAX_MESSAGE_LENGTH) });
  }
  return { errorCount: seen.size, errors };
}

/** What the schema wants, with the name or the values that the message itself leaves out. */
function messageOf({ message = 'is not permitted', params }: ErrorObject): string {
  const {
    additionalProperty,
    unevaluatedProperty = additionalProperty,
    allowedValues,
  } = params as {
    readonly additionalProperty?: string;
    readonly unevaluatedProperty?: string;
    readonly allowedValues?: readonly unknown[];
  };
  if (unevaluatedProperty !== undefined) return `${message}: ${unevaluatedProperty}`;
  if (allowedValues !== undefined) return `${message}: ${allowedValues.map(String).join(', ')}`;
  return message;
}
