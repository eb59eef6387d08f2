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

/** Where a step stands: plain objects inside an object are parts of it, so that a name is the whole way to it. */
interface Scope {
  readonly kind: string;
  readonly prefix: string;
}
const NOWHERE: Scope = { kind: '', prefix: '' };

function expandPath(
  operation: Operation,
  object: JsonObject,
  steps: readonly string[],
  whole: string,
  outer: Scope = NOWHERE,
): JsonObject {
  const [step, ...rest] = steps;
  if (step === undefined) return object;
  if (object.object === 'list' && step === 'data') {
    const data = object.data as JsonObject[];
    return { ...object, data: data.map((element) => expandPath(operation, element, rest, whole)) };
  }
  const scope = typeof object.object === 'string' ? { kind: object.object, prefix: '' } : outer;
  const value = resolve(operation, object, step, { scope, isLast: rest.length === 0, whole });
  if (value === null || typeof value !== 'object') return { ...object, [step]: value };
  const inner = { ...scope, prefix: `${scope.prefix}${step}.` };
  return { ...object, [step]: expandPath(operation, value as JsonObject, rest, whole, inner) };
}

function resolve(
  operation: Operation,
  object: JsonObject,
  step: string,
  { scope, isLast, whole }: { scope: Scope; isLast: boolean; whole: string },
): unknown {
  const name = `${scope.prefix}${step}`;
  const include = INCLUDABLE[scope.kind]?.[name];
  if (include !== undefined) return include(operation, object);
  const value = object[step];
  if (!isLast && value !== null && typeof value === 'object') return value;
  if (!(EXPANDABLE[scope.kind] ?? []).includes(name)) {
    throw invalidParameter('expand', `This property cannot be expanded (${whole}).`);
  }
  return typeof value === 'string' ? (lookUp(operation, value) ?? value) : (value ?? null);
}

/** The object an id names, wherever it belongs: a platform sees the payments of its accounts through its transfers. */
function lookUp(operation: Operation, id: string): unknown {
  const table: TableName | undefined = TABLE_OF_PREFIX[id.slice(0, id.lastIndexOf('_'))];
  return table === undefined ? undefined : operation.tx.get(table, id);
}
