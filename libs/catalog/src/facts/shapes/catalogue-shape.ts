import type { CatalogueRecord } from '../catalogue-facts.js';

/** What a list is read with: when its figures were observed, unless it says so itself. */
export interface ReadingContext {
  readonly observedAt: Date;
}

/** A kind of list that can be imported, told by its first record. */
export interface JsonShape {
  readonly name: string;
  readonly matches: (first: Readonly<Record<string, unknown>>) => boolean;
  /** Several records when one value of the list says something about several repositories. */
  readonly read: (value: Readonly<Record<string, unknown>>, context: ReadingContext) => readonly Unnumbered[];
}

/** A kind of table that can be imported, told by its columns. */
export interface TableShape {
  readonly name: string;
  readonly matches: (columns: ReadonlySet<string>) => boolean;
  readonly read: (row: TableRow, context: ReadingContext) => Unnumbered;
}

/** The text of a column, empty when there is none of that name. */
export type TableRow = (column: string) => string;

type WithoutNumber<T> = T extends { readonly record: number } ? Omit<T, 'record'> : T;
export type Unnumbered = WithoutNumber<CatalogueRecord>;
