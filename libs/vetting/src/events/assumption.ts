/** What a reader takes for granted, for people to contest. */
export interface Assumption {
  /** The place of the record in the file; null for what is about several. */
  readonly index: number | null;
  readonly messageKey: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}
