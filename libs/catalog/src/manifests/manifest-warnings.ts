/**
 * What was left out or changed: `ASSUMED_HTTPS` an address without a scheme, `RENAMED_KEY` a key of an early draft,
 * `UNKNOWN_CHANNEL` a plan that names a channel which is not there.
 */
const MANIFEST_WARNINGS = [
  'ASSUMED_HTTPS',
  'EMAIL_ADDRESS',
  'INVALID_VALUE',
  'PERSON_NAME',
  'PHONE_NUMBER',
  'RENAMED_KEY',
  'TOO_LONG',
  'TOO_MANY',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_KEY',
] as const;
export type ManifestWarningCode = (typeof MANIFEST_WARNINGS)[number];

export interface ManifestWarning {
  readonly code: ManifestWarningCode;
  readonly count: number;
}

export class ManifestWarnings {
  private readonly counts = new Map<ManifestWarningCode, number>();

  add(code: ManifestWarningCode, count = 1): void {
    if (count > 0) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
  }

  /** In the order of the codes. */
  list(): ManifestWarning[] {
    return MANIFEST_WARNINGS.flatMap((code) => {
      const count = this.counts.get(code);
      return count === undefined ? [] : [{ code, count }];
    });
  }

  /** The first entries of a list; the others are counted. */
  first<Item>(items: readonly Item[], limit: number): readonly Item[] {
    this.add('TOO_MANY', items.length - limit);
    return items.slice(0, limit);
  }
}
