/** The codes that `errors[]` may carry; refusals that a person can act on are `userErrors` of the payload instead. */
export type RequestErrorCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_REQUEST' | 'RATE_LIMITED' | 'INTERNAL';

/** An error of the request as a whole. Its text is for the client. */
export abstract class RequestError extends Error {
  abstract readonly code: RequestErrorCode;
  constructor(
    readonly messageKey: string,
    readonly parameters: Readonly<Record<string, string | number>> = {},
  ) {
    super(messageKey);
    this.name = new.target.name;
  }
}

export class UnauthenticatedError extends RequestError {
  override readonly code = 'UNAUTHENTICATED';
  constructor() {
    super('graphql.unauthenticated');
  }
}

export class ForbiddenRequestError extends RequestError {
  override readonly code = 'FORBIDDEN';
  constructor(messageKey = 'graphql.forbidden', parameters: Readonly<Record<string, string | number>> = {}) {
    super(messageKey, parameters);
  }
}

/** A document or body that is outside the limits, before anything is resolved. */
export class BadRequestError extends RequestError {
  override readonly code = 'BAD_REQUEST';
}

/** The caller's bucket is empty. */
export class RateLimitedError extends RequestError {
  override readonly code = 'RATE_LIMITED';
  constructor(limit: number, seconds: number) {
    super('graphql.rateLimited', { limit, seconds });
  }
}
