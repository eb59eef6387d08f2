export type MessageParameters = Readonly<Record<string, string | number>>;

/** The classes of refusal that a client can tell apart without knowing every code. */
export type RefusalKind =
  'VALIDATION_FAILED' | 'NOT_FOUND' | 'INVALID_STATE' | 'CONFLICT' | 'FORBIDDEN' | 'LIMIT_EXCEEDED';

/**
 * An expected refusal that somebody can act on. Everything else that is thrown is a bug and stays opaque to clients.
 * The text comes from a message key, so that it can be translated; `details` must be safe to show to the caller.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: RefusalKind;
  /** Path of the input field that is at fault, when one is. */
  readonly field: readonly string[] | null;

  constructor(
    readonly messageKey: string,
    readonly details: MessageParameters = {},
    field: readonly string[] | null = null,
  ) {
    super(messageKey);
    this.name = new.target.name;
    this.field = field;
  }
}

export abstract class ValidationError extends DomainError {
  override readonly kind = 'VALIDATION_FAILED';
}

/** For "does not exist" and "not yours" alike, so that ids cannot be probed. */
export abstract class NotFoundError extends DomainError {
  override readonly kind = 'NOT_FOUND';
}

export abstract class InvalidStateError extends DomainError {
  override readonly kind = 'INVALID_STATE';
}

export abstract class ConflictError extends DomainError {
  override readonly kind = 'CONFLICT';
}

export abstract class ForbiddenError extends DomainError {
  override readonly kind = 'FORBIDDEN';
}

export abstract class LimitError extends DomainError {
  override readonly kind = 'LIMIT_EXCEEDED';
}
