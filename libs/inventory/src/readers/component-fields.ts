import {
  InvalidPackageUrlError,
  createPackageUrl,
  packageUrlForms,
  parsePackageUrl,
  storableText,
  type PackageUrl,
  type PackageUrlParts,
} from '#platform/kernel';
import type { DependencyGraphBuilder, PackageIdentity } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import type { Place } from '../document-warnings.js';

/** Turns the fields of foreign records into values that can be stored, and warns where it had to change or drop one. */
export class ComponentFields {
  constructor(
    private readonly builder: DependencyGraphBuilder,
    private readonly limits: DocumentLimits,
  ) {}

  /** A name, version or reference: cut at the cap, unstorable characters replaced by U+FFFD. */
  text(value: string, place: Place, maxLength: number = this.limits.maxNameLength): string {
    const clean = storableText(value, maxLength);
    if (clean !== value) this.builder.warn('TEXT_CLEANED', place);
    return clean;
  }

  reference(value: string, place: Place): string {
    return this.text(value, place, this.limits.maxPackageUrlLength);
  }

  version(value: unknown, place: Place): string | null {
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return this.text(value, place);
    this.builder.warn('NON_STRING_VERSION', place);
    return typeof value === 'number' ? String(value) : null;
  }

  /** Canonical forms of a purl in a file; null with a warning when it is no purl, null without one when it is absent. */
  packageUrl(value: unknown, place: Place): PackageIdentity | null {
    if (value === undefined || value === null) return null;
    try {
      if (typeof value !== 'string' || value.length > this.limits.maxPackageUrlLength) {
        throw new InvalidPackageUrlError('text');
      }
      return this.formsOf(parsePackageUrl(value));
    } catch (error) {
      return this.withoutIdentity(error, place);
    }
  }

  /** The same of a purl that a file gives in parts. */
  identity(parts: PackageUrlParts, place: Place): PackageIdentity | null {
    try {
      return this.formsOf(createPackageUrl(parts));
    } catch (error) {
      return this.withoutIdentity(error, place);
    }
  }

  private formsOf(purl: PackageUrl): PackageIdentity {
    const forms = packageUrlForms(purl);
    if (forms.packageUrl.length > this.limits.maxPackageUrlLength) throw new InvalidPackageUrlError('length');
    return forms;
  }

  private withoutIdentity(error: unknown, place: Place): null {
    if (!(error instanceof InvalidPackageUrlError)) throw error;
    this.builder.warn('INVALID_PURL', place);
    return null;
  }
}
