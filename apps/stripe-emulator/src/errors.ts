import type { ApiErrorBody, ErrorSubjects, ErrorType } from './http/error-shape.js';

interface Details {
  readonly type?: ErrorType;
  readonly code?: string;
  readonly param?: string;
  readonly declineCode?: string;
  readonly chargeId?: string;
  /** The objects of a failed payment, as they are after it. */
  readonly subjects?: ErrorSubjects;
  /**
   * Whether the endpoint had started to execute. Such failures are stored under the idempotency key and replayed, like
   * successes; validation failures and conflicts are not, so the key can be used again.
   */
  readonly executed?: boolean;
}

/** A refusal in Stripe's shape. Everything else that is thrown inside a request is a bug of the emulator: a 500. */
export class ApiError extends Error {
  readonly executed: boolean;

  constructor(
    readonly status: number,
    message: string,
    private readonly details: Details = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.executed = details.executed ?? false;
  }

  get code(): string | null {
    return this.details.code ?? null;
  }

  body(): ApiErrorBody {
    const { type, code, param, declineCode, chargeId, subjects } = this.details;
    return {
      error: {
        type: type ?? 'invalid_request_error',
        ...(code === undefined ? {} : { code, doc_url: `https://stripe.com/docs/error-codes/${dashed(code)}` }),
        ...(declineCode === undefined ? {} : { decline_code: declineCode }),
        message: this.message,
        ...(param === undefined ? {} : { param }),
        ...(chargeId === undefined ? {} : { charge: chargeId }),
        ...subjects,
      },
    };
  }
}

/** 404 for an object addressed by the path. */
export function noSuchObject(kind: string, id: string): ApiError {
  return new ApiError(404, `No such ${kind}: '${id}'`, { code: 'resource_missing', param: 'id' });
}

/** 400 for an object named by a parameter. */
export function noSuchParameter(kind: string, id: string, param: string): ApiError {
  return new ApiError(400, `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

/** 400 for a value that has the right type and still cannot be used. */
export function invalidParameter(param: string, message: string, code?: string): ApiError {
  return new ApiError(400, message, { param, ...(code === undefined ? {} : { code }) });
}

/** 400 of the business rules: the request was understood, executed and refused. */
export function refused(message: string, details: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, message, { ...details, executed: true });
}

/** 400 for what Stripe can do and this server cannot yet: better than to accept and ignore it. */
export function notSimulated(what: string, param?: string): ApiError {
  return new ApiError(400, `This simulated server does not support ${what}.`, param === undefined ? {} : { param });
}

function dashed(code: string): string {
  return code.replaceAll('_', '-');
}
