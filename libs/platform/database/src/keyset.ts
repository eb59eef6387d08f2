import { ValidationError, isUuid, present } from '#platform/kernel';

/** A page by position in a stable order, not by offset: rows that come and go in between shift nothing. */
export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  readonly after: string | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  /** Where a page after the row at this place starts. */
  cursorAt(index: number): string;
}

/** Of something that has no rows at all. */
export const EMPTY_PAGE: Page<never> = toPage([], 0, () => []);

/** The values of the order's columns for the row after which the page starts; the last one is the id. */
export type Position = readonly (string | number)[];

/** What a column of an order holds: an `instant` as Date.toISOString writes it, an `integer` of 32 bits. */
export type PositionColumn = 'instant' | 'uuid' | 'text' | 'integer';

export const MAX_PAGE = 100;
const MAX_INTEGER = 2 ** 31 - 1;
/** Four digits and no year 0, since PostgreSQL reads no other form of what toISOString can write. */
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A value that passes is one that PostgreSQL can read as its type: a forged cursor must not fail inside of a query. */
const FITS: Readonly<Record<PositionColumn, (value: unknown) => boolean>> = {
  instant: (value) => typeof value === 'string' && INSTANT.test(value) && isCanonicalInstant(value),
  uuid: (value) => typeof value === 'string' && isUuid(value),
  text: (value) => typeof value === 'string' && value.length <= 200 && !value.includes('\0'),
  integer: (value) =>
    Number.isInteger(value) && (value as number) <= MAX_INTEGER && (value as number) >= -MAX_INTEGER - 1,
};

export function assertPageSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE) throw new InvalidPageError('first');
}

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position of a cursor with exactly these columns; anything else is refused, since cursors come from clients. */
export function decodeCursor(cursor: string, columns: readonly PositionColumn[]): Position {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(value) &&
      value.length === columns.length &&
      columns.every((column, at) => FITS[column](value[at]))
    )
      return value as Position;
  } catch {
    // Falls through to the one refusal for every kind of damage.
  }
  throw new InvalidPageError('after');
}

/** Where a page starts, as parameters of its query: the values of `after`, or a null for each column at the beginning. */
export function startOf(page: PageRequest, columns: readonly PositionColumn[]): readonly (string | number | null)[] {
  assertPageSize(page.first);
  return page.after === null ? columns.map(() => null) : decodeCursor(page.after, columns);
}

/** 31 February is of the right form and no day. */
function isCanonicalInstant(text: string): boolean {
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text;
}

/** Builds a page from `first + 1` rows that a query returned. */
export function toPage<Row>(rows: readonly Row[], first: number, position: (row: Row) => Position): Page<Row> {
  return {
    rows: rows.slice(0, first),
    hasNextPage: rows.length > first,
    cursorAt: (index) => encodeCursor(position(present(rows[index]))),
  };
}

export class InvalidPageError extends ValidationError {
  override readonly code = 'INVALID_PAGE';
  constructor(argument: 'first' | 'after') {
    super(argument === 'first' ? 'database.invalidPageSize' : 'database.invalidCursor', { maximum: MAX_PAGE }, [
      argument,
    ]);
  }
}
