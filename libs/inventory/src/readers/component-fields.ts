import {
  InvalidPackageUrlError,
  basePackageUrl,
  formatPackageUrl,
  packageKey,
  parsePackageUrl,
  type PackageUrl,
} from '#platform/kernel';
import type { DependencyGraphBuilder, PackageIdentity } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';

// PostgreSQL refuses NUL in text and UTF-8 has no lone surrogates. They are replaced, not removed: removing would let
// "lod\0ash" become the name of another package.
const UNSTORABLE = /[\0\p{Cs}]/gu;

/** At most `maxLength` characters that PostgreSQL takes. */
export function storableText(value: string, maxLength: number): string {
  const cut = value.length > maxLength ? value.slice(0, maxLength) : value;
  return cut.replace(UNSTORABLE, '\ufffd');
}

/** Turns the fields of foreign records into values that can be stored, and warns where it had to change or drop one. */
export class ComponentFields {
  constructor(
    private readonly builder: DependencyGraphBuilder,
    private readonly limits: DocumentLimits,
  ) {}

  /** A name, version or reference: cut at the cap, unstorable characters replaced by U+FFFD. */
  text(value: string, pointer: string, maxLength: number = this.limits.maxNameLength): string {
    const clean = storableText(value, maxLength);
    if (clean !== value) this.builder.warn('TEXT_CLEANED', pointer);
    return clean;
  }

  reference(value: string, pointer: string): string {
    return this.text(value, pointer, this.limits.maxPackageUrlLength);
  }

  version(value: unknown, pointer: string): string | null {
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return this.text(value, pointer);
    this.builder.warn('NON_STRING_VERSION', pointer);
    return typeof value === 'number' ? String(value) : null;
  }

  /** Canonical forms of a purl in a file; null with a warning when it is no purl, null without one when it is absent. */
  packageUrl(value: unknown, pointer: string): PackageIdentity | null {
    if (value === undefined || value === null) return null;
    return this.identity(() => {
      if (typeof value !== 'string' || value.length > this.limits.maxPackageUrlLength) {
        throw new InvalidPackageUrlError('text');
      }
      return parsePackageUrl(value);
    }, pointer);
  }

  identity(make: () => PackageUrl, pointer: string): PackageIdentity | null {
    try {
      const purl = make();
      const packageUrl = formatPackageUrl(purl);
      if (packageUrl.length > this.limits.maxPackageUrlLength) throw new InvalidPackageUrlError('length');
      const key = packageKey(purl);
      const hasMore = purl.qualifiers.size > 0 || purl.subpath !== null;
      return { packageUrl, basePackageUrl: hasMore ? basePackageUrl(purl) : packageUrl, packageKey: key };
    } catch (error) {
      if (!(error instanceof InvalidPackageUrlError)) throw error;
      this.builder.warn('INVALID_PURL', pointer);
      return null;
    }
  }
}
