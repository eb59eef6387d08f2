import { ValidationError } from '#platform/kernel';

/** A page by position in a stable order, not by offset: rows that come and go in between shift nothing. */
export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  readonly after: string | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
}

/** The values of the order's columns for the row after which the page starts; the last one is the id. */
export type Position = readonly (string | number)[];

const MAX_PAGE = 100;

export function assertPageSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE) throw new InvalidPageError('first');
}

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position of a cursor with exactly `columns` values; anything else is refused, since cursors come from clients. */
export function decodeCursor(cursor: string, columns: number): Position {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === columns && value.every(isPositionValue)) return value as Position;
  } catch {
    // Falls through to the one refusal for every kind of damage.
  }
  throw new InvalidPageError('after');
}

function isPositionValue(value: unknown): boolean {
  return Number.isFinite(value) || (typeof value === 'string' && value.length <= 200 && !value.includes('\0'));
}

/** Builds a page from `first + 1` rows that a query returned. */
export function toPage<Row>(rows: readonly Row[], first: number, position: (row: Row) => Position): Page<Row> {
  const shown = rows.slice(0, first);
  return { rows: shown, cursors: shown.map((row) => encodeCursor(position(row))), hasNextPage: rows.length > first };
}

export class InvalidPageError extends ValidationError {
  override readonly code = 'INVALID_PAGE';
  constructor(argument: 'first' | 'after') {
    super(argument === 'first' ? 'database.invalidPageSize' : 'database.invalidCursor', { maximum: MAX_PAGE }, [
      argument,
    ]);
  }
}
