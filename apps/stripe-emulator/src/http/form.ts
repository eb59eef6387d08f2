/** What a decoded body or query can hold: v1 knows only strings, v2 bodies are JSON. */
type Decoded = string | number | boolean | null | Decoded[] | { [key: string]: Decoded };
export type DecodedObject = Record<string, Decoded>;

const MAX_DEPTH = 10;
const MAX_PAIRS = 2_000;

/**
 * Decodes `a[b][0][c]=1&d[]=2&d[]=3` as Stripe does: nested objects, indexed arrays, arrays by repetition.
 * Objects have no prototype, so that a key such as `__proto__` is nothing but a key.
 */
export function decodeForm(text: string): DecodedObject {
  const root = Object.create(null) as DecodedObject;
  let pairs = 0;
  for (const [key, value] of new URLSearchParams(text)) {
    if ((pairs += 1) > MAX_PAIRS) throw new RangeError(`more than ${MAX_PAIRS} parameters`);
    insert(root, pathOf(key), value);
  }
  return arraysIn(root) as DecodedObject;
}

function pathOf(key: string): string[] {
  const open = key.indexOf('[');
  if (open <= 0 || !key.endsWith(']')) return [key];
  const path = [key.slice(0, open), ...key.slice(open + 1, -1).split('][')];
  if (path.length > MAX_DEPTH) throw new RangeError(`parameters nested deeper than ${MAX_DEPTH}`);
  return path;
}

function insert(root: DecodedObject, path: string[], value: string): void {
  let target = root;
  for (const [depth, segment] of path.entries()) {
    const key = segment === '' ? String(Object.keys(target).length) : segment;
    if (depth === path.length - 1) {
      target[key] = repeated(target, key, value);
      return;
    }
    const next = target[key];
    if (next === undefined || typeof next !== 'object') target[key] = Object.create(null) as DecodedObject;
    target = target[key] as DecodedObject;
  }
}

/** `a=1&a=2` is an array of two for the query encoders that write arrays so. */
function repeated(target: DecodedObject, key: string, value: string): Decoded {
  const current = target[key];
  if (current === undefined) return value;
  return Array.isArray(current) ? [...current, value] : [current, value];
}

function arraysIn(value: Decoded): Decoded {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d{1,4}$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => arraysIn(value[key]!));
  }
  for (const key of keys) value[key] = arraysIn(value[key]!);
  return value;
}
