/** Raise it when the schemas, or what is made of them, change: what an older one said is then looked at again. */
export const CHECKER_VERSION = 1;

/** Why a document was not compared with a schema. */
export const NOT_CHECKED_REASONS = [
  'XML',
  // Lockfiles, and SPDX as tag-value: nobody has published one.
  'NO_PUBLISHED_SCHEMA',
  // There is one, and it does not come with Mainstay; the operator has not put it there either.
  'SCHEMA_NOT_INCLUDED',
  // What the operator has put there is no JSON schema.
  'SCHEMA_UNUSABLE',
  'TOOK_TOO_LONG',
  'TOOK_TOO_MUCH_MEMORY',
  // The bytes went with the account of who sent them.
  'FILE_GONE',
] as const;
export type NotCheckedReason = (typeof NOT_CHECKED_REASONS)[number];

/** One thing that a schema does not permit. */
export interface ConformanceError {
  /** RFC 6901, to the value that is wrong; empty for the document itself. */
  readonly pointer: string;
  readonly message: string;
}

/** What comparing a document with the published JSON schema of its format has shown. */
export type Conformance =
  | { readonly result: 'YES'; readonly schema: string }
  | {
      readonly result: 'NO';
      readonly schema: string;
      /** Distinct ones; where a schema permits alternatives, those of each alternative count. */
      readonly errorCount: number;
      /** The first ones. */
      readonly errors: readonly ConformanceError[];
    }
  | { readonly result: 'NOT_CHECKED'; readonly reason: NotCheckedReason };

/** What tells which schema a document has. */
export interface DocumentKind {
  readonly format: string;
  readonly formatVersion: string;
}

export function notChecked(reason: NotCheckedReason): Conformance {
  return { result: 'NOT_CHECKED', reason };
}
