/** Nothing inside can be changed any more. */
export function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) if (typeof part === 'object' && part !== null) freeze(part);
  return Object.freeze(value);
}
