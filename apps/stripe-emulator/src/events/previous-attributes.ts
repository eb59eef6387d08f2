type Json = Record<string, unknown>;

/**
 * What `data.previous_attributes` holds: the old values of the fields that changed, nested objects by their changed
 * part only, arrays whole, and null for a field that was not there.
 */
export function previousAttributes(before: object, after: object): Json {
  const previous: Json = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = (before as Json)[key];
    const current = (after as Json)[key];
    if (JSON.stringify(old) === JSON.stringify(current)) continue;
    previous[key] = isObject(old) && isObject(current) ? previousAttributes(old, current) : (old ?? null);
  }
  return previous;
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
