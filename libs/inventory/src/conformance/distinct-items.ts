/**
 * `uniqueItems` of JSON Schema, in time that grows with the size of the list and not with its square: values are equal when
 * their texts are, and the order of the names of an object does not matter.
 */
export function areDistinct(items: readonly unknown[]): boolean {
  return items.length < 2 || new Set(items.map(comparable)).size === items.length;
}

function comparable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(comparable).join(',')}]`;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, child]) => `${JSON.stringify(name)}:${comparable(child)}`).join(',')}}`;
}
