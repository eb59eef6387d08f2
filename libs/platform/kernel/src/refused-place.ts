import type { MessageParameters } from './domain-error.js';

/** Where a refused file is wrong, as far as its refusal tells: a line and column from 1, or a path to the value. */
export interface RefusedPlace {
  readonly line: number | null;
  readonly column: number | null;
  readonly path: string | null;
}

export function placeOf(details: MessageParameters): RefusedPlace {
  const { line, column, pointer } = details;
  const [, ofPointer] = /^line (\d+)$/.exec(String(pointer)) ?? [];
  if (ofPointer !== undefined) return { line: Number(ofPointer), column: null, path: null };
  const number = (value: string | number | undefined): number | null => (value === undefined ? null : Number(value));
  return { line: number(line), column: number(column), path: pointer === undefined ? null : String(pointer) };
}
