export type ErrorType =
  | 'api_error'
  | 'authentication_error'
  | 'card_error'
  | 'idempotency_error'
  | 'invalid_request_error'
  | 'permission_error'
  | 'rate_limit_error';

/** The whole objects that the error of a payment carries. */
export interface ErrorSubjects {
  readonly payment_intent?: object;
  readonly payment_method?: object;
  readonly setup_intent?: object;
}

/** Stripe's error object, the body of every answer that is not a success. */
export interface ApiErrorBody {
  readonly error: ErrorSubjects & {
    readonly type: ErrorType;
    readonly message: string;
    readonly code?: string;
    readonly decline_code?: string;
    readonly param?: string;
    readonly doc_url?: string;
    readonly charge?: string;
  };
}
