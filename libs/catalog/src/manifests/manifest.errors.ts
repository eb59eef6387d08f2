import { LimitError, NotFoundError, ValidationError } from '#platform/kernel';
import { MANIFEST_LIMITS } from './funding-manifest.js';

export class ManifestTooLargeError extends LimitError {
  override readonly code = 'FUNDING_MANIFEST_TOO_LARGE';
  constructor(bytes: number) {
    super('catalog.manifest.tooLarge', { bytes, maxBytes: MANIFEST_LIMITS.bytes }, ['content']);
  }
}

/** None of the three kinds of file. */
export class ManifestUnknownError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_UNKNOWN';
  constructor() {
    super('catalog.manifest.unknown', {}, ['content']);
  }
}

/** A link within the repository: what the host shows of it is the path of another file. */
export class ManifestIsPointerError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_IS_POINTER';
  constructor(target: string) {
    super('catalog.manifest.isPointer', { target }, ['content']);
  }
}

/** The same name in capitals, with owners on block chains in it. */
export class ManifestOfDripsError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_OF_DRIPS';
  constructor() {
    super('catalog.manifest.ofDrips', {}, ['content']);
  }
}

/** Comments of a template, or a package without `funding`. */
export class ManifestEmptyError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_EMPTY';
  constructor() {
    super('catalog.manifest.empty', {}, ['content']);
  }
}

export class ManifestVersionError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_VERSION_UNSUPPORTED';
  constructor(version: string) {
    super('catalog.manifest.version', { version: version.slice(0, 20) }, ['content']);
  }
}

/** `place` is a path such as `funding.plans[0].amount`. */
export class ManifestInvalidError extends ValidationError {
  override readonly code = 'FUNDING_MANIFEST_INVALID';
  constructor(place: string, expected: string) {
    super('catalog.manifest.invalid', { place, expected }, ['content']);
  }
}

/** More digits than the currency has, or more than a number keeps: what would be stored is not what was written. */
export class ManifestAmountInexactError extends ValidationError {
  override readonly code = 'FUNDING_AMOUNT_INEXACT';
  constructor(place: string) {
    super('catalog.manifest.inexact', { place }, ['content']);
  }
}

/** Also for one of a project that the person does not maintain. */
export class ManifestNotFoundError extends NotFoundError {
  override readonly code = 'FUNDING_MANIFEST_NOT_FOUND';
  constructor() {
    super('catalog.manifest.notFound');
  }
}
