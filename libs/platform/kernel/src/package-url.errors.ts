import { ValidationError } from './domain-error.js';

/** A text is not a package URL of its type. In a dependency file this is a warning, as an input of its own an error. */
export class InvalidPackageUrlError extends ValidationError {
  override readonly code = 'INVALID_PURL';
  constructor(readonly part: string) {
    super('kernel.invalidPackageUrl', { part });
  }
}
