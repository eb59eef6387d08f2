import { ForbiddenError, NotFoundError } from '#platform/kernel';
import type { TermsName } from './terms.rules.js';

/** Nothing that needs a consent works without it; `terms` and `version` say which text is missing. */
export class TermsNotAcceptedError extends ForbiddenError {
  override readonly code = 'TERMS_NOT_ACCEPTED';
  constructor(
    readonly terms: TermsName,
    version: number,
  ) {
    super(`identity.termsNotAccepted.${terms}`, { terms, version });
  }
}

/** What is accepted must be a text that was shown, word for word, to the kind of party that it is for. */
export class TermsNotFoundError extends NotFoundError {
  override readonly code = 'TERMS_NOT_FOUND';
  constructor() {
    super('identity.termsNotFound');
  }
}
