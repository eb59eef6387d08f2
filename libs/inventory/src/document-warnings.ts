/** What a reader met and lived with. Codes are part of the public surface and stable. */
export type DocumentWarningCode =
  | 'INVALID_PURL'
  | 'DUPLICATE_BOM_REF'
  | 'DUPLICATE_SPDXID'
  | 'DANGLING_REF'
  | 'NON_STRING_VERSION'
  | 'NAME_MISSING'
  | 'TEXT_CLEANED'
  | 'LINK_LOOP'
  | 'BAD_LINE'
  | 'SKIPPED_INCLUDE'
  | 'SKIPPED_FILE'
  | 'VERSION_UNKNOWN'
  | 'MANIFEST_UNUSED'
  | 'NON_REGISTRY_SOURCE'
  | 'DUPLICATE_EDGE'
  | 'SELF_DEPENDENCY'
  | 'ROOT_INFERRED'
  | 'DEPTH_UNKNOWN';

/** Where something stands in a file. A function puts it together once somebody has to be told, which is rare. */
export type Place = string | (() => string);

export function spelledOut(place: Place): string {
  return typeof place === 'string' ? place : place();
}

export interface DocumentWarning {
  readonly code: DocumentWarningCode;
  /** Where: a JSON pointer for JSON, YAML and TOML, a path of element names for XML, `line N` for formats of lines. */
  readonly path: string;
}

export interface WarningSummary {
  /** The first ones, in file order. */
  readonly kept: readonly DocumentWarning[];
  readonly counts: ReadonlyMap<DocumentWarningCode, number>;
  readonly total: number;
}

/** Counts all warnings and keeps the first, so that a hostile file cannot make a report as large as itself. */
export class WarningCollector implements WarningSummary {
  readonly kept: DocumentWarning[] = [];
  readonly counts = new Map<DocumentWarningCode, number>();
  total = 0;

  constructor(private readonly maxKept: number) {}

  add(code: DocumentWarningCode, place: Place): void {
    this.total += 1;
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    if (this.kept.length < this.maxKept) this.kept.push({ code, path: spelledOut(place) });
  }

  /** What another file was warned of; `prefix` says which. */
  addAll({ kept, counts, total }: WarningSummary, prefix: string): void {
    this.total += total;
    for (const [code, count] of counts) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
    const room = this.maxKept - this.kept.length;
    this.kept.push(...kept.slice(0, Math.max(0, room)).map(({ code, path }) => ({ code, path: prefix + path })));
  }
}
