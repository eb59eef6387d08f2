import { invalidParameter } from '../errors.js';
import type { Operation } from '../operation.js';
import type { TableName } from '../store/tables.js';
import { EXPANDABLE, INCLUDABLE, TABLE_OF_PREFIX } from '../resources/expandable.js';

type JsonObject = Record<string, unknown>;

/**
 * Replaces ids by the objects they name, along paths such as `data.latest_charge.balance_transaction`. Every step must
 * be a field that Stripe lets expand; what is null stays null.
 */
export function expandBody(operation: Operation, body: object, paths: readonly string[]): object {
  let expanded = body as JsonObject;
  for (const path of paths) expanded = expandPath(operation, expanded, path.split('.'), path);
  return expanded;
}

function expandPath(operation: Operation, object: JsonObject, steps: readonly string[], whole: string): JsonObject {
  const [step, ...rest] = steps;
  if (step === undefined) return object;
  if (object.object === 'list' && step === 'data') {
    const data = object.data as JsonObject[];
    return { ...object, data: data.map((element) => expandPath(operation, element, rest, whole)) };
  }
  const value = resolve(operation, object, step, whole);
  if (value === null || typeof value !== 'object') return { ...object, [step]: value };
  return { ...object, [step]: expandPath(operation, value as JsonObject, rest, whole) };
}

function resolve(operation: Operation, object: JsonObject, step: string, whole: string): unknown {
  const kind = String(object.object);
  const include = INCLUDABLE[kind]?.[step];
  if (include !== undefined) return include(operation, object);
  if (!(EXPANDABLE[kind] ?? []).includes(step)) {
    throw invalidParameter('expand', `This property cannot be expanded (${whole}).`);
  }
  const value = object[step];
  return typeof value === 'string' ? (lookUp(operation, value) ?? value) : (value ?? null);
}

/** The object an id names, wherever it belongs: a platform sees the payments of its accounts through its transfers. */
function lookUp(operation: Operation, id: string): unknown {
  const table: TableName | undefined = TABLE_OF_PREFIX[id.slice(0, id.lastIndexOf('_'))];
  return table === undefined ? undefined : operation.tx.get(table, id);
}
